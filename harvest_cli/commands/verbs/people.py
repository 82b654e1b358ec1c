"""`hv people`."""

from collections.abc import Sequence

from harvest_cli.actions.manage import people as manage
from harvest_cli.actions.manage.people import PersonFlags
from harvest_cli.commands.cli import options as o
from harvest_cli.commands.cli.declaration import SET_UP, Argument, Flag, command
from harvest_cli.commands.cli.output import as_csv, joined_words, output_for
from harvest_cli.commands.cli.run import Run
from harvest_cli.commands.cli.usage_errors import refuse_action, refuse_changes
from harvest_cli.commands.cli.wiring import context_of
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Annotated
from harvest_cli.show.machine.renderer import Layout, render

DEEDS = ("add", "edit", "archive", "restore", "delete")
EXAMPLE = "`hv people edit ada@example.com --capacity 35h`"
Words = Annotated[
    Sequence[str],
    Argument("[ACTION] [PERSON]", offers=f"{' '.join(DEEDS)} $people", then="$people"),
]
Name = Annotated[str | None, Flag("--name NAME", help="First and last name")]
Email = Annotated[str | None, Flag("--email EMAIL", help="E-mail address")]
Role = Annotated[
    str | None,
    Flag(
        "--role ROLES",
        help="Roles by commas, such as manager,project_creator",
        offers="administrator manager member manager,project_creator",
    ),
]
Title = Annotated[str | None, Flag("--title TITLES", help="Job titles, by commas")]
Capacity = Annotated[str | None, Flag("--capacity HOURS", help="Hours a week: 35h")]
Rate = Annotated[str | None, Flag("--rate AMOUNT", help="Billable rate of an hour")]
Cost = Annotated[str | None, Flag("--cost AMOUNT", help="Cost of an hour")]
Contractor = Annotated[
    bool | None, Flag("--contractor", off="--employee", help="A contractor, or an employee")
]


@command("people", SET_UP, topic="managing")
def people(
    run: Run,
    *,
    words: Words = (),
    name: Name = None,
    email: Email = None,
    role: Role = None,
    title: Title = None,
    capacity: Capacity = None,
    rate: Rate = None,
    cost: Cost = None,
    contractor: Contractor = None,
    yes: o.Yes = False,
    dry_run: o.DryRun = False,
    csv: o.Csv = False,
    header: o.Header = False,
) -> None:
    """List the people of the account, invite and change them.

      hv people smith
      hv people add ada@example.com --name "Ada Byron" --role manager
      hv people edit jane --capacity 35h
      hv people archive jane --yes

    For administrators; managers list and edit their teammates. `restore` makes somebody
    active again, `delete` is for people without time. --json shows all fields.
    """
    flags = PersonFlags(name, email, role, title, capacity, rate, cost, contractor)
    deed, rest = (words[0], joined_words(words[1:])) if words else ("", "")
    if deed not in DEEDS:
        refuse_action("people", words, DEEDS)
        refuse_changes("people", flags, EXAMPLE, more=yes or dry_run)
        as_csv(run, csv)
        context = context_of(run)
        found = manage.people(context, joined_words(words))
        render(found, output_for(run, context), Layout(header=header))
        return
    if not rest:
        message = "The person is missing"
        raise UsageError(message, hint=f"`hv people {deed} ada@example.com`")
    if deed not in ("add", "edit"):
        refuse_changes("people", flags, EXAMPLE)
    context = context_of(run)
    if deed == "add":
        done = manage.invite(context, rest, flags, dry_run=dry_run)
    elif deed == "edit":
        done = manage.change(context, rest, flags, dry_run=dry_run)
    elif deed == "restore":
        done = manage.restore(context, rest, dry_run=dry_run)
    else:
        act = manage.archive if deed == "archive" else manage.delete
        done = act(context, rest, sure=yes, dry_run=dry_run)
    render(done, output_for(run, context))
