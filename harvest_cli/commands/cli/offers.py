"""Words that completion offers: days, lengths, groups. A `$` marks a list, such as `$projects`."""

DAYS = "today yesterday monday tuesday wednesday thursday friday saturday sunday"
LENGTHS = "15m 30m 45m 1h 1h30 2h 3h 4h 8h"
TIMES = "9:00 10:00 12:00 13:00 17:00"
SPANS = "week month quarter year"
PERIOD = (
    "today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february "
    "march april may june july august september october november december"
)
PERIOD_GOES_ON = "by for billable non-billable to"
FOLLOWS = {
    "last": f"{SPANS} {DAYS}",
    "this": SPANS,
    "past": "7 30",
    "since": DAYS,
    "by": "$groups",
    "for": "$clients $projects",
}
"""Behind these words of a period comes one of those."""
