"""What `hv suggest` finds: drafts of entries, where each comes from, and why one is not ticked."""

from datetime import date
from enum import StrEnum

from harvest_cli.actions.entries.bulk import BulkItem, BulkResult, Plan
from harvest_cli.actions.imports.places import Place
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.hours import Rounding
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.readings import Inference


class Origin(StrEnum):
    """What tells of the time."""

    COMMITS = "commits"
    MEETING = "meeting"
    TIMER = "timer"


class NoPlace(NamedTuple):
    """No project or no task is known: why, and what makes it known; `known` lacks its task."""

    why: str
    mend: str = ""
    known: ProjectAssignment | None = None


class Draft(NamedTuple):
    """Time on a day that could be an entry.

    `source` is a folder, a calendar or a timer, as people see it; `told` what it tells of the time.
    `names` is what a choice of its place is remembered under. `start` and `end` are minutes of the
    day, None where only the length is known. `marks` tell what it is made of; the first is the key
    of its entry. `why` says why it is not ticked, `seen` from when to when commits were made.
    """

    origin: Origin
    source: str
    told: str
    day: date
    minutes: int
    notes: str
    place: Place | NoPlace
    marks: tuple[str, ...]
    names: str = ""
    start: int | None = None
    end: int | None = None
    commits: int = 0
    reference: ExternalReference | None = None
    on: bool = True
    why: str = ""
    kind: str = "git"
    seen: str = ""
    rounding: Rounding | None = None

    @property
    def where(self) -> str:
        """What it is, for a remark: `3 commits of ~/src/site`."""
        return f"{self.told} of {self.source}" if self.commits else self.source


class Suggestion(NamedTuple):
    """A draft that fits its day, and the entry that it would be; None as long as it has no place.

    `rounded` says how its length was rounded.
    """

    draft: Draft
    item: BulkItem | None
    rounded: str = ""

    @property
    def on(self) -> bool:
        """Whether it is ticked."""
        return self.draft.on and self.item is not None

    @property
    def why(self) -> str:
        """Why it is not ticked; empty where it is."""
        place = self.draft.place
        return place.why if isinstance(place, NoPlace) else self.draft.why

    @property
    def mend(self) -> str:
        """What makes its place known."""
        return self.draft.place.mend if isinstance(self.draft.place, NoPlace) else ""


class Suggesting(NamedTuple):
    """What could be logged; the plan has the entries that are ticked.

    `off` are the days for which nothing is proposed, and why; `said` are remarks; `looked` is
    whether there was anything to look at.
    """

    period: Period
    rows: tuple[Suggestion, ...]
    plan: Plan
    off: tuple[tuple[date, str], ...] = ()
    said: tuple[str, ...] = ()
    inferences: tuple[Inference, ...] = ()
    looked: bool = True


class Proposed(NamedTuple):
    """What was proposed and not sent; `bulk` has the requests that would be."""

    found: Suggesting
    bulk: BulkResult


class Suggested(NamedTuple):
    """What was proposed, and what was made of it."""

    found: Suggesting
    bulk: BulkResult
