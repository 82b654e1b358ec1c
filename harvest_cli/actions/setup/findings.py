"""What `hv doctor` finds: one finding per thing looked at, and an exit status for the whole."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from harvest_cli.domain.errors import ExitCode

ORDER = (ExitCode.CONFIGURATION, ExitCode.NOT_LOGGED_IN, ExitCode.UNREACHABLE)
"""Which problem gives the status when there are several: the one to mend first."""


class State(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    INFO = "info"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(NamedTuple):
    """One thing looked at; nothing in it is secret. `code` is set for problems."""

    area: str
    name: str
    state: State
    text: str
    hint: str | None = None
    code: ExitCode = ExitCode.DONE


@dataclass(slots=True)
class Examination:
    """Everything that was found, in the order it was looked at."""

    findings: list[Finding] = field(default_factory=list)

    def ok(self, area: str, name: str, text: str) -> None:
        """Something that is as it should be."""
        self.findings.append(Finding(area, name, State.OK, text))

    def info(self, area: str, name: str, text: str) -> None:
        """Something worth knowing."""
        self.findings.append(Finding(area, name, State.INFO, text))

    def warn(self, area: str, name: str, text: str, hint: str | None = None) -> None:
        """Something that may hurt later."""
        self.findings.append(Finding(area, name, State.WARNING, text, hint))

    def problem(self, area: str, name: str, text: str, hint: str | None, code: ExitCode) -> None:
        """Something that keeps hv from working."""
        self.findings.append(Finding(area, name, State.PROBLEM, text, hint, code))

    @property
    def exit_code(self) -> ExitCode:
        """0 when nothing is wrong, else the status of what to mend first."""
        codes = {finding.code for finding in self.findings} - {ExitCode.DONE}
        first = [code for code in ORDER if code in codes]
        return first[0] if first else min(codes, default=ExitCode.DONE)
