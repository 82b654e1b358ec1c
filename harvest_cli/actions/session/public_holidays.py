"""The public holidays of a region, from the library `holidays`. The only place that knows it.

It loads in a quarter of a second and is 6 MB: an extra, loaded once for each year and region.
"""

from datetime import date

from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import close_words

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
