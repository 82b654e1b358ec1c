"""The commands of the worlds: what comes before each, and the command itself."""

from collections.abc import Callable
from typing import Any

from harvest_cli.actions.entries.bulk import carry_out
from harvest_cli.actions.entries.copying import plan_copy
from harvest_cli.actions.entries.edit import Edit, delete_entry, edit_entry
from harvest_cli.actions.entries.edit_words import carry_out_delete, edit_in_words, plan_delete
from harvest_cli.actions.entries.log import log_all, log_time
from harvest_cli.actions.entries.read_log import LogOptions, ReadLog, read_log
from harvest_cli.actions.imports.plan import plan_import
from harvest_cli.actions.imports.results import ImportOptions, Source
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.sync import drop, retry, rewrite, sync
from harvest_cli.actions.undo.undo import undo
from tests.account import log
from tests.reliability.worlds import Command, Line, touched
from tests.workday import Person

TWO_ROWS = """date,project,task,hours,notes
2026-11-24,Task Force,Research,1,a
2026-11-24,Task Force,Research,2,b
"""


def _runs(minutes: float, text: str = "Marketing Website: a") -> Callable[[Person, Line], None]:
    def before(person: Person, _line: Line) -> None:
        person.start(text)
        person.pass_(minutes)

    return before


def _nothing(person: Person, _line: Line) -> None:
    person.status()


def _logged(person: Person, _line: Line) -> None:
    log(person.account, hours=1, notes="x")


def _worked(person: Person, line: Line) -> None:
    _runs(60)(person, line)
    person.stop()
    person.pass_(30)


def _away(*steps: Any) -> Callable[[Person, Line], None]:
    """What was typed without a network; a number is minutes, a text a start, None a stop."""

    def before(person: Person, line: Line) -> None:
        person.status()
        for step in steps:
            line.away = step != "online"
            if isinstance(step, int):
                person.pass_(step)
            elif step is None:
                person.stop()
            elif step == "online":
                person.start("Marketing Website: a")
                person.pass_(60)
            else:
                person.start(f"Task Force Research: {step}")
        line.away = False

    return before


def _late(person: Person, line: Line) -> None:
    person.at(22)
    _runs(210)(person, line)


def _kept_logs(*minutes: str) -> Callable[[Person, Line], None]:
    def before(person: Person, line: Line) -> None:
        person.status()
        line.away = True
        for length in minutes:
            _log(person, f"{length} Task Force Research: x")
        line.away = False
        # The pause after a lost connection is over.
        person.pass_(10)

    return before


def _then(*typed: Callable[[Person], Any]) -> Callable[[Person, Line], None]:
    """What was written before it is undone, a few minutes apart."""

    def before(person: Person, _line: Line) -> None:
        for each in typed:
            each(person)
            person.pass_(10)

    return before


def _log(person: Person, text: str) -> Any:
    return log_time(person.context(), text, Flags(), sure=True)


def _two(person: Person) -> Any:
    return _log(person, "1h Marketing Website and 2h Task Force Research: a")


def _lines(person: Person) -> Any:
    context, how = person.context(), LogOptions(sure=True)
    texts = ("1h Task Force Research: a", "2h Task Force Research: b", "3h Marketing Website: c")
    read = [read_log(context, text, Flags(), how) for text in texts]
    found = list(log_all(context, [each for each in read if isinstance(each, ReadLog)]))
    if error := next((each for each in found if isinstance(each, Exception)), None):
        raise error
    return found[0]


def _file(person: Person) -> Any:
    context = person.context()
    source = Source("time.csv", TWO_ROWS.encode())
    planned = plan_import(context, [source], ImportOptions())
    return carry_out(context, planned.plan)


def _copy(person: Person) -> Any:
    context = person.context()
    copying = plan_copy(context, QueryFlags(words="yesterday to today"))
    return carry_out(context, copying.plan)


def _yesterday(person: Person, _line: Line) -> None:
    for note in ("a", "b"):
        log(person.account, hours=1, notes=note, date="2026-11-23")


def _undo(person: Person) -> Any:
    return undo(person.context())


def _rewritten(person: Person) -> Any:
    row = rewrite(person.context(), "1", "2h Task Force Research: b")
    return retry(person.context(), row.key)


def _dropped(person: Person) -> Any:
    drop(person.context(), "1", sure=True)
    return sync(person.context())


def _edit(person: Person, hours: str) -> Any:
    return edit_entry(person.context(), str(touched(person)), Edit(hours=hours), sure=True)


def _delete(person: Person) -> Any:
    return delete_entry(person.context(), str(touched(person)), sure=True)


def _two_logged(person: Person, _line: Line) -> None:
    for note in ("a", "b"):
        log(person.account, hours=1, notes=note)


def _edit_two(person: Person) -> Any:
    return edit_in_words(person.context(), "today", Edit(hours="2:00"), look=lambda _: None)


def _delete_two(person: Person) -> Any:
    context = person.context()
    return carry_out_delete(context, plan_delete(context, "today"))


def _sync(person: Person) -> Any:
    return sync(person.context())


def _copied(person: Person, line: Line) -> None:
    _yesterday(person, line)
    _copy(person)
    person.pass_(10)


def _split(person: Person, line: Line) -> None:
    _late(person, line)
    person.stop(split=True)


def _edited(person: Person, line: Line) -> None:
    _logged(person, line)
    _edit(person, "2:00")


def _gone(person: Person, line: Line) -> None:
    _logged(person, line)
    _delete(person)


def _undone_in_part(person: Person, line: Line) -> None:
    """An edit whose undo is kept, because its own request went wrong."""
    _edited(person, line)
    line.fault, line.at, line.seen = "503 before", 1, 0
    _undo(person)
    line.fault = ""


_START = "Task Force Research: a"
_STOPPED_AGO = (lambda p: p.start(_START), lambda p: p.pass_(50), lambda p: p.stop("30m ago: b"))
_RESTARTED = (lambda p: p.start(_START), lambda p: p.stop(), lambda p: p.restart())

COMMANDS = {
    "stop": Command(_runs(60), lambda person: person.stop()),
    "stop ago": Command(_runs(120), lambda person: person.stop("30m ago: done")),
    "stop moved": Command(_runs(60), lambda person: person.stop(on="yesterday")),
    "stop split": Command(_late, lambda person: person.stop(split=True)),
    "kept stop": Command(_away("online", None, 300), _sync, kept=True),
    "start": Command(_nothing, lambda person: person.start("Task Force Research: b")),
    "start ago": Command(_nothing, lambda person: person.start("Task Force Research 20m ago: b")),
    "switch": Command(_runs(90), lambda person: person.start("Task Force Research: b")),
    "switch ago": Command(_runs(90), lambda p: p.start("Task Force Research 20m ago: b")),
    "kept start": Command(_away("b", 60), _sync, kept=True),
    "kept switch": Command(_away("online", "b", 60), _sync, kept=True),
    "kept span": Command(_away("b", 60, None, 60), _sync, kept=True),
    "kept spans": Command(_away("online", "b", 60, "c", 60, None, 60), _sync, kept=True),
    "restart": Command(_worked, lambda person: person.restart()),
    "edit": Command(_logged, lambda person: _edit(person, "2:00")),
    "edit relative": Command(_logged, lambda person: _edit(person, "+15m")),
    "delete": Command(_logged, _delete),
    "edit two": Command(_two_logged, _edit_two),
    "delete two": Command(_two_logged, _delete_two),
    "copy": Command(_yesterday, _copy),
    "log file": Command(_nothing, _file),
    "log two": Command(_nothing, _two),
    "log lines": Command(_nothing, _lines),
    "undo log": Command(_then(lambda p: _log(p, "1h Task Force Research: a")), _undo),
    "undo log two": Command(_then(_two), _undo),
    "undo copy": Command(_copied, _undo),
    "undo start": Command(_then(lambda p: p.start(_START)), _undo),
    "undo switch": Command(
        _then(
            lambda p: p.start("Marketing Website: a"), lambda p: p.start("Task Force Research: b")
        ),
        _undo,
    ),
    "undo stop": Command(_then(lambda p: p.start(_START), lambda p: p.stop()), _undo),
    "undo stop ago": Command(_then(*_STOPPED_AGO), _undo),
    "undo split": Command(_split, _undo),
    "undo restart": Command(_then(*_RESTARTED), _undo),
    "undo edit": Command(_edited, _undo),
    "delete behind undo": Command(_undone_in_part, _delete),
    "undo delete": Command(_gone, _undo),
    "outbox edit": Command(_kept_logs("1h"), _rewritten, kept=True),
    "outbox drop": Command(_kept_logs("1h", "2h"), _dropped, kept=True),
}
