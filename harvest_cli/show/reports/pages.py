"""An HTML page of tables to mail or print: no scripts, nothing loaded, every value escaped.

The only place that knows jinja2.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.safe_text import clean

_HERE = Path(__file__)


class Head(NamedTuple):
    """The name of a column; numbers stand at the right."""

    name: str
    right: bool = False


class PagePart(NamedTuple):
    """One table of a page; with `breaks` it begins on a new sheet of paper.

    `strong` are the places of rows that are sums.
    """

    columns: Sequence[Head]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()
    heading: str = ""
    breaks: bool = False
    strong: Sequence[int] = ()


class Page(NamedTuple):
    """A page. `cards` are (value, name); `nothing` stands there where there is no table."""

    title: str
    parts: Sequence[PagePart]
    about: str = ""
    cards: Sequence[tuple[str, str]] = ()
    trend: Mapping[str, Any] | None = None
    remarks: Sequence[str] = ()
    nothing: str = "No time in this period."
    made: str = ""


def page_text(page: Page, made: str) -> str:
    """The page as HTML; `made` is when, in words."""
    return rendered("page.html.j2", page._replace(made=made))


def made_text(made: datetime, clock: str | None) -> str:
    """When a page was made, as the account's clock shows it."""
    return f"{day_text(made.date())}, {clock_text(made.time(), clock)}"


def rendered(template: str, page: object) -> str:
    """A template of this folder, filled with a page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_cleaned
    )
    read = environment.from_string(_HERE.with_name(template).read_text(encoding="utf-8"))
    style = _HERE.with_name("page.css").read_text(encoding="utf-8")
    return read.render(page=page, style=style, zip=zip) + "\n"


def _cleaned(value: Any) -> Any:
    return clean(value) if type(value) is str else value
