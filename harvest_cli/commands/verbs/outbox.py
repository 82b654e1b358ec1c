"""`hv outbox`, `hv sync`, `hv undo`, `hv history`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import joined_words, output_at_hand, output_for
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import Layout, render

OUTBOX_HELP = """Show what waits here to reach Harvest, and what Harvest refused.

\b
  hv outbox
  hv outbox retry 3f9c        (send it now, after looking for it)
  hv outbox edit 3f9c "1h30 on TF: interviews"
  hv outbox drop 3f9c         (let it go)

Every command that asks Harvest sends a little of it; `hv sync` sends all. A row is
named by its place in the list, or by the start of its key.
"""
SYNC_HELP = """Send what waits, and settle what is unconfirmed.

\b
  hv sync
  hv sync --wait              (sit out the pauses that safety asks for)
  hv sync --json

An unconfirmed entry is looked for before it is sent again. What is still not on
Harvest after a quarter of an hour is asked about on a terminal, and kept elsewhere.
"""
UNDO_HELP = """Take back the last write, or the last few.

\b
  hv undo
  hv undo 3
  hv undo --dry-run

What was created is deleted, changed is restored, deleted is created again (with a new
number), stopped is restarted. The timer that a start stopped runs on; the minutes in
between are told, not made up. An entry that was changed since is left alone.
"""
HISTORY_HELP = """List what hv wrote in this account, newest first.

\b
  hv history
  hv history 50
  hv history --json
"""
group = typer.Typer(rich_markup_mode=None, invoke_without_command=True)
Key = Annotated[str, typer.Argument(show_default=False)]
Sentence = Annotated[list[str], typer.Argument(show_default=False)]
Wait = Annotated[bool, typer.Option("--wait", help="Sit out the pauses that safety asks for")]
Count = Annotated[int, typer.Argument(help="How many", min=1, max=100)]


@group.callback()
def outbox(context: typer.Context, header: o.Header = False) -> None:
    """Show what waits here to reach Harvest, and what Harvest refused."""
    if context.invoked_subcommand is not None:
        return
    from harvest_cli.actions.sync.sync import outgoing

    run = o.invocation_of(context)
    hv = context_of(run)
    found = outgoing(hv)
    render(found, output_at_hand(run, hv), Layout(header=header))


@group.command("list")
def list_(context: typer.Context, header: o.Header = False) -> None:
    """Show what waits here.

    \b
      hv outbox list
      hv outbox list --json
    """
    from harvest_cli.actions.sync.sync import outgoing

    run = o.invocation_of(context)
    hv = context_of(run)
    render(outgoing(hv), output_at_hand(run, hv), Layout(header=header))


@group.command()
def retry(context: typer.Context, key: Key) -> None:
    """Send one row now, after looking for it.

    \b
      hv outbox retry 3f9c
      hv outbox retry 3f9c --json
    """
    from harvest_cli.actions.sync.sync import retry as again

    run = o.invocation_of(context)
    hv = context_of(run)
    synced = again(hv, key)
    render(synced, output_at_hand(run, hv))
    raise typer.Exit(synced.exit_code)


@group.command()
def edit(context: typer.Context, key: Key, sentence: Sentence) -> None:
    """Put another sentence in its place, and send that.

    \b
      hv outbox edit 3f9c "1h30 on TF: interviews"
      hv outbox edit 3f9c 45m MW: call with ABC
    """
    from harvest_cli.actions.sync.sync import retry, rewrite

    run = o.invocation_of(context)
    hv = context_of(run)
    row = rewrite(hv, key, joined_words(sentence))
    synced = retry(hv, row.key)
    render(synced, output_at_hand(run, hv))
    raise typer.Exit(synced.exit_code)


@group.command()
def drop(context: typer.Context, key: Key, yes: o.Yes = False) -> None:
    """Let one row go for good, after asking.

    \b
      hv outbox drop 3f9c
      hv outbox drop 3f9c --yes      (does not ask)
    """
    from harvest_cli.actions.sync.sync import drop as let_go
    from harvest_cli.show.answers.outbox_text import Discarded

    run = o.invocation_of(context)
    hv = context_of(run)
    render(Discarded(let_go(hv, key, sure=yes)), output_at_hand(run, hv))


@group.command("import")
def import_(context: typer.Context) -> None:
    """Take over entries that are only in the backup log.

    \b
      hv outbox import
      hv outbox import --json
    """
    from harvest_cli.actions.sync.sync import adopt
    from harvest_cli.show.answers.outbox_text import Imported

    run = o.invocation_of(context)
    hv = context_of(run)
    render(Imported(adopt(hv)), output_at_hand(run, hv))


def sync(context: typer.Context, wait: Wait = False) -> None:
    """Send what waits, and settle what is unconfirmed."""
    from harvest_cli.actions.sync.sync import sync as send

    run = o.invocation_of(context)
    hv = context_of(run)
    synced = send(hv, wait=wait)
    render(synced, output_at_hand(run, hv))
    raise typer.Exit(synced.exit_code)


def undo(context: typer.Context, count: Count = 1, dry_run: o.DryRun = False) -> None:
    """Take back the last write, or the last few."""
    from harvest_cli.actions.undo.undo import undo as take_back

    run = o.invocation_of(context)
    hv = context_of(run)
    undoing = take_back(hv, count, dry_run=dry_run)
    render(undoing, output_for(run, hv))
    raise typer.Exit(undoing.exit_code)


def history(context: typer.Context, count: Count = 20, header: o.Header = False) -> None:
    """List what hv wrote in this account, newest first."""
    from harvest_cli.actions.outbox.history import history as written
    from harvest_cli.show.answers.undo_text import History

    run = o.invocation_of(context)
    hv = context_of(run)
    history = History(tuple(written(hv, count)))
    render(history, output_at_hand(run, hv), Layout(header=header))
