"""The example company and the entries that a new embedded account opens with.

Names, ids and rates are those of the samples in the Harvest docs, so an answer can be laid
beside the documentation. The leave project, its tasks and the archived project are ours.

Its history is this week so far and the two weeks before. Nothing is random and nothing is dated
today, so the first thing a newcomer logs stands out. The oldest week is approved, and its work on
the Online Store invoiced.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from harvest_cli.domain.days import WeekStart, week_of
from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.zones import IANA

if TYPE_CHECKING:
    from sqlite3 import Connection

ACCOUNT_ID = 1000000
KIM, BOB, JANE = 1782959, 1782884, 1795925
KIM_TOKEN = "sandbox-token-kim-allen"
BOB_TOKEN = "sandbox-token-bob-powell"
JANE_TOKEN = "sandbox-token-jane-smith"
ABC_CORP, INDUSTRIES, INTERNAL = 5735774, 5735776, 5737336
MARKETING_WEBSITE, ONLINE_STORE, TASK_FORCE = 14307913, 14308069, 14808188
LEAVE, WINTER_CAMPAIGN = 14808200, 14300100
GRAPHIC_DESIGN, PROGRAMMING, PROJECT_MANAGEMENT, RESEARCH = 8083365, 8083366, 8083368, 8083369
ANNUAL_LEAVE, SICK_LEAVE = 8083810, 8083811
ADMIN = "administrator"
EASTERN = "Eastern Time (US & Canada)"
MOUNTAIN = "Mountain Time (US & Canada)"
IMAGES = "https://cache.harvestapp.com/assets/profile_images"
AVATARS = {
    KIM: f"{IMAGES}/cornell_clock_tower.png?1498515345",
    BOB: f"{IMAGES}/allen_bradley_clock_tower.png?1498509661",
    JANE: f"{IMAGES}/abraj_albait_towers.png?1498516481",
}
TASKS = {
    GRAPHIC_DESIGN: "Graphic Design",
    PROGRAMMING: "Programming",
    PROJECT_MANAGEMENT: "Project Management",
    RESEARCH: "Research",
    ANNUAL_LEAVE: "Annual Leave",
    SICK_LEAVE: "Person (Sick/Carer's) Leave",
}
FOUR = (GRAPHIC_DESIGN, PROGRAMMING, PROJECT_MANAGEMENT, RESEARCH)
BILLABLE = FOUR[:3]
COMPANY: dict[str, Any] = {
    "base_uri": "https://api-examples.invalid",
    "full_domain": "api-examples.invalid",
    "name": "API Examples",
    "is_active": True,
    "week_start_day": "Monday",
    "wants_timestamp_timers": False,
    "time_format": "hours_minutes",
    "date_format": "%m/%d/%Y",
    "plan_type": "sponsored",
    "expense_feature": True,
    "invoice_feature": True,
    "estimate_feature": True,
    "approval_feature": True,
    "team_feature": True,
    "clock": "12h",
    "currency": "USD",
    "currency_code_display": "iso_code_none",
    "currency_symbol_display": "symbol_before",
    "decimal_symbol": ".",
    "thousands_separator": ",",
    "color_scheme": "orange",
    "weekly_capacity": 126000,
    "saml_sign_in_required": False,
    "day_entry_notes_required": False,
}

# Not part of /company: how this account shall behave. `time_rounding` is minutes, rounded up.
BEHAVIOUR: dict[str, Any] = {
    "company_for_members": True,
    "rate_limit": False,
    "time_rounding": 0,
}


def _moment(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


MADE = _moment("2017-06-26T21:36:23")
MADE_STORE = _moment("2017-06-26T21:52:18")
MADE_KIM = _moment("2017-06-26T22:32:52")
MADE_FORCE = _moment("2017-08-22T17:36:54")
MADE_LEAVE = _moment("2017-08-23T09:00:00")
MADE_WINTER = _moment("2016-11-02T10:00:00")


def harvest_zone(name: str | None) -> str:
    """Harvest's own name of a zone given by that name or by its IANA name; None is Eastern.

    A zone that Harvest has no name for stays as it is.
    """
    if name is None:
        return EASTERN
    if name in IANA:
        return name
    return next((harvest for harvest, iana in IANA.items() if iana == name), name)


def tell_story(db: "Connection", zone: str | None) -> None:
    """Fill empty tables with the company, its people, projects and tasks; no entries."""
    settings = json.dumps({**COMPANY, **BEHAVIOUR})
    db.execute("INSERT INTO company (id, settings) VALUES (1, ?)", (settings,))
    _people(db, harvest_zone(zone))
    _work(db)
    _assignments(db)


def _insert(db: "Connection", table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    """Rows that end with when they were made; they have not changed since."""
    names = f"{columns}, created_at, updated_at"
    marks = ", ".join("?" * len(names.split(",")))
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    db.executemany(sql, [(*row, row[-1]) for row in rows])


def _people(db: "Connection", zone: str) -> None:
    people = [
        (KIM, KIM_TOKEN, "Kim", "Allen", zone, 1, 5000, ["Designer"], ADMIN, MADE_KIM),
        (BOB, BOB_TOKEN, "Bob", "Powell", MOUNTAIN, 0, 7500, ["Founder", "CEO"], ADMIN, MADE),
        (JANE, JANE_TOKEN, "Jane", "Smith", EASTERN, 0, 7500, ["Developer"], "member", MADE_FORCE),
    ]
    rows: list[tuple[Any, ...]] = []
    for id_, token, first, last, home, every, cost, titles, role, made in people:
        email = f"{first}{last}@example.com".lower()
        row = (id_, token, first, last, email, home, every, 10000, cost)
        rows.append((*row, json.dumps(titles), json.dumps([role]), AVATARS[id_], made))
    columns = "id, token, first_name, last_name, email, timezone, all_projects"
    columns += ", default_hourly_rate, cost_rate, roles, access_roles, avatar_url"
    _insert(db, "users", columns, rows)
    # Counts once Kim is made a manager.
    db.execute("INSERT INTO teammates (manager_id, user_id) VALUES (?, ?)", (KIM, JANE))


def _work(db: "Connection") -> None:
    clients = [
        (ABC_CORP, "ABC Corp", "USD", "456 Main St.\r\nAnytown, CA 12345", MADE),
        (INDUSTRIES, "123 Industries", "EUR", "123 Main St.\r\nAnytown, LA 71223", MADE_STORE),
        (INTERNAL, "Internal", "USD", None, MADE_LEAVE),
    ]
    columns = "id, statement_key, name, currency, address"
    _insert(db, "clients", columns, [(row[0], f"{row[0]:032x}", *row[1:]) for row in clients])
    projects = [
        (WINTER_CAMPAIGN, ABC_CORP, "Winter Campaign", "WC", "Project", None, 0, MADE_WINTER),
        (MARKETING_WEBSITE, ABC_CORP, "Marketing Website", "MW", "Project", 5000, 1, MADE),
        (
            ONLINE_STORE,
            INDUSTRIES,
            "Online Store - Phase 1",
            "OS1",
            "Project",
            20000,
            0,
            MADE_STORE,
        ),
        (TASK_FORCE, INDUSTRIES, "Task Force", "TF", "People", None, 0, MADE_FORCE),
        (LEAVE, INTERNAL, "[LV] Leave", "", "none", None, 0, MADE_LEAVE),
    ]
    rows = [
        (
            *row[:-1],
            row[4] != "none",
            10000 if row[4] == "Project" else None,
            "project" if row[5] else "none",
            row[0] != WINTER_CAMPAIGN,
            row[-1],
        )
        for row in projects
    ]
    columns = "id, client_id, name, code, bill_by, budget, show_budget_to_all"
    _insert(db, "projects", f"{columns}, is_billable, hourly_rate, budget_by, is_active", rows)
    columns = "id, name, billable_by_default, default_hourly_rate, is_default"
    tasks = [(id_, name, id_ in BILLABLE, 10000, id_ in FOUR, MADE) for id_, name in TASKS.items()]
    _insert(db, "tasks", columns, tasks)


def _assignments(db: "Connection") -> None:
    tasks: list[tuple[Any, ...]] = [
        (160726650, LEAVE, ANNUAL_LEAVE, 0, None, MADE_LEAVE),
        (160726651, LEAVE, SICK_LEAVE, 0, None, MADE_LEAVE),
    ]
    for project, ids, made in (
        (WINTER_CAMPAIGN, (150000001, 150000002, 150000003, 150000004), MADE_WINTER),
        (MARKETING_WEBSITE, (155502709, 155502710, 155502711, 155505153), MADE),
        (ONLINE_STORE, (155505013, 155505014, 155505015, 155505016), MADE_STORE),
        (TASK_FORCE, (160726644, 160726645, 160726646, 160726647), MADE_FORCE),
    ):
        pairs = zip(ids, FOUR, strict=True)
        tasks += [(id_, project, task, task in BILLABLE, 10000, made) for id_, task in pairs]
    columns = "id, project_id, task_id, billable, hourly_rate"
    _insert(db, "task_assignments", columns, tasks)
    columns = "id, project_id, user_id, is_active, is_project_manager, use_default_rates"
    _insert(
        db,
        "user_assignments",
        f"{columns}, hourly_rate",
        [
            (120000001, WINTER_CAMPAIGN, KIM, 0, 0, 1, 10000, MADE_WINTER),
            (125063975, MARKETING_WEBSITE, BOB, 1, 1, 1, 10000, MADE),
            (125066109, ONLINE_STORE, BOB, 1, 1, 0, 10000, MADE_STORE),
            (125068553, MARKETING_WEBSITE, KIM, 1, 1, 1, 10000, MADE_KIM),
            (125068554, ONLINE_STORE, KIM, 1, 1, 1, 10000, MADE_KIM),
            (130403296, TASK_FORCE, JANE, 1, 1, 1, 10000, MADE_FORCE),
            # The docs make Kim a manager of this one too; a manager shall meet a limit here.
            (130403297, TASK_FORCE, KIM, 1, 0, 0, 10000, MADE_FORCE),
            (130403301, LEAVE, KIM, 1, 0, 1, None, MADE_LEAVE),
            (130403302, LEAVE, JANE, 1, 0, 1, None, MADE_LEAVE),
            (130403303, LEAVE, BOB, 1, 0, 1, None, MADE_LEAVE),
        ],
    )


# -- its history -------------------------------------------------------------------------------

# The first entry a newcomer makes gets the id that the docs show.
NEXT_ID = 636718192
Work = tuple[int, int, int, str | None]

# (project, task, minutes, notes); the first plan is the last working day, then backwards. It
# leaves Graphic Design as the last task on the website and Programming on the store.
KIM_DAYS: tuple[tuple[Work, ...], ...] = (
    (
        (MARKETING_WEBSITE, PROJECT_MANAGEMENT, 30, "Weekly call with ABC Corp"),
        (ONLINE_STORE, PROGRAMMING, 195, "Checkout: address form"),
        (MARKETING_WEBSITE, GRAPHIC_DESIGN, 165, "Hero section, second round"),
    ),
    (
        (ONLINE_STORE, PROGRAMMING, 240, "Importing products"),
        (ONLINE_STORE, RESEARCH, 60, "Evaluating 3rd party libraries"),
        (TASK_FORCE, PROJECT_MANAGEMENT, 90, "Planning meetings"),
    ),
    (
        (MARKETING_WEBSITE, GRAPHIC_DESIGN, 270, "Adding CSS styling"),
        (MARKETING_WEBSITE, PROGRAMMING, 130, "Contact form"),
    ),
    (
        (ONLINE_STORE, PROJECT_MANAGEMENT, 120, "Planning meetings"),
        (ONLINE_STORE, PROGRAMMING, 200, "Payment provider: sandbox set-up"),
        (MARKETING_WEBSITE, RESEARCH, 75, None),
    ),
    (
        (TASK_FORCE, RESEARCH, 105, "Accessibility audit"),
        (MARKETING_WEBSITE, GRAPHIC_DESIGN, 225, "Icon set"),
        (ONLINE_STORE, GRAPHIC_DESIGN, 80, "Product page sketches"),
    ),
)
LEAVE_DAYS = {
    7: ((LEAVE, SICK_LEAVE, 240, None), (MARKETING_WEBSITE, GRAPHIC_DESIGN, 150, "Icon set")),
    9: ((LEAVE, ANNUAL_LEAVE, 420, None),),
}
BOB_DAY: tuple[Work, ...] = (
    (MARKETING_WEBSITE, PROJECT_MANAGEMENT, 60, "Budget review"),
    (ONLINE_STORE, PROJECT_MANAGEMENT, 45, None),
)
JANE_DAY: tuple[Work, ...] = (
    (TASK_FORCE, PROGRAMMING, 300, "Search index"),
    (TASK_FORCE, RESEARCH, 90, "Load tests"),
)
COLUMNS = (
    "user_id, project_id, task_id, spent_date, hours, notes, started, ended, approval_status, "
    "invoice_id, invoice_number, billable, reference_id, reference_group, permalink, "
    "created_at, updated_at"
)


def fill_history(db: "Connection", today: date, zone: ZoneInfo, *, timestamps: bool) -> None:
    """Write the entries and the approvals of the oldest week, as seen from `today` in `zone`."""
    # Approvals go by weeks from Monday.
    first = week_of(today, WeekStart.MONDAY).start - timedelta(days=14)
    approved = (first, first + timedelta(days=6))
    rows = list(_winter(today, zone, timestamps))
    for days_ago, day in reversed(list(_working_days(first, today))):
        kim = LEAVE_DAYS.get(days_ago, KIM_DAYS[days_ago % len(KIM_DAYS)])
        rows += _day(KIM, day, kim, zone, timestamps, day <= approved[1])
        if day.weekday() in (1, 3):
            rows += _day(BOB, day, BOB_DAY, zone, timestamps, day <= approved[1])
        if day.weekday() in (0, 2, 4):
            rows += _day(JANE, day, JANE_DAY, zone, timestamps, day <= approved[1])
    names = COLUMNS.split(", ")
    marks = ", ".join("?" * (len(names) + 1))
    start = NEXT_ID - len(rows)
    db.executemany(
        f"INSERT INTO entries (id, {COLUMNS}) VALUES ({marks})",
        [(start + place, *(row.get(name) for name in names)) for place, row in enumerate(rows)],
    )
    db.executemany(
        "INSERT INTO approvals (user_id, first, last) VALUES (?, ?, ?)",
        [(user, approved[0].isoformat(), approved[1].isoformat()) for user in (KIM, BOB, JANE)],
    )


def _working_days(first: date, today: date) -> Iterator[tuple[int, date]]:
    """Weekdays before today, newest first, numbered from 0."""
    days = (today - timedelta(days=back) for back in range(1, (today - first).days + 1))
    return iter(enumerate(day for day in days if day.weekday() < 5))


def _winter(today: date, zone: ZoneInfo, timestamps: bool) -> Iterator[dict[str, Any]]:
    """Two old days on the project that was archived since."""
    monday = week_of(today, WeekStart.MONDAY).start - timedelta(days=42)
    work: tuple[Work, ...] = ((WINTER_CAMPAIGN, GRAPHIC_DESIGN, 210, "Banner set"),)
    for day in (monday, monday + timedelta(days=1)):
        yield from _day(KIM, day, work, zone, timestamps, approved=False)


def _day(
    user: int,
    day: date,
    plan: tuple[Work, ...],
    zone: ZoneInfo,
    timestamps: bool,
    approved: bool,
) -> Iterator[dict[str, Any]]:
    clock = 9 * 60
    evening = datetime.combine(day, time(17), zone).astimezone(UTC)
    for place, (project, task, minutes, notes) in enumerate(plan):
        made = int(evening.timestamp()) + place * 60
        billed = approved and project == ONLINE_STORE
        reference = notes == "Checkout: address form"
        yield {
            "user_id": user,
            "project_id": project,
            "task_id": task,
            "spent_date": day.isoformat(),
            "hours": int(hours_from_minutes(minutes) * 100),
            "notes": notes,
            "started": clock if timestamps else None,
            "ended": clock + minutes if timestamps else None,
            "approval_status": "approved" if approved else "unsubmitted",
            "invoice_id": 13150403 if billed else None,
            "invoice_number": "1001" if billed else None,
            "billable": task in BILLABLE,
            "reference_id": "42" if reference else None,
            "reference_group": "online-store" if reference else None,
            "permalink": "https://github.com/example/online-store/issues/42" if reference else None,
            "created_at": made,
            "updated_at": made,
        }
        clock += minutes
