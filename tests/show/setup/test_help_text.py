"""What `hv help` prints."""

import json

from harvest_cli.show.machine.renderer import render
from harvest_cli.show.setup.help_text import Script, Topic, Topics
from tests.show.samples import an_output, written


def test_a_topic_is_its_text_with_the_first_line_in_bold() -> None:
    plain, coloured = an_output(), an_output(width=80, color="always")
    for output in (plain, coloured):
        render(Topic("cron", "hv in cron", "hv in cron\n\n  hv report"), output)
    assert written(plain) == "hv in cron\n\n  hv report\n"
    assert written(coloured).splitlines()[0].startswith("\x1b[1m")
    assert written(coloured).splitlines()[2] == "  hv report"


def test_topics_are_commands_to_type() -> None:
    output = an_output()
    render(
        Topics(
            tuple(
                Topic(*each, "")
                for each in [("cron", "hv in cron"), ("exit-codes", "what they mean")]
            )
        ),
        output,
    )
    assert written(output).splitlines()[:2] == [
        "hv help cron        hv in cron",
        "hv help exit-codes  what they mean",
    ]


def test_a_script_is_printed_to_the_byte() -> None:
    script = "complete -F _hv hv\n\ttab – ü\n"
    output, document = an_output(encoding="ascii", width=80), an_output(as_json=True)
    render(Script("bash", script), output)
    render(Script("bash", script), document)
    assert written(output) == script
    assert json.loads(written(document)) == {"shell": "bash", "script": script}


def test_documents_of_topics() -> None:
    one, all_ = an_output(as_json=True), an_output(as_json=True)
    render(Topic("cron", "hv in cron", "text"), one)
    render(Topics(tuple(Topic(*each, "") for each in [("cron", "hv in cron")])), all_)
    assert json.loads(written(one)) == {"topic": "cron", "title": "hv in cron", "text": "text"}
    assert json.loads(written(all_)) == {"topics": [{"topic": "cron", "title": "hv in cron"}]}
