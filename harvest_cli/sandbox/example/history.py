"""The entries a new embedded account opens with: this week so far and the two weeks before.

Nothing is random and nothing is dated today, so the first thing a newcomer logs stands out.
The oldest week is approved, and its work on the Online Store invoiced.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.example.company import (
    ANNUAL_LEAVE,
    BILLABLE,
    BOB,
    GRAPHIC_DESIGN,
    JANE,
    KIM,
    LEAVE,
    MARKETING_WEBSITE,
    ONLINE_STORE,
    PROGRAMMING,
    PROJECT_MANAGEMENT,
    RESEARCH,
    SICK_LEAVE,
    TASK_FORCE,
    WINTER_CAMPAIGN,
    monday_of,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

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
    first = monday_of(today) - timedelta(days=14)
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
    monday = monday_of(today) - timedelta(days=42)
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
