"""`hv outbox`: pending, unconfirmed and rejected entries of this machine."""

from harvest_cli.actions import sync
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import TRACK, Argument, command
from harvest_cli.commands.cli.output import joined_words, local_output
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.show.answers.outbox_text import Discarded, Imported
from harvest_cli.show.machine.renderer import Layout, render

Key = Annotated[str, Argument("KEY")]


@command("outbox", TRACK, topic="offline")
def outbox(run: Run, *, header: o.Header = False) -> None:
    """Show pending and rejected entries.

      hv outbox
      hv outbox retry 3f9c      (looks for it, then sends it)
      hv outbox edit 3f9c "1h30 on TF: interviews"
      hv outbox drop 3f9c       (discards it)

    Every command that asks Harvest sends a few pending entries; `hv sync` sends all.
    Name a row by its place in the list, or by the start of its key.
    """
    context = context_of(run)
    render(sync.outgoing(context), local_output(run, context), Layout(header=header))


@command("outbox list", topic="offline")
def list_(run: Run, *, header: o.Header = False) -> None:
    """Show pending and rejected entries.

    hv outbox list
    hv outbox list --json
    """
    outbox(run, header=header)


@command("outbox retry", topic="offline")
def retry(run: Run, *, key: Key) -> int:
    """Send one entry now, after looking for it.

    hv outbox retry 3f9c
    hv outbox retry 3f9c --json
    """
    context = context_of(run)
    synced = sync.retry(context, key)
    return render(synced, local_output(run, context))


@command("outbox edit", topic="offline")
def edit(run: Run, *, key: Key, sentence: o.NewSentence) -> int:
    """Replace the sentence of an entry, and send it.

    hv outbox edit 3f9c "1h30 on TF: interviews"
    hv outbox edit 3f9c 45m MW: call with ABC
    """
    context = context_of(run)
    row = sync.rewrite(context, key, joined_words(sentence))
    synced = sync.retry(context, row.key)
    return render(synced, local_output(run, context))


@command("outbox drop", topic="offline")
def drop(run: Run, *, key: Key, yes: o.Yes = False) -> None:
    """Discard one entry, after asking.

    hv outbox drop 3f9c
    hv outbox drop 3f9c --yes      (does not ask)
    """
    context = context_of(run)
    render(Discarded(sync.drop(context, key, sure=yes)), local_output(run, context))


@command("outbox import", topic="offline")
def import_(run: Run) -> None:
    """Take over entries that are only in the backup log.

    hv outbox import
    hv outbox import --json
    """
    context = context_of(run)
    render(Imported(sync.adopt(context)), local_output(run, context))
