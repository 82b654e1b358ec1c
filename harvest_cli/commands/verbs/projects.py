"""`hv projects`, and what hv remembers of them."""

from collections.abc import Sequence

from harvest_cli.actions.manage.access import all_projects
from harvest_cli.actions.resolve import projects as memory
from harvest_cli.actions.resolve.projects import projects as look
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import LOOK, Argument, Flag, command
from harvest_cli.commands.cli.output import joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.names_text import Memories

Words = Annotated[Sequence[str], Argument("FILTER", offers="$projects $clients")]
Refresh = Annotated[bool, Flag("--refresh", help="Ask Harvest again")]
All = Annotated[bool, Flag("--all", help="Every project of the account, for those who manage")]
Remembered = Annotated[bool, Flag("--remembered", help="List what hv remembers")]
Forget = Annotated[
    str | None,
    Flag("--forget WORDS", help="Forget a choice for words, or a project", offers="$projects"),
]
ForgetAll = Annotated[bool, Flag("--forget-all", help="Forget everything that is remembered")]


@command("projects", LOOK, asks=1, topic="reading")
def projects(
    run: Run,
    *,
    words: Words = (),
    refresh: Refresh = False,
    all_: All = False,
    remembered: Remembered = False,
    forget: Forget = None,
    forget_all: ForgetAll = False,
    header: o.Header = False,
) -> None:
    """List the projects and tasks that I may track to.

      hv projects website
      hv projects --refresh
      hv projects --all
      hv projects --forget website

    hv remembers the last task you used on a project, and your choices for words that
    fit several. `--remembered` lists them, `--forget` takes words or a project,
    `--forget-all` forgets everything.
    """
    if forget is not None and forget_all:
        message = "`--forget` and `--forget-all` cannot be combined"
        raise UsageError(message, hint="Keep one of them")
    text = joined_words(words)
    if text and (forget_all or remembered):
        message = f"`{'--forget-all' if forget_all else '--remembered'}` takes no words"
        hint = f"`hv projects --forget {text}` forgets them"
        raise UsageError(message, hint=hint, text=text, span=(0, len(text)))
    context = context_of(run)
    if forget_all:
        render(memory.forget_all(context), output_for(run, context))
    elif forget is not None:
        # Words behind `--forget` belong to it: `hv projects --forget abc corp`.
        gone = memory.forget(context, f"{forget} {text}".strip())
        render(gone, output_for(run, context))
    elif remembered:
        render(
            Memories(tuple(memory.remembered(context))),
            output_for(run, context),
            Layout(header=header),
        )
    elif all_:
        found = all_projects(context, text)
        render(found, output_for(run, context), Layout(header=header))
    else:
        found = look(context, text, refresh=refresh)
        render(found, output_for(run, context), Layout(header=header))
