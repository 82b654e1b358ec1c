"""What `hv alias` prints."""

import json

from harvest_cli.actions.resolve.aliases import Alias, AliasChange
from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.names_text import Aliases
from tests.show.samples import an_output, told, written

STANDUP = Alias("standup", "15m Meetings on Internal: stand-up")
LUNCH = Alias("l", "1h TF")


def test_people_see_them_aligned_and_programs_by_tabs() -> None:
    human, plain = an_output(width=80), an_output()
    for output in (human, plain):
        render(Aliases((LUNCH, STANDUP)), output)
    assert written(human) == "l        1h TF\nstandup  15m Meetings on Internal: stand-up\n"
    assert written(plain) == "l\t1h TF\nstandup\t15m Meetings on Internal: stand-up\n"


def test_without_any_the_way_to_the_first_is_told() -> None:
    output, document, pipe = an_output(width=80), an_output(as_json=True), an_output()
    for each in (output, document, pipe):
        render(Aliases(()), each)
    assert written(output) == ""
    assert told(output).startswith("No aliases. Add one: `hv alias set standup")
    assert told(pipe) == "No aliases\n"
    assert json.loads(written(document)) == {"aliases": [], "favourites": []}


def test_one_alias_is_its_bare_sentence() -> None:
    output, document = an_output(), an_output(as_json=True)
    render(STANDUP, output)
    render(STANDUP, document)
    assert written(output) == f"{STANDUP.sentence}\n"
    assert json.loads(written(document)) == STANDUP._asdict()


def test_a_change_tells_what_the_word_stood_for() -> None:
    first, again, quiet = an_output(), an_output(), an_output(quiet=True)
    render(AliasChange(LUNCH, "/c"), first)
    render(AliasChange(LUNCH, "/c", before="2h MW"), again)
    render(AliasChange(LUNCH, "/c"), quiet)
    assert written(first) == "l = 1h TF\n"
    assert written(again) == "l = 1h TF  (was: 2h MW)\n"
    assert written(quiet) == ""


def test_a_deletion_tells_the_sentence_that_is_gone() -> None:
    output, document = an_output(), an_output(as_json=True)
    gone = AliasChange(LUNCH, "/c", before="1h TF", deleted=True)
    render(gone, output)
    render(gone, document)
    assert written(output) == "Deleted l = 1h TF\n"
    assert json.loads(written(document)) == {
        "name": "l",
        "sentence": "1h TF",
        "before": "1h TF",
        "deleted": True,
        "path": "/c",
        "warnings": [],
    }


def test_a_sentence_from_a_hostile_file_is_shown_clean() -> None:
    output = an_output()
    render(Aliases((Alias("x", "\x1b]0;title\x07 1h"),)), output)
    assert "\x1b" not in written(output)
