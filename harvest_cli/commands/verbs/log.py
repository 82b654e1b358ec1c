"""`hv log`."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o

HELP = """Log finished time from one sentence.

\b
  hv log "2h on Marketing Website yesterday: hero mockups"
  hv log 1h30 TF: interviews
  hv log "9-11:30am Programming on Online Store - Phase 1"
  hv log --project MW --hours 0:45 --note "call with ABC"

Quotes are needed only for what a shell reads itself: ' ! * # & ; ( ) and $.
Notes follow a colon, a comma or a dash, or stand in quotes. Without a date it is
today. `-` reads one sentence per line from standard input. `--csv` reads what
`hv entries --csv` writes: all of it is checked before anything is sent, and what is
there already is skipped.
"""
Explain = Annotated[
    bool, typer.Option("--explain", help="Show what each word was taken for; send nothing")
]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse whatever would be inferred")]
AllOrNothing = Annotated[
    bool, typer.Option("--all-or-nothing", help="With -: send only if every line is understood")
]
Once = Annotated[bool, typer.Option("--once", help="Not again what hv logged already; for scripts")]
Csv = Annotated[str | None, typer.Option("--csv", help="Log the entries of a CSV file")]


def log(
    context: typer.Context,
    words: o.Words = None,
    project: o.Project = None,
    client: o.Client = None,
    task: o.Task = None,
    date: o.Date = None,
    hours: o.Hours = None,
    from_: o.From = None,
    to: o.To = None,
    note: o.Note = None,
    ref: o.Ref = None,
    round_: o.Round = None,
    dry_run: o.DryRun = False,
    explain: Explain = False,
    strict: Strict = False,
    all_or_nothing: AllOrNothing = False,
    once: Once = False,
    edit: o.InEditor = False,
    yes: o.Yes = False,
    csv: Csv = None,
) -> None:
    """Log finished time from one sentence."""
    from harvest_cli.commands.verbs import log_run

    code = log_run.log(
        o.invocation_of(context),
        words or (),
        project=project,
        client=client,
        task=task,
        date=date,
        hours=hours,
        from_=from_,
        to=to,
        note=note,
        ref=ref,
        round_=round_,
        dry_run=dry_run,
        explain=explain,
        strict=strict,
        all_or_nothing=all_or_nothing,
        once=once,
        edit=edit,
        yes=yes,
        csv=csv,
    )
    raise typer.Exit(code)
