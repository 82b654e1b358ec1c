"""Who is logged in, and the settings of their account (Harvest docs, Users and Company)."""

from harvest_cli.domain.records import NamedTuple


class User(NamedTuple):
    """Who is logged in. `timezone` is Harvest's (Rails) zone name; capacity is seconds a week."""

    id: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    timezone: str | None = None
    weekly_capacity: int | None = None
    access_roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last name, as entries show them."""
        return f"{self.first_name} {self.last_name}".strip()


class Company(NamedTuple):
    """The settings of the account that change what a client may send and shows.

    All are None when `/company` was refused, as it may be for a Member.
    """

    name: str | None = None
    base_uri: str | None = None
    full_domain: str | None = None
    wants_timestamp_timers: bool | None = None
    clock: str | None = None
    time_format: str | None = None
    week_start_day: str | None = None
    date_format: str | None = None
    decimal_symbol: str | None = None
    thousands_separator: str | None = None
    weekly_capacity: int | None = None
    day_entry_notes_required: bool | None = None
    currency: str | None = None


class Account(NamedTuple):
    """One account that a token opens, as the identity host lists it; hv uses product `harvest`."""

    id: int
    name: str
    product: str
