"""The targets of this run: capacity and workdays, `[[target]]` over time, `[holidays]`.

A mistake in them stops what is about targets, and nothing else: whoever only logs hears of it
once, and their entry is sent.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError, Warnings
from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.domain.records import Any
from harvest_cli.domain.schedule import Schedule, WorkWeek, shared_out
from harvest_cli.domain.wording import close_words, install
from harvest_cli.language.text.readings import Conventions
from harvest_cli.local.config.schedule_tables import HOLIDAYS, Holidays, holidays_of, targets_of
from harvest_cli.local.config.settings import UNSET
from harvest_cli.local.config.toml_file import TableSource

AROUND = 1
"""Years before and after the one asked for that are kept with it."""


class Targets:
    """The schedule, and the first mistake that was found in what it is made of."""

    def __init__(
        self,
        conventions: Conventions,
        source: TableSource,
        cache: Callable[[], Path],
        now: datetime,
        warnings: Warnings,
    ) -> None:
        self._source, self._cache, self._now, self._warnings = source, cache, now, warnings
        self.fault: ConfigurationError | None = None
        self._lacks_library = False
        usual = usual_week(conventions)
        try:
            self._days = holidays_of(self._source)
            weeks = targets_of(source, usual, conventions.workdays)
        except ConfigurationError as error:
            self._failed(error)
            self._days, weeks = Holidays(), [usual]
        public = self._public if self._days.region else lambda _year: {}
        self.schedule = Schedule(tuple(weeks), self._days.special, public, self._days.region)

    def checked(self, *, strict: bool = True) -> Schedule:
        """The schedule; raises ConfigurationError when what is set for it is wrong.

        Where only the library of holidays is missing, whoever is not `strict` goes on without
        holidays; the warning stays.
        """
        self.schedule.target(self._now.date())
        if self.fault is not None and (strict or not self._lacks_library):
            self._warnings.discard(self.fault.message)
            raise self.fault
        return self.schedule

    def due(self, day: date) -> Decimal | None:
        """Hours due on a day; None where it is no workday, or a day off."""
        minutes = self.schedule.target(day).minutes
        return hours_from_minutes(minutes) if minutes else None

    def day_off(self, day: date) -> str | None:
        """The name of a day off, or half of one, on which work would be due otherwise."""
        found = self.schedule.target(day)
        return found.holiday if found.usual else None

    def _failed(self, error: ConfigurationError) -> None:
        self.fault = self.fault or error
        self._warnings.add(error.message)

    def _public(self, year: int) -> Mapping[date, str]:
        # Only where a region is set: every other log does without.
        from harvest_cli.local.cache.balance_cache import HolidayCache

        region, language, _ = self._days
        cache = HolidayCache(self._cache(), region, language, self._now)
        found = cache.year(year)
        if found is not None:
            return found
        years = range(max(year - AROUND, date.min.year), min(year + AROUND, date.max.year) + 1)
        try:
            told = public_holidays(region, language, years)
        except UnknownRegion as wanted:
            self._failed(self._source.mistake(HOLIDAYS, "region", region, str(wanted)))
            return {}
        except NoLibrary as lacking:
            self._lacks_library = self.fault is None
            hint = f"Install it: `{install('holidays')}`, or remove `region`"
            self._failed(ConfigurationError(str(lacking), hint=hint))
            return {}
        try:
            cache.keep(told)
        except OSError as error:
            self._warnings.cannot_keep("cache", error)
        return told[year]


def usual_week(known: Conventions) -> WorkWeek:
    """The hours of a week where no `[[target]]` says otherwise."""
    share = known.workday_minutes * len(known.workdays)
    # A capacity that its workdays do not divide must not lose minutes over the years.
    exact = known.weekly_minutes if known.weekly_minutes - share < len(known.workdays) else share
    origin = known.origins.get("workday_hours", UNSET)
    return WorkWeek(date.min, date.max, shared_out(max(exact, share), known.workdays), origin)


ENGLISH = "en_US"


class UnknownRegion(ValueError):
    """The library has no such country or region; the text says what would be right."""


class NoLibrary(Exception):
    """The library is not installed; the text says so."""


def public_holidays(region: str, language: str, years: range) -> dict[int, dict[date, str]]:
    """Days and names by year; raises UnknownRegion and NoLibrary."""
    try:
        import holidays
    except ImportError:
        message = f"Public holidays of {region[:40]} need the Python package `holidays`"
        raise NoLibrary(message) from None
    country, _, part = region.replace("_", "-").partition("-")
    try:
        known = holidays.country_holidays(country.upper())
    except NotImplementedError:
        raise UnknownRegion(_countries(country)) from None
    languages = known.supported_languages
    own = str(known.default_language)
    spoken = language or (own if own.startswith("en") or ENGLISH not in languages else ENGLISH)
    if language and language not in languages:
        message = f"a language of these names: {', '.join(languages)}"
        raise UnknownRegion(message)
    subdivision = _subdivision(country, part, known)
    found = holidays.country_holidays(
        country.upper(), subdiv=subdivision, years=years, language=spoken
    )
    return {year: {d: name for d, name in found.items() if d.year == year} for year in years}


def _subdivision(country: str, part: str, known: Any) -> str | None:
    if not part:
        return None
    names: dict[str, str] = {n.lower(): code for n, code in known.subdivisions_aliases.items()}
    codes = {code.lower(): code for code in known.subdivisions}
    found = codes.get(part.lower()) or names.get(part.lower())
    if found is not None:
        return found
    near = [names[name] for name in close_words(part.lower(), names, 3)]
    near += [codes[code] for code in close_words(part.lower(), codes, 8, like=0.5)]
    offered = list(dict.fromkeys(near)) or list(known.subdivisions)
    upper = country.upper()
    message = (
        f"a region of {upper}, such as {', '.join(f'{upper}-{each}' for each in offered[:16])}"
    )
    raise UnknownRegion(message)


def _countries(typed: str) -> str:
    """What would be a country, with the ones that are close to a name or code."""
    from holidays.registry import COUNTRIES

    by_name = {name.replace("_", " "): codes[1] for name, codes in COUNTRIES.items()}
    codes = {code.lower(): each[1] for each in COUNTRIES.values() for code in each[1:3]}
    shown = {code: name.title() for name, code in by_name.items()}
    word = typed.lower()
    if len(word) == 2:
        near = sorted({code for code in codes.values() if code[0].lower() == word[0]})
    else:
        known = {**by_name, **codes}
        near = list(dict.fromkeys(known[each] for each in close_words(word, known, 5)))
    offered = ", ".join(f"{code} ({shown[code]})" for code in near[:8])
    return f"a country or region, such as {offered or 'DE-BY, US or GB-ENG'}"
