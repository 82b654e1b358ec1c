"""What runs and how far the day is, in a file that a prompt can afford to read.

Imports next to nothing, not even `json`: a shell prompt starts this for every command line.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH116, PTH118

import os

from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.local.disk.paths_fast import (
    file_part,
    folder_file_here,
    folders,
    logins,
    read_at_once,
)

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Glance = Mapping[str, str]


FIELDS = (
    "id",
    "client",
    "project",
    "code",
    "task",
    "notes",
    "hours",
    "since",
    "today",
    "target",
    "left",
    "week",
    "capacity",
    "done",
    "balance",
    "missing",
    "unsent",
    "rejected",
    "as_of",
)
"""What `--format` may name."""
NOTHING_RUNS = 4
SAMPLE = {
    "running": "1",
    "read_at": "0",
    "banked": "0",
    "since_at": "0",
    "today_at": "0",
    "max_age": "0",
    "day_ends": "0",
}
"""As little as a template can be tried on."""
_DOUBLED = {"{{": "{", "}}": "}", "\\t": "\t", "\\n": "\n"}
_FIRST, _LAST = "hv-status 1", "end"
_LIMIT = 64 * 1024
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))
_FOREIGN = ("TIMEZONE", "STANDARD_WORK_DAY_HOURS", "TZ", "HARVEST_ACCOUNT_ID", "HARVEST_API_URL")
_WITHOUT_EFFECT = ("HV_NOW", "HV_DEBUG", "HV_PROFILE", "HV_HOME", "HV_STATUS_SECONDS")


def answered(argv: "Sequence[str]", environ: "Mapping[str, str]") -> "tuple[int, str] | None":
    """Status and text of `hv status --format …` from a fresh file; None when hv must look."""
    asked = _asked(argv)
    # With HV_NOW the present is not this machine's, and this file does not read dates.
    if asked is None or environ.get("HV_NOW"):
        return None
    profile, template, idle = asked
    where = folders(environ)
    if where is None:
        return None
    named = profile or environ.get("HV_PROFILE", "").strip()
    # A `.hv.toml` may name a profile; hv itself has to read it.
    if not named and folder_file_here(environ):
        return None
    glance = load(os.path.join(where[1], file_name(named)))
    now = epoch_seconds()
    if glance is None or glance.get("mark") != mark(environ, named, *where):
        return None
    if not is_fresh(glance, now, environ.get("HV_STATUS_SECONDS", "")):
        return None
    runs = glance["running"] != "0"
    # What is wrong with the template that is not shown now is to be told too.
    if rendered(glance, idle if runs else template, now) is None:
        return None
    text = rendered(glance, template if runs else idle, now)
    if text is None or not text.replace("\n", "").replace("\t", "").isprintable():
        return None
    return (0 if runs else NOTHING_RUNS), text


def _asked(argv: "Sequence[str]") -> "tuple[str, str, str] | None":
    """Profile and templates of a command line that holds nothing else."""
    profile, template, idle, verb = "", None, "", False
    pieces = list(argv)
    while pieces:
        name, equals, value = pieces.pop(0).partition("=")
        if name == "--sandbox" and not equals:
            profile = "sandbox"
        elif name in ("--profile", "--format", "--idle") and (equals or pieces):
            value = value if equals else pieces.pop(0)
            if name == "--format":
                template = value
            elif name == "--idle":
                idle = value
            else:
                profile = profile or value
        elif name == "status" and not equals and not verb:
            verb = True
        else:
            return None
    return (profile, template, idle) if verb and template is not None else None


def file_name(profile: str) -> str:
    """The file of a profile; the empty name is the default one."""
    return f"{file_part(profile) or 'default'}.status"


def mark(environ: "Mapping[str, str]", profile: str, config: str, cache: str) -> str:
    """Everything that decides whose day this is and how it is written, as one line.

    Files count by the time they were changed; the token by a checksum.
    """
    from zlib import crc32

    own = [name for name in environ if name.startswith("HV_") and name not in _WITHOUT_EFFECT]
    told = [f"{name}={environ[name]}" for name in sorted([*own, *_FOREIGN]) if environ.get(name)]
    paths = (config, "config.toml"), (logins(config, cache), "credentials.toml")
    files = [_changed_at(os.path.join(*path)) for path in paths]
    token = crc32(environ.get("HARVEST_ACCESS_TOKEN", "").encode("utf-8", "replace"))
    return "|".join([profile, *told, *files, f"{token:08x}"])


def _changed_at(path: str) -> str:
    try:
        return str(os.stat(path).st_mtime_ns)
    except OSError:
        return "-"


def load(path: str) -> "dict[str, str] | None":
    """The file's names and values; None when there is none, or it is damaged or not ours."""
    content = read_at_once(path, _LIMIT)
    return None if content is None else parsed(content)


def composed(glance: "Glance") -> bytes:
    """The content of the file."""
    lines = [_FIRST]
    for name, value in glance.items():
        for plain, escape in _ESCAPES:
            value = value.replace(plain, escape)
        lines.append(f"{name}\t{value}")
    return "\n".join([*lines, _LAST]).encode("utf-8", "replace")


def parsed(content: bytes) -> "dict[str, str] | None":
    """What `composed` wrote; None for anything else."""
    try:
        first, *lines, last = content.decode().split("\n")
        if (first, last) != (_FIRST, _LAST):
            return None
        found = {}
        for line in lines:
            name, value = line.split("\t")
            found[name] = _plain(value)
        for name in ("read_at", "day_ends", "banked", "since_at", "today_at", "max_age"):
            float(found[name])
        return found if "running" in found else None
    except (ValueError, KeyError):
        return None


def _plain(value: str) -> str:
    if "\\" not in value:
        return value
    pieces = value.split("\\\\")
    for plain, escape in _ESCAPES[1:]:
        pieces = [piece.replace(escape, plain) for piece in pieces]
    return "\\".join(pieces)


def is_fresh(glance: "Glance", now: float, seconds: str = "") -> bool:
    """Whether it still may be shown: young enough, and the day it tells of is not over."""
    try:
        most = float(seconds) if seconds else float(glance["max_age"])
    except ValueError:
        return False
    return 0 <= now - float(glance["read_at"]) <= most and now < float(glance["day_ends"])


def rendered(glance: "Glance", template: str, now: float) -> str | None:
    r"""The template with its `{fields}` filled in; None when it names what there is not.

    `\t` and `\n` are a tab and a line break, `{{` and `}}` are braces. Times count on to `now`.
    """
    known, pieces, at = values(glance, now), [], 0
    while at < len(template):
        two, sign = template[at : at + 2], template[at]
        if two in _DOUBLED:
            pieces.append(_DOUBLED[two])
            at += 2
        elif sign == "{":
            end = template.find("}", at)
            name = template[at + 1 : end] if end > at else ""
            if name not in FIELDS:
                return None
            pieces.append(known.get(name, ""))
            at = end + 1
        else:
            pieces.append(sign)
            at += 1
    return "".join(pieces)


def values(glance: "Glance", now: float) -> "dict[str, str]":
    """The fields as texts, counted on to `now`."""
    known = {name: glance.get(name, "") for name in FIELDS}
    style = glance.get("time_format", "")
    gone = _hundredths(now - float(glance["read_at"])) if glance["running"] != "0" else 0
    today = int(glance["today_at"]) + (gone if glance.get("counts") == "yes" else 0)
    week = int(glance.get("week_at") or 0) + gone
    known["today"], known["week"] = hours_text(today, style), hours_text(week, style)
    if glance["running"] != "0":
        ran = _hundredths(now - float(glance["since_at"]))
        known["hours"] = hours_text(int(glance["banked"]) + ran, style)
    if glance.get("target_at"):
        left = int(glance["target_at"]) - today
        known["left"] = hours_text(max(left, 0), style)
        known["done"] = known["done"] if left > 0 else ""
    return known


def _hundredths(seconds: float) -> int:
    """Hundredths of an hour, rounded half up."""
    return max(0, int(seconds + 18) // 36)


def hours_text(hundredths: int, time_format: str) -> str:
    """`1:30`, or `1.50` for an account that shows decimals."""
    if time_format == "decimal":
        return f"{hundredths // 100}.{hundredths % 100:02d}"
    minutes = (hundredths * 60 + 50) // 100
    return f"{minutes // 60}:{minutes % 60:02d}"
