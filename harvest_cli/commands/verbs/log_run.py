"""What the tracking verbs do, once their flags are known. Free of Typer: they may run without."""

from collections.abc import Sequence

from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.render import render


def log(
    run: Run,
    words: Sequence[str],
    *,
    project: str | None = None,
    client: str | None = None,
    task: str | None = None,
    date: str | None = None,
    hours: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    note: str | None = None,
    ref: str | None = None,
    round_: str | None = None,
    dry_run: bool = False,
    explain: bool = False,
    strict: bool = False,
    all_or_nothing: bool = False,
    once: bool = False,
    edit: bool = False,
    yes: bool = False,
    csv: str | None = None,
) -> int:
    """Log the sentence, with `-` every line of standard input, or a CSV file; the exit status."""
    text = joined_words(words)
    if edit and (csv is not None or text == "-"):
        message = "`--edit` is for one sentence"
        raise UsageError(message, hint="Leave it out")
    if csv is not None:
        from harvest_cli.commands.verbs.week_run import log_file

        return log_file(run, csv, words, dry_run=dry_run)
    from harvest_cli.actions.resolve.flags import Flags

    flags = Flags(project, client, task, date, hours, from_, to, note, ref, round_)
    how = {"dry_run": dry_run, "sure": yes, "strict": strict, "explain": explain, "once": once}
    if text == "-":
        from harvest_cli.commands.verbs.log_lines import log_lines

        return log_lines(run, flags, all_or_nothing=all_or_nothing, **how)
    from harvest_cli.actions.entries.log import log_time

    context = context_of(run)
    editor = None
    if edit:
        from harvest_cli.commands.cli.editor import note_editor

        editor = note_editor(run, context)
    logged = log_time(context, text, flags, **how, note_editor=editor)
    render(logged, output_for(run, context))
    return int(logged.exit_code)
