"""What the Tab key offers where: for each verb and each flag, words and names of lists.

A `$` marks a list of names (`$projects`); anything else is offered as it stands. The scripts of
the shells list verbs and flags by themselves.
"""

DAYS = "today yesterday monday tuesday wednesday thursday friday saturday sunday"
LENGTHS = "15m 30m 45m 1h 1h30 2h 3h 4h 8h"
TIMES = "9:00 10:00 12:00 13:00 17:00"
PERIOD = (
    "today yesterday this last past since mtd ytd q1 q2 q3 q4 by for billable january february "
    "march april may june july august september october november december"
)
GROUPED_BY = "client project task person day week month"
SPANS = "week month quarter year"
ENTRIES = "last running $entries"
FLAGS = {
    "--account": "",
    "--append": "",
    "--as": "log start period",
    "--at": TIMES,
    "--by": GROUPED_BY,
    "--client": "$clients",
    "--client-id": "",
    "--clock": "12h 24h",
    "--color": "auto always never",
    "--compare": "before year",
    "--csv": "",
    "--date": DAYS,
    "--end": TIMES,
    "--fields": "id,spent_date,hours,client,project,task,notes",
    "--forget": "$projects",
    "--format": "",
    "--from": TIMES,
    "--hours": LENGTHS,
    "--html": "",
    "--jitter": "30s 60s 5m",
    "--json-schema": "$schemas",
    "--note": "",
    "--output": "",
    "--port": "",
    "--profile": "$profiles",
    "--project": "$projects",
    "--ref": "",
    "--role": "member manager administrator",
    "--round": "none 6m 15m 30m",
    "--start": TIMES,
    "--task": "$tasks",
    "--timeout": "5 10 30 60",
    "--to": TIMES,
    "--user": "",
    "-o": "",
}
"""Every flag that takes a value; a test holds this together with the commands."""
DAY_FLAGS = ("--from", "--to")
DAY_VERBS = ("entries", "report", "week", "copy")
"""With these verbs, `--from` and `--to` are days."""
FILES = ("--csv", "--html", "--output", "-o")
"""Flags whose value is a file: the shell itself offers those."""
GROUPS = ("alias", "config", "outbox", "sandbox")
"""Verbs with verbs of their own."""
FIRST = {
    "log": f"{LENGTHS} $aliases $words {DAYS} sick vacation",
    "start": "$aliases $words at since",
    "stop": "at 5m 10m 15m 30m",
    "restart": "last $entries $words",
    "edit": ENTRIES,
    "delete": ENTRIES,
    "copy": f"{DAYS} last",
    "entries": PERIOD,
    "week": "last this",
    "gaps": "this last",
    "report": f"{PERIOD} budget uninvoiced",
    "projects": "$projects $clients",
    "parse": f"{LENGTHS} $words {DAYS}",
    "open": f"$projects {DAYS} last running",
    "help": "$topics $verbs",
    "completion": "bash zsh fish powershell",
    "undo": "1 2 3",
    "history": "10 20 50",
    "outbox retry": "",
    "outbox edit": "",
    "outbox drop": "",
    "alias show": "$aliases",
    "alias set": "$aliases",
    "alias delete": "$aliases",
    "config get": "$settings",
    "config set": "$settings",
    "config unset": "$settings",
}
"""What fits as the first word behind a verb."""
SETTING_VALUES = {
    "date_order": "dmy mdy",
    "default_profile": "$profiles",
    "hints": "true false",
    "no_input": "true false",
    "offline_exit": "75 0",
    "project": "$projects",
    "reference": "auto off",
    "round": "15m 6m 30m none",
    "task": "$tasks",
    "time_format": "decimal hours_minutes",
    "token_store": "file keyring",
    "week_start": "monday sunday saturday",
    "workdays": "mon-fri",
}
"""Behind `hv config set` and one of these settings; a test holds this together with them."""
LATER = {
    "log": f"$tasks $words {DAYS}",
    "start": "$tasks $words at since",
    "stop": "ago yesterday",
    "copy": "to week",
    "parse": f"$tasks $words {DAYS}",
    "entries": "by for billable non-billable to",
    "report": "by for billable non-billable to",
    "edit": "",
}
"""What fits behind other words."""
PERIOD_VERBS = ("entries", "report", "gaps", "week", "copy")
FOLLOWS = {
    "last": f"{SPANS} {DAYS}",
    "this": SPANS,
    "past": "7 30",
    "since": DAYS,
    "by": GROUPED_BY,
    "for": "$clients $projects",
}
"""Behind these words of a period comes one of those."""
