"""Every verb of `hv`: where its Typer function lives, and under which heading help shows it.

A module is imported only when its verb is typed, or when help lists them all.
"""

TRACK, LOOK, SET_UP = "Track", "Look", "Set up"


COMMANDS: dict[str, tuple[str, str, str, str]] = {
    # verb: (module of commands/, function, name of its help text, heading)
    "log": ("log", "log", "HELP", TRACK),
    "start": ("timer", "start", "START_HELP", TRACK),
    "stop": ("timer", "stop", "STOP_HELP", TRACK),
    "restart": ("timer", "restart", "RESTART_HELP", TRACK),
    "edit": ("change", "edit", "EDIT_HELP", TRACK),
    "delete": ("change", "delete", "DELETE_HELP", TRACK),
    "copy": ("week", "copy", "COPY_HELP", TRACK),
    "undo": ("outbox", "undo", "UNDO_HELP", TRACK),
    "sync": ("outbox", "sync", "SYNC_HELP", TRACK),
    "history": ("outbox", "history", "HISTORY_HELP", LOOK),
    "status": ("standing", "status", "HELP", LOOK),
    "entries": ("entries", "entries", "HELP", LOOK),
    "week": ("week", "week", "WEEK_HELP", LOOK),
    "gaps": ("week", "gaps", "GAPS_HELP", LOOK),
    "report": ("report", "report", "HELP", LOOK),
    "projects": ("look", "projects", "PROJECTS_HELP", LOOK),
    "parse": ("parse", "parse", "HELP", LOOK),
    "login": ("setup", "login", "LOGIN_HELP", SET_UP),
    "logout": ("setup", "logout", "LOGOUT_HELP", SET_UP),
    "whoami": ("look", "whoami", "WHOAMI_HELP", SET_UP),
    "doctor": ("setup", "doctor", "DOCTOR_HELP", SET_UP),
    "open": ("setup", "open_", "OPEN_HELP", LOOK),
    "help": ("help", "help_", "HELP", SET_UP),
    "completion": ("completion", "completion", "HELP", SET_UP),
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
    "outbox": ("outbox", "group", "OUTBOX_HELP", TRACK),
    "alias": ("alias", "group", "HELP", SET_UP),
    "config": ("config", "group", "HELP", SET_UP),
    "sandbox": ("sandbox", "group", "HELP", SET_UP),
}
