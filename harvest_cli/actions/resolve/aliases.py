"""Aliases: a word that stands for the sentence of something done often.

`standup = "15m Meetings on Internal: stand-up"` makes `hv log standup yesterday` mean
`15m Meetings on Internal yesterday: stand-up`. What is typed behind the word comes in front of the
notes; a length, a day, a task or notes typed there replace those of the alias. A sentence is
expanded once: an alias in an alias is a word like any other.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import ConfigurationError, NotFound, SentenceError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.wording import close_words, quoted
from harvest_cli.language.names.index import Names
from harvest_cli.language.text.readings import Conventions, Kind, LogReading, Overrides
from harvest_cli.language.text.vocabulary import FILLER, STRUCTURE

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context

LONGEST_NAME = 30
LONGEST_SENTENCE = 500
REPLACED = (Kind.QUANTITY, Kind.DATE, Kind.TASK)
"""Parts of an alias that give way to the same part typed behind it."""
TIMELESS = (Kind.QUANTITY, Kind.DATE)
"""What an alias loses where it names a timer."""
ANY_LENGTH = Overrides(hours=Decimal(1))
LACKING = {"no_project", "no_duration", "empty"}
"""Codes of refusals that words behind the alias mend."""


class Alias(NamedTuple):
    """A name and the sentence it stands for."""

    name: str
    sentence: str


class AliasChange(NamedTuple):
    """An alias that was set or deleted; `before` is what it stood for."""

    alias: Alias
    path: str
    before: str | None = None
    deleted: bool = False
    warnings: tuple[str, ...] = ()


def aliases_of(context: "Context") -> dict[str, str]:
    """Every alias; raises ConfigurationError for a table that holds something else."""
    table = context.settings.tables.get("alias", {})
    path = context.places().config_file if table else ""
    if not isinstance(table, Mapping):
        message = f"`alias` in {path} is not a table"
        raise ConfigurationError(message, hint='Write `[alias]` and below it `name = "sentence"`')
    for name, sentence in table.items():
        if not isinstance(sentence, str):
            message = f"The alias `{name[:LONGEST_NAME]}` in {path} is not a text"
            raise ConfigurationError(message, hint=f'Write it as `{name[:LONGEST_NAME]} = "…"`')
    return dict(table)


def all_aliases(context: "Context") -> tuple[Alias, ...]:
    """Every alias by name."""
    return tuple(Alias(*pair) for pair in sorted(aliases_of(context).items()))


def one_alias(context: "Context", name: str) -> Alias:
    """The alias of that name; raises NotFound."""
    known = aliases_of(context)
    if name not in known:
        raise _unknown(name, known)
    return Alias(name, known[name])


def set_alias(
    context: "Context",
    name: str,
    sentence: str,
    reserved: Sequence[str],
    assignments: Sequence[ProjectAssignment] = (),
) -> AliasChange:
    """Keep an alias in config.toml; `reserved` are names it cannot have. Raises UsageError.

    A sentence that cannot be read with `assignments`, where those are known, is warned of.
    """
    # The writer loads in 11 ms: only to write an alias.
    from harvest_cli.local.config.config_file import set_value

    sentence = " ".join(sentence.split())
    known = aliases_of(context)
    _check_name(name, reserved)
    _check_sentence(name, sentence, known)
    path = context.places().config_file
    set_value(path, f"alias.{name}", sentence)
    warnings = _doubts(context, _without_verb(sentence), assignments)
    return AliasChange(Alias(name, sentence), str(path), known.get(name), warnings=warnings)


def _doubts(
    context: "Context", sentence: str, assignments: Sequence[ProjectAssignment]
) -> tuple[str, ...]:
    """What no words behind the alias can mend; they may add what lacks."""
    names = Names(assignments)
    for given in (Overrides(), ANY_LENGTH) if assignments else ():
        try:
            _parsed(context, sentence, names, given)
        except SentenceError as refused:
            if refused.code not in LACKING:
                return (f"`hv log` cannot read this sentence: {refused.message}",)
    return ()


def delete_alias(context: "Context", name: str) -> AliasChange:
    """Take an alias out of config.toml; raises NotFound."""
    # The writer loads in 11 ms: only to write an alias.
    from harvest_cli.local.config.config_file import unset_value

    alias = one_alias(context, name)
    path = context.places().config_file
    unset_value(path, f"alias.{name}")
    return AliasChange(alias, str(path), alias.sentence, deleted=True)


def _unknown(name: str, known: Mapping[str, str]) -> NotFound:
    near = close_words(name, list(known)[:1000])
    hint = f"Did you mean `{near[0]}`?" if near else "`hv alias` lists them"
    return NotFound(f'Unknown alias "{name[:60]}"', hint=hint)


def _check_name(name: str, reserved: Sequence[str]) -> None:
    plain = name.replace("-", "").replace("_", "")
    if not (plain.isascii() and plain.isalnum() and name[:1].isalpha()):
        message = f"{quoted(name)} cannot be the name of an alias"
        raise UsageError(message, hint="Use letters, digits, - and _, beginning with a letter")
    if len(name) > LONGEST_NAME:
        message = f"The name is longer than {LONGEST_NAME} characters"
        raise UsageError(message, hint="An alias should be shorter than its sentence")
    if name.lower() in reserved:
        message = f"`{name}` is a command of hv"
        raise UsageError(message, hint="Give the alias another name")
    if _means_something(name):
        message = f"`{name}` already has a meaning in sentences"
        raise UsageError(message, hint="Give the alias another name")


def _means_something(name: str) -> bool:
    from datetime import datetime

    # Days and lengths load in 2 ms: only to write an alias.
    from harvest_cli.language.days.relative import read_date

    # As above.
    from harvest_cli.language.lengths.durations import read_hours

    if name.lower() in FILLER | STRUCTURE:
        return True
    noon = datetime(2026, 6, 1, 12)
    for read in (
        lambda: read_date(name, noon, Conventions()),
        lambda: read_hours(name, Conventions()),
    ):
        try:
            read()
        except SentenceError:
            continue
        return True
    return False


def _check_sentence(name: str, sentence: str, known: Mapping[str, str]) -> None:
    if not sentence:
        message = "An alias needs the sentence that it stands for"
        hint = 'Write `hv alias set standup "15m Meetings on Internal: stand-up"`'
        raise UsageError(message, hint=hint)
    if len(sentence) > LONGEST_SENTENCE or not sentence.isprintable():
        message = f"The sentence is longer than {LONGEST_SENTENCE} characters or not plain text"
        raise UsageError(message, hint="Write a sentence as `hv log` reads it")
    first = sentence.split()[0].rstrip(":,")
    if first == name or first in known:
        message = f"The sentence begins with the alias `{first}`, and aliases are expanded once"
        raise UsageError(message, hint="Write the whole sentence")


# -- expanding -------------------------------------------------------------------------------


def expanded(context: "Context", text: str, without: Sequence[Kind] = ()) -> tuple[str, str | None]:
    """The sentence that is meant, and the alias in it; the same text when there is none.

    Parts of the alias that are of a kind in `without` are left out: a timer has no length.
    """
    if not context.settings.tables.get("alias"):
        return text, None
    first, typed = _first_word(text)
    sentence = aliases_of(context).get(first)
    if sentence is None:
        return text, None
    return _combined(context, _without_verb(sentence), typed, set(without)), first


def _first_word(text: str) -> tuple[str, str]:
    """The word that may be an alias, and what follows; `standup: notes` keeps its colon."""
    word, _, rest = text.strip().partition(" ")
    name = word.rstrip(":,")
    return name, f"{word[len(name) :]} {rest}".strip()


def _without_verb(sentence: str) -> str:
    return sentence[4:].strip() if sentence.lower().startswith("log ") else sentence.strip()


def _combined(context: "Context", sentence: str, typed: str, without: set[Kind]) -> str:
    if not typed and not without:
        return sentence
    own = _read(context, sentence, ANY_LENGTH)
    if own is None:
        return _put_before_notes(sentence, typed)
    kinds = without | _kinds(context, typed, own)
    head, notes = _taken_apart(sentence, own, kinds)
    glue = "" if typed.startswith((":", ",")) or not typed else " "
    whole = f"{head}{glue}{typed}"
    return whole if Kind.NOTES in kinds or not notes else f"{whole}: {notes}"


def _put_before_notes(sentence: str, typed: str) -> str:
    """The same for an alias that is no sentence by itself: its notes follow the first colon."""
    head, colon, notes = sentence.partition(": ")
    whole = f"{head} {typed}".rstrip()
    return whole if ": " in typed else f"{whole}{colon}{notes}"


def _kinds(context: "Context", typed: str, own: LogReading) -> set[Kind]:
    """The kinds of what was typed behind the alias."""
    said = _read(context, typed, ANY_LENGTH._replace(assignment=own.entries[0].assignment))
    if said is not None:
        return {span.kind for span in said.spans}
    return {Kind.NOTES} if typed.startswith((":", ",")) else set()


def _read(context: "Context", text: str, given: Overrides) -> LogReading | None:
    try:
        return _parsed(context, text, context.account.names, given)
    except SentenceError:
        return None


def _parsed(context: "Context", text: str, names: Names, given: Overrides) -> LogReading:
    # It loads in 8 ms, and only a sentence with an alias of its own is read here.
    from harvest_cli.language.sentence.log import parse_log

    return parse_log(text, context.now, names, context.sentence_conventions, given)


def _taken_apart(sentence: str, own: LogReading, replaced: set[Kind]) -> tuple[str, str]:
    """The alias in front of its notes, without the parts that were typed anew; and its notes."""
    gone = [kind for kind in REPLACED if kind in replaced]
    kept = [
        sentence[span.start : span.end]
        for span in own.spans
        if span.kind is not Kind.NOTES and span.kind not in gone
    ]
    notes = " ".join(
        sentence[span.start : span.end].strip().strip('"')
        for span in own.spans
        if span.kind is Kind.NOTES
    )
    return " ".join("".join(kept).rstrip(" :,;-–—|").split()), notes
