"""`hv config`: settings, their values and where each comes from."""

from collections.abc import Sequence

from harvest_cli.actions.setup import settings
from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.editor import edit_configuration
from harvest_cli.commands.cli.output import plain_output
from harvest_cli.commands.cli.run import SANDBOX, Run, token_store
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.records import Annotated
from harvest_cli.local.disk.files import places
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.setup.settings_text import ConfigPath, ProfileList, SettingList

Origin = Annotated[bool, Flag("--origin", help="Say where each value comes from")]
Key = Annotated[str, Argument("KEY", offers="$settings")]
Value = Annotated[Sequence[str], Argument("VALUE", offers="$values")]


@command("config", SET_UP, topic="configuration")
def config(run: Run, *, origin: Origin = False) -> None:
    """Show and change settings; list profiles.

      hv config
      hv config list --origin
      hv config set round 15m up
      hv config edit

    They are written in `config.toml`, a folder's own in `.hv.toml`.
    """
    list_(run, origin=origin)


@command("config list", topic="configuration")
def list_(run: Run, *, origin: Origin = False) -> None:
    """List every setting with its current value.

    hv config list
    hv config list --origin
    """
    context = context_of(run)
    render(
        SettingList(tuple(settings.all_settings(context))),
        plain_output(run, context),
        Layout(origin=origin),
    )


@command("config get", topic="configuration")
def get(run: Run, *, key: Key, origin: Origin = False) -> None:
    """Print the value of one setting.

    hv config get timezone
    hv config get round --origin
    """
    context = context_of(run)
    render(settings.one_setting(context, key), plain_output(run, context), Layout(origin=origin))


@command("config set", topic="configuration")
def set_(run: Run, *, key: Key, value: Value) -> None:
    """Set one key in config.toml; with --profile, for that profile alone.

    hv config set round 15m up
    hv config set timeout 10 --profile work
    """
    context = context_of(run)
    path = context.places().config_file
    changed = settings.change(path, key, " ".join(value), run.flagged_profile, context)
    render(changed, plain_output(run, context))


@command("config unset", topic="configuration")
def unset(run: Run, *, key: Key) -> None:
    """Remove one key from config.toml.

    hv config unset round
    hv config unset round --json
    """
    path = places(run.environ).config_file
    render(settings.take_out(path, key, run.flagged_profile), run.output)


@command("config edit", topic="configuration")
def edit(run: Run) -> None:
    """Open config.toml in an editor, and check it afterwards.

    hv config edit
    hv config path      (where it is, for another editor)
    """
    edit_configuration(run)


@command("config profiles", topic="accounts")
def profiles(run: Run) -> None:
    """List the profiles and their accounts; `*` is the one in use.

    hv config profiles
    hv config profiles --json
    """
    used, store = run.configured.profile, token_store(run)
    named = dict.fromkeys((*run.configured.profiles, used, SANDBOX))
    rows = (settings.profile_row(each, store.get(each), used) for each in named)
    render(ProfileList(tuple(rows)), run.output)


@command("config path", topic="configuration")
def path(run: Run) -> None:
    """Print where config.toml is.

    hv config path
    hv config path --json
    """
    file = places(run.environ).config_file
    render(ConfigPath(str(file), file.exists()), run.output)
