"""Every verb of `hv`: where its Typer function lives, and under which heading help shows it.

A module is imported only when its verb is typed, or when help lists them all.
"""

TRACK, LOOK, SET_UP = "Track", "Look", "Set up"
COMMANDS: dict[str, tuple[str, str, str, str]] = {
    # verb: (module of commands/, function, name of its help text, heading)
    "log": ("verbs.log", "log", "HELP", TRACK),
    "start": ("verbs.timers", "start", "START_HELP", TRACK),
    "stop": ("verbs.timers", "stop", "STOP_HELP", TRACK),
    "restart": ("verbs.timers", "restart", "RESTART_HELP", TRACK),
    "edit": ("verbs.edit", "edit", "EDIT_HELP", TRACK),
    "delete": ("verbs.edit", "delete", "DELETE_HELP", TRACK),
    "copy": ("verbs.week", "copy", "COPY_HELP", TRACK),
    "undo": ("verbs.outbox", "undo", "UNDO_HELP", TRACK),
    "sync": ("verbs.outbox", "sync", "SYNC_HELP", TRACK),
    "history": ("verbs.outbox", "history", "HISTORY_HELP", LOOK),
    "status": ("verbs.status", "status", "HELP", LOOK),
    "entries": ("verbs.entries", "entries", "HELP", LOOK),
    "week": ("verbs.week", "week", "WEEK_HELP", LOOK),
    "gaps": ("verbs.week", "gaps", "GAPS_HELP", LOOK),
    "report": ("verbs.report", "report", "HELP", LOOK),
    "projects": ("verbs.projects", "projects", "PROJECTS_HELP", LOOK),
    "parse": ("verbs.parse", "parse", "HELP", LOOK),
    "login": ("verbs.setup", "login", "LOGIN_HELP", SET_UP),
    "logout": ("verbs.setup", "logout", "LOGOUT_HELP", SET_UP),
    "whoami": ("verbs.projects", "whoami", "WHOAMI_HELP", SET_UP),
    "doctor": ("verbs.setup", "doctor", "DOCTOR_HELP", SET_UP),
    "open": ("verbs.setup", "open_", "OPEN_HELP", LOOK),
    "help": ("help.help", "help_", "HELP", SET_UP),
    "completion": ("help.completion", "completion", "HELP", SET_UP),
}
TOPICS: dict[str, str] = {
    **dict.fromkeys(("log", "start", "stop", "restart", "edit", "parse", "alias"), "sentences"),
    **dict.fromkeys(("entries", "week", "gaps", "report", "copy"), "periods"),
    **dict.fromkeys(("login", "logout", "doctor", "whoami"), "privacy"),
    "config": "environment",
}
"""The topic of `hv help` that says more of a command; of others it is `output`."""
GROUPS: dict[str, tuple[str, str, str, str]] = {
    # verb with verbs of its own: (module of commands/, Typer object, help text, heading)
    "outbox": ("verbs.outbox", "group", "OUTBOX_HELP", TRACK),
    "alias": ("verbs.alias", "group", "HELP", SET_UP),
    "config": ("verbs.config", "group", "HELP", SET_UP),
    "sandbox": ("verbs.sandbox", "group", "HELP", SET_UP),
}
