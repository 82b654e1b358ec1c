"""What is remembered of words and tasks, and what was forgotten."""

import json

from harvest_cli.actions.resolve.projects import Forgotten, Memory
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.names_text import Memories
from tests.show.samples import an_output, told, written

WORD = Memory("web", "ABC Corp", "Marketing Website", None, "you chose it")
DEFAULT = Memory(None, "ABC Corp", "Marketing Website", "Research", "last used here")


def test_people_read_sentences_and_programs_cells() -> None:
    human, plain = an_output(width=100), an_output()
    render(Memories((WORD, DEFAULT)), human)
    render(Memories((WORD, DEFAULT)), plain, Layout(header=True))
    assert written(human).splitlines() == [
        '"web" means ABC Corp › Marketing Website (you chose it)',
        "ABC Corp › Marketing Website without a task means Research (last used here)",
    ]
    head, *rows = written(plain).splitlines()
    assert head.split("\t") == ["words", "client", "project", "task", "why"]
    assert [row.count("\t") for row in rows] == [4, 4]
    assert rows[1].startswith("\tABC Corp")


def test_nothing_remembered_is_a_remark_and_an_empty_list() -> None:
    output, document = an_output(), an_output(as_json=True)
    render(Memories(()), output)
    render(Memories(()), document)
    assert (written(output), told(output)) == ("", "Nothing is remembered\n")
    assert json.loads(written(document)) == {"remembered": []}


def test_what_was_forgotten_is_told() -> None:
    output, nothing, quiet = an_output(), an_output(), an_output(quiet=True)
    render(Forgotten((WORD,)), output)
    render(Forgotten(()), nothing)
    render(Forgotten((WORD,)), quiet)
    assert written(output) == 'Forgot: "web" means ABC Corp › Marketing Website (you chose it)\n'
    assert written(nothing) == "Nothing was remembered\n"
    assert written(quiet) == ""


def test_the_document_of_forgetting_has_the_same_rows() -> None:
    output = an_output(as_json=True)
    render(Forgotten((DEFAULT,)), output)
    assert json.loads(written(output)) == {"forgotten": [DEFAULT._asdict()]}
