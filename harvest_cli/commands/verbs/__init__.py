"""The commands of hv, one file each: flags, what is done, where the answer goes."""

VERBS = (
    *("log", "start", "stop", "restart", "edit", "delete", "copy", "fill", "suggest", "import_"),
    *("undo", "sync", "outbox", "history", "status", "entries", "week", "gaps", "balance"),
    *("report", "export", "projects", "parse", "open", "login", "logout", "whoami", "doctor"),
    *("help", "completion", "alias", "config", "people", "tasks", "api", "sandbox", "mcp"),
)
"""Files of this folder in the order of `hv --help`, within its headings."""
