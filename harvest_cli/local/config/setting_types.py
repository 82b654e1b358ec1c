"""How the values of settings are read: from TOML, or from the text of a variable or a flag.

Each reader gives the value in the setting's own type, or raises ValueError with what would have
been right. A server's address is https, or http on this machine alone: a token goes there.
"""

from collections.abc import Callable
from datetime import date

from harvest_cli.domain.days import MONTHS, WEEKDAYS, WeekStart
from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.hours import DAY_MINUTES, Rounding, read_rounding
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import command_words

Reader = Callable[[Any], Any]
LONGEST = 500


def hours_to_minutes(raw: Any) -> int:
    """Hours of a working day, as whole minutes: `8`, `7.5`, `7:30`, `6h`."""
    text = str(raw).strip().lower().removesuffix("h")
    try:
        minutes = round((seconds_of(text) / 3600 if ":" in text else float(text)) * 60)
    except (TypeError, ValueError, OverflowError):
        minutes = 0
    if isinstance(raw, bool) or not 0 < minutes <= DAY_MINUTES:
        message = "hours of a day, such as 8 or 7:30"
        raise ValueError(message)
    return minutes


def seconds_up_to(most: int) -> Reader:
    """Seconds above zero."""

    def read(raw: Any) -> float:
        try:
            seconds = float(raw)
        except (TypeError, ValueError, OverflowError):
            seconds = 0.0
        if isinstance(raw, bool) or not 0 < seconds <= most:
            message = f"a number of seconds above 0, at most {most}"
            raise ValueError(message)
        return seconds

    return read


def zone(raw: Any) -> str:
    """The name of a time zone that this machine knows."""
    # zoneinfo loads in 6 ms: only where a zone is set.
    from harvest_cli.domain.zones import zone_named

    if not isinstance(raw, str) or zone_named(raw) is None:
        message = "a time zone, such as Europe/Berlin"
        raise ValueError(message)
    return raw


def week_start(raw: Any) -> WeekStart:
    """The first day of a week."""
    typed = str(raw).strip().upper()
    found = [each for each in WeekStart if len(typed) > 2 and each.name.startswith(typed)]
    if not found:
        message = "monday, sunday or saturday"
        raise ValueError(message)
    return found[0]


def one_of(*choices: str) -> Reader:
    """One of some words, in any case."""

    def read(raw: Any) -> str:
        word = str(raw).strip().lower()
        if word not in choices:
            raise ValueError(" or ".join(choices))
        return word

    return read


def date_order(raw: Any) -> str:
    """Which comes first: `dmy`, `day first`."""
    text = str(raw).strip().lower()
    said = {"day first": "dmy", "month first": "mdy"}
    found: str = one_of("dmy", "mdy")(said.get(text, text))
    return found


def exit_while_waiting(raw: Any) -> int:
    """75, or 0 for those whom a waiting entry does not trouble."""
    return int(one_of("75", "0")(raw))


def switch(raw: Any) -> bool:
    """Yes or no."""
    known = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
    found = raw if isinstance(raw, bool) else known.get(str(raw).strip().lower())
    if found is None:
        message = "true or false"
        raise ValueError(message)
    return found


def words(raw: Any) -> str | None:
    """One line of text; `none` and nothing are None."""
    if not isinstance(raw, str) or len(raw) > LONGEST or "\n" in raw or "\x00" in raw:
        message = f"one line of text, at most {LONGEST} characters"
        raise ValueError(message)
    text = raw.strip()
    return None if text.lower() in {"", "none"} else text


def number(raw: Any) -> int:
    """A number as Harvest gives its accounts."""
    text = str(raw).strip()
    if isinstance(raw, bool) or not (text.isascii() and text.isdigit()) or len(text) > 18:
        message = "the number of a Harvest account, such as 1234567"
        raise ValueError(message)
    return int(text)


def port(raw: Any) -> int:
    """A TCP port that needs no rights."""
    text = str(raw).strip()
    fits = text.isascii() and text.isdigit() and len(text) < 6 and 1024 <= int(text) <= 65535
    if isinstance(raw, bool) or not fits:
        message = "a port from 1024 to 65535"
        raise ValueError(message)
    return int(text)


def address(raw: Any) -> str:
    """The address of a server that a token may be sent to."""
    try:
        return checked_url(str(raw).strip(), "The address")
    except ConfigurationError as error:
        message = f"an https address: {error.message[0].lower()}{error.message[1:]}"
        raise ValueError(message) from None


def file_path(raw: Any) -> str:
    """A path; `~` is the home folder."""
    from pathlib import Path

    if not isinstance(raw, str) or not raw.strip() or "\x00" in raw:
        message = "the path of a file"
        raise ValueError(message)
    path = Path(raw.strip())
    return str(path.expanduser() if raw.startswith("~") else path)


def command(raw: Any) -> tuple[str, ...]:
    """A program and its arguments as a list; there is no shell that could take a line apart."""
    fits = isinstance(raw, list) and raw and all(isinstance(piece, str) for piece in raw)
    if not fits or not raw[0].strip() or any("\x00" in piece for piece in raw):
        message = 'a list of texts, such as ["op", "read", "op://Private/Harvest/token"]'
        raise ValueError(message)
    return tuple(raw)


def command_line(raw: str) -> tuple[str, ...]:
    """The same from one line of text: a list as a file has it, or words as in a shell."""
    if raw.strip().startswith("["):
        return command(listed(raw))
    try:
        return command(command_words(raw))
    except ValueError:
        message = "a program and its arguments"
        raise ValueError(message) from None


def listed(raw: Any) -> Any:
    """The list that a text writes as `config.toml` does; anything else as it is."""
    if not isinstance(raw, str) or not raw.strip().startswith("["):
        return raw
    import tomllib

    try:
        read = tomllib.loads(f"list = {raw.strip()}")
    except ValueError:
        return raw
    return read["list"] if len(read) == 1 else raw


def weekdays(raw: Any) -> tuple[str, ...]:
    """Days of a week by their short names: from `mon-fri`, `mon tue thu`, or a list."""
    raw = listed(raw)
    text = " ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
    text = text.lower().replace("weekdays", "mon-fri").replace(" to ", "-").replace(" - ", "-")
    found: set[int] = set()
    for piece in text.replace(" and ", " ").replace(",", " ").split():
        first, _, last = piece.partition("-")
        begin, end = _weekday(first), _weekday(last or first)
        found |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return tuple(WEEKDAYS[number].lower() for number in sorted(found or {_weekday("")}))


def _weekday(word: str) -> int:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, name in enumerate(full):
        if len(word) >= 3 and name.startswith(word):
            return number
    message = "days of the week, such as mon-fri or mon tue thu"
    raise ValueError(message)


def day_of_year(raw: Any) -> str:
    """A month and a day as `04-06`, from `april`, `04-06` or `april 6`; a month is its first."""
    name, _, day = str(raw).strip().lower().replace(" ", "-").partition("-")
    short = [month.lower() for month in MONTHS]
    month = short.index(name[:3]) + 1 if name[:3] in short else name
    try:
        # A leap year's last of February begins no year.
        return f"{date(2001, int(month), int(day or 1)):%m-%d}"
    except ValueError:
        message = "a month or a day of the year, such as april or 04-06"
        raise ValueError(message) from None


def day(raw: Any) -> str:
    """A day as `2026-01-31`, which TOML may write without quotes."""
    try:
        return date.fromisoformat(str(raw).strip()).isoformat()
    except ValueError:
        message = "a day, such as 2026-01-31"
        raise ValueError(message) from None


def signed_hours(raw: Any) -> str:
    """Hours that may be below zero: `+12:30`, `-3.5`; see `seconds_of`."""
    text = str(raw).strip().replace("−", "-")
    try:
        seconds_of(text)
    except (ValueError, OverflowError):
        text = ""
    if not text or isinstance(raw, bool):
        message = "hours with their sign, such as +12:30 or -3.5"
        raise ValueError(message)
    return text


def seconds_of(text: str) -> int:
    """`-1:30`, `+12.5` or `8` hours in seconds, exact to the hundredth; raises ValueError."""
    sign, plain = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    hours, colon, minutes = plain.partition(":")
    if colon and (not hours.isdigit() or not minutes.isdigit() or int(minutes) > 59):
        raise ValueError(text)
    whole = float(hours) if colon or plain[:1].isdigit() else float("nan")
    hundredths = round(whole * 100)
    return sign * (hundredths * 36 + (int(minutes) * 60 if colon else 0))


def day_span(raw: Any) -> str | None:
    """A part of the day such as `7:00-21:00`, `9-17` or `9am-5pm`; none for no limit."""
    # Patterns are compiled in 1 ms: only where working hours are set.
    import re

    # As above.
    from harvest_cli.domain.hours import clock_text, read_clock

    text = str(raw).strip().lower().replace("–", "-").replace(" to ", "-")
    if text in {"", "none", "off"}:
        return None
    ends = (
        re.sub(r"^(\d{1,2}) ?([ap]m)?$", r"\1:00\2", each.strip()) for each in text.split("-", 1)
    )
    begin, end = (*map(read_clock, ends), None)[:2]
    if begin and end and end < begin and begin.hour < 12 and "m" not in text:
        # "9 to 5"
        end = end.replace(hour=end.hour + 12)
    if begin is None or end is None or begin >= end:
        message = "a span of a day, such as 7:00-21:00, or none"
        raise ValueError(message)
    return f"{clock_text(begin, None)}-{clock_text(end, None)}"


def rounding(raw: Any) -> Rounding | None:
    """Steps of minutes and a direction."""
    return read_rounding(str(raw))


def profile_name(raw: Any) -> str:
    """The name of a profile."""
    if not is_profile_name(raw):
        message = "letters, digits, - and _, at most 40 of them"
        raise ValueError(message)
    return str(raw)


def is_profile_name(raw: Any) -> bool:
    """Whether a profile may be called so: the name becomes part of file names."""
    plain = isinstance(raw, str) and raw.isascii() and 0 < len(raw) <= 40
    return plain and raw.replace("-", "").replace("_", "").isalnum()


API_URL = "https://api.harvestapp.com/v2"
ID_URL = "https://id.getharvest.com"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def checked_url(raw: str, origin: str) -> str:
    """A server's address without a trailing slash; raises ConfigurationError naming `origin`."""
    # urllib.parse loads in 4 ms: only where a server is set.
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(raw)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if port == 0 or not host or parts.scheme not in {"http", "https"}:
        raise _wrong_url(origin, "is not a web address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _wrong_url(origin, "may have only a host and a path")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise _wrong_url(origin, "would send the token unencrypted")
    return raw.rstrip("/")


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are the same server: scheme, host and port."""
    # urllib.parse loads in 4 ms: only where a server is set.
    from urllib.parse import urlsplit

    ports = {"http": 80, "https": 443}
    ends = [urlsplit(url) for url in (one, other)]
    first, second = (
        (p.scheme, (p.hostname or "").lower(), p.port or ports.get(p.scheme)) for p in ends
    )
    return first == second


def without_user(text: str) -> str:
    """Text that may hold an address, with `***` for the user and password in it."""
    head, slashes, rest = text.partition("//")
    host, slash, path = rest.partition("/")
    _, at, server = host.rpartition("@")
    return f"{head}{slashes}***@{server}{slash}{path}" if slashes and at else text


def _wrong_url(origin: str, what: str) -> ConfigurationError:
    return ConfigurationError(f"{origin} {what}", hint=f"Use https, as in {API_URL}")
