"""`hv config`: settings, their values and where each comes from."""

from typing import Annotated

import typer

from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.output import plain_output
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.show.render import Layout, render

HELP = """Show and change settings.

\b
  hv config
  hv config list --origin
  hv config set round 15m up
  hv config edit

They stand in `config.toml`; a folder's own in `.hv.toml`. README: Configuration.
"""
Origin = Annotated[bool, typer.Option("--origin", help="Say where each value comes from")]
Key = Annotated[str, typer.Argument(show_default=False)]
Typed = Annotated[list[str], typer.Argument(show_default=False)]
group = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@group.callback()
def config(context: typer.Context) -> None:
    """Show and change settings."""
    if context.invoked_subcommand is None:
        list_(context)


@group.command("list")
def list_(context: typer.Context, origin: Origin = False) -> None:
    """Show every setting with the value that counts.

    \b
      hv config list
      hv config list --origin
    """
    from harvest_cli.actions.setup.settings import all_settings
    from harvest_cli.show.setup.settings_text import SettingList

    run = o.invocation_of(context)
    hv = context_of(run)
    rows = tuple(all_settings(hv))
    render(SettingList(rows), plain_output(run, hv), Layout(origin=origin))


@group.command()
def get(context: typer.Context, key: Key, origin: Origin = False) -> None:
    """Print the value of one setting.

    \b
      hv config get timezone
      hv config get round --origin
    """
    from harvest_cli.actions.setup.settings import one_setting

    run = o.invocation_of(context)
    hv = context_of(run)
    render(one_setting(hv, key), plain_output(run, hv), Layout(origin=origin))


@group.command("set")
def set_(context: typer.Context, key: Key, value: Typed) -> None:
    """Set one key in config.toml; with --profile, for that profile alone.

    \b
      hv config set round 15m up
      hv config set timeout 10 --profile work
    """
    from harvest_cli.actions.setup.settings import change

    run = o.invocation_of(context)
    hv = context_of(run)
    path = hv.places().config_file
    changed = change(path, key, " ".join(value), run.flagged_profile, hv)
    render(changed, plain_output(run, hv))


@group.command()
def unset(context: typer.Context, key: Key) -> None:
    """Take one key out of config.toml.

    \b
      hv config unset round
      hv config unset round --json
    """
    from harvest_cli.actions.setup.settings import take_out
    from harvest_cli.local.disk.paths import places

    run = o.invocation_of(context)
    path = places(run.environ).config_file
    render(take_out(path, key, run.flagged_profile), run.output)


@group.command()
def edit(context: typer.Context) -> None:
    """Open config.toml in an editor, and check it afterwards.

    \b
      hv config edit
      hv config path                  (where it is, for an editor of its own)
    """
    from harvest_cli.commands.cli.editor import edit_configuration

    edit_configuration(o.invocation_of(context))


@group.command()
def path(context: typer.Context) -> None:
    """Print where config.toml is.

    \b
      hv config path
      hv config path --json
    """
    from harvest_cli.local.disk.paths import places
    from harvest_cli.show.setup.settings_text import ConfigPath

    run = o.invocation_of(context)
    path = places(run.environ).config_file
    render(ConfigPath(str(path), path.exists()), run.output)
