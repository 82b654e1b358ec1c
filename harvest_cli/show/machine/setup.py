"""What the commands that set hv up print for programs: logins, settings, findings, help."""

from harvest_cli import __version__
from harvest_cli.domain.records import Any
from harvest_cli.show.machine.fields import Field, Table


def finding_text(finding: Any) -> str:
    """What a finding says: its text, or the rows of the outbox that it counts."""
    # The states load with the policy of the outbox in 18 ms: for `hv doctor` alone.
    from harvest_cli.show.machine.outbox import ROWS

    return str(finding.text) or ", ".join(f"{count} {ROWS[state]}" for state, count in finding.rows)


LOGIN = Table(
    Field("profile"),
    Field("user", Table(Field("id", "int"), Field("name"), Field("email"))),
    Field(
        "account",
        Table(Field("id", "int"), Field("name", "text?", lambda account: account.name or None)),
    ),
    Field("api_url"),
    Field("stored", "text", "place"),
    Field("expires_at", "moment?"),
    Field("example", "text?"),
)
LOGOUT = Table(Field("profiles", ["text"]), Field("kept", ["text"]))
WHOAMI = Table(
    Field(
        "user",
        Table(
            Field("id", "int"),
            Field("name"),
            Field("email"),
            Field("timezone", "text?"),
            Field("weekly_capacity", "int?"),
            Field("access_roles", ["text"]),
        ),
    ),
    Field(
        "company",
        Table(
            Field("name", "text?"),
            Field("full_domain", "text?"),
            Field("wants_timestamp_timers", "bool?"),
            Field("clock", "text?"),
            Field("time_format", "text?"),
            Field("week_start_day", "text?"),
        ),
    ),
    Field("account_id", "int?"),
    Field("api_url"),
    Field("token_source"),
    Field("timezone", "text?", "zone"),
    Field("profile", "text?"),
    Field("expires_at", "moment?"),
)
DOCTOR = Table(
    Field("version", "text", lambda _found: __version__),
    Field("exit_code", "int", lambda found: int(found.exit_code)),
    Field(
        "findings",
        [
            Table(
                Field("area"),
                Field("name"),
                Field("state", "ok|info|warning|problem", "state.value"),
                Field("text", "text", finding_text),
                Field("hint", "text?"),
            )
        ],
    ),
)
PATHS = Table(Field("paths", {"*": "text"}))
PAGE = Table(Field("url"), Field("what"), Field("opened", "bool"))
TOPIC = Table(Field("topic", "text", "name"), Field("title"), Field("text"))
TOPICS = Table(Field("topics", [Table(Field("topic", "text", "name"), Field("title"))]))
SCHEMAS = Table(Field("schemas", ["text"]))
MANUAL = Table(Field("manual"))
SCRIPT = Table(Field("shell"), Field("script"))
SETTING = Table(Field("name"), Field("value", "any"), Field("origin"))
SETTINGS = Table(Field("settings", [SETTING], "rows"))
PROFILES = Table(
    Field(
        "profiles",
        [
            Table(
                Field("name"),
                Field("in_use", "bool", "is_used"),
                Field("account_id", "int?"),
                Field("api_url", "text?"),
            )
        ],
        "rows",
    )
)
CONFIG_PATH = Table(Field("path"), Field("exists", "bool"))
SETTING_CHANGE = Table(Field("key"), Field("value", "any"), Field("path"))
SANDBOX_PATH = Table(Field("path"))
SANDBOX = Table(
    Field("path"), Field("role"), Field("wants_timestamp_timers", "bool"), Field("clock")
)
SERVED = Table(Field("api_url"), Field("id_url"), Field("access_token"), Field("account_id", "int"))
HOST_SNIPPET = Table(Field("snippet"), Field("place"))
DOCUMENTS: dict[str, Any] = {
    "api": "any",  # Harvest's own
    "login": LOGIN,
    "logout": LOGOUT,
    "whoami": WHOAMI,
    "doctor": DOCTOR,
    "doctor-paths": PATHS,
    "open": PAGE,
    "help": TOPICS,
    "help-topic": TOPIC,
    "help-schemas": SCHEMAS,
    "help-manual": MANUAL,
    "completion": SCRIPT,
    "config-list": SETTINGS,
    "config-get": SETTING,
    "config-set": SETTING_CHANGE,
    "config-unset": SETTING_CHANGE,
    "config-path": CONFIG_PATH,
    "config-profiles": PROFILES,
    "mcp-config": HOST_SNIPPET,
    "sandbox-path": SANDBOX_PATH,
    "sandbox-reset": SANDBOX,
    "sandbox-serve": SERVED,
}
