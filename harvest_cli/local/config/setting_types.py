"""How the values of settings are read: from TOML, or from the text of a variable or a flag.

Each reader gives the value in the setting's own type, or raises ValueError with what would have
been right. A server's address is https, or http on this machine alone: a token goes there.
"""

from collections.abc import Callable
from datetime import date

from harvest_cli.domain.days import MONTHS, WEEKDAYS, WeekStart
from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.hours import DAY_MINUTES, Rounding, read_rounding
from harvest_cli.domain.records import Any, TypeVar
from harvest_cli.domain.wording import command_words

Reader = Callable[[Any], Any]
T = TypeVar("T")
LONGEST = 500


def expecting(wanted: str) -> Callable[[Callable[[Any], T]], Callable[[Any], T]]:
    """Makes every failure of a reader say what would have been right."""

    def around(reader: Callable[[Any], T]) -> Callable[[Any], T]:
        def read(raw: Any) -> T:
            try:
                return reader(raw)
            except (ArithmeticError, LookupError, StopIteration, TypeError, ValueError):
                raise ValueError(wanted) from None

        return read

    return around


def _fitting(value: T, fits: object) -> T:
    if not fits:
        raise ValueError
    return value


@expecting("hours of a day, such as 8 or 7:30")
def hours_to_minutes(raw: Any) -> int:
    """Hours of a working day, as whole minutes: `8`, `7.5`, `7:30`, `6h`."""
    text = str(raw).strip().lower().removesuffix("h")
    minutes = round((seconds_of(text) / 3600 if ":" in text else float(text)) * 60)
    return _fitting(minutes, 0 < minutes <= DAY_MINUTES)


def seconds_up_to(most: int) -> Reader:
    """Seconds above zero."""

    @expecting(f"a number of seconds above 0, at most {most}")
    def read(raw: Any) -> float:
        seconds = float(raw)
        return _fitting(seconds, not isinstance(raw, bool) and 0 < seconds <= most)

    return read


@expecting("a time zone, such as Europe/Berlin")
def zone(raw: Any) -> str:
    """The name of a time zone that this machine knows."""
    # zoneinfo loads in 6 ms: only where a zone is set.
    from harvest_cli.domain.zones import zone_named

    return str(_fitting(raw, isinstance(raw, str) and zone_named(raw)))


@expecting("monday, sunday or saturday")
def week_start(raw: Any) -> WeekStart:
    """The first day of a week."""
    typed = str(raw).strip().upper()
    return next(each for each in WeekStart if len(typed) > 2 and each.name.startswith(typed))


def one_of(*choices: str) -> Reader:
    """One of some words, in any case."""

    @expecting(" or ".join(choices))
    def read(raw: Any) -> str:
        word = str(raw).strip().lower()
        return _fitting(word, word in choices)

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


@expecting("true or false")
def switch(raw: Any) -> bool:
    """Yes or no."""
    known = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}
    return raw if isinstance(raw, bool) else known[str(raw).strip().lower()]


@expecting(f"one line of text, at most {LONGEST} characters")
def words(raw: Any) -> str | None:
    """One line of text; `none` and nothing are None."""
    is_line = isinstance(raw, str) and len(raw) <= LONGEST and not {"\n", "\x00"} & set(raw)
    text = str(_fitting(raw, is_line)).strip()
    return None if text.lower() in {"", "none"} else text


@expecting("the number of a Harvest account, such as 1234567")
def number(raw: Any) -> int:
    """A number as Harvest gives its accounts."""
    text = str(raw).strip()
    return int(_fitting(text, text.isascii() and text.isdigit() and len(text) <= 18))


@expecting("a port from 1024 to 65535")
def port(raw: Any) -> int:
    """A TCP port that needs no rights."""
    text = str(raw).strip()
    fits = text.isascii() and text.isdigit() and len(text) < 6 and 1024 <= int(text) <= 65535
    return int(_fitting(text, fits))


def address(raw: Any) -> str:
    """The address of a server that a token may be sent to."""
    try:
        return checked_url(str(raw).strip(), "The address")
    except ConfigurationError as error:
        message = f"an https address: {error.message[0].lower()}{error.message[1:]}"
        raise ValueError(message) from None


@expecting("the path of a file")
def file_path(raw: Any) -> str:
    """A path; `~` is the home folder."""
    from pathlib import Path

    text = _fitting(raw, isinstance(raw, str) and raw.strip() and "\x00" not in raw)
    path = Path(text.strip())
    return str(path.expanduser() if text.startswith("~") else path)


@expecting('a list of texts, such as ["op", "read", "op://Private/Harvest/token"]')
def command(raw: Any) -> tuple[str, ...]:
    """A program and its arguments as a list; there is no shell that could take a line apart."""
    fits = isinstance(raw, list) and all(isinstance(each, str) for each in raw)
    return tuple(_fitting(raw, fits and raw[0].strip() and "\x00" not in "".join(raw)))


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


@expecting("days of the week, such as mon-fri or mon tue thu")
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
    return tuple(WEEKDAYS[number].lower() for number in sorted(_fitting(found, found)))


def _weekday(word: str) -> int:
    """Raises StopIteration for what is none."""
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return next(at for at, name in enumerate(full) if len(word) >= 3 and name.startswith(word))


@expecting("a month or a day of the year, such as april or 04-06")
def day_of_year(raw: Any) -> str:
    """A month and a day as `04-06`, from `april`, `04-06` or `april 6`; a month is its first."""
    name, _, day = str(raw).strip().lower().replace(" ", "-").partition("-")
    short = [month.lower() for month in MONTHS]
    month = short.index(name[:3]) + 1 if name[:3] in short else name
    # A leap year's last of February begins no year.
    return f"{date(2001, int(month), int(day or 1)):%m-%d}"


@expecting("a day, such as 2026-01-31")
def day(raw: Any) -> str:
    """A day as `2026-01-31`, which TOML may write without quotes."""
    return date.fromisoformat(str(raw).strip()).isoformat()


@expecting("hours with their sign, such as +12:30 or -3.5")
def signed_hours(raw: Any) -> str:
    """Hours that may be below zero: `+12:30`, `-3.5`; see `seconds_of`."""
    text = str(raw).strip().replace("−", "-")
    seconds_of(text)
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


@expecting("a span of a day, such as 7:00-21:00, or none")
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
        raise ValueError
    return f"{clock_text(begin, None)}-{clock_text(end, None)}"


def rounding(raw: Any) -> Rounding | None:
    """Steps of minutes and a direction."""
    return read_rounding(str(raw))


@expecting("letters, digits, - and _, at most 40 of them")
def profile_name(raw: Any) -> str:
    """The name of a profile."""
    return str(_fitting(raw, is_profile_name(raw)))


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
