"""Two months of one person with hv: every kind of file, row and deed that hv can write.

It goes through the command line alone, so that any version of hv can be told it. `generate`
told it to version 0.1.0 for the fixture; a test tells it to today's version and compares what both
wrote.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from tests.account import KIM_TOKEN
from tests.running import Ran
from tests.stored_formats.stored_home import PORTS, WRITTEN, Stage, date_settings

CONFIG = """\
# Settings of Kim Allen
timezone = "America/New_York"  # where I sit
week_start = "monday"
workday_hours = 7.5
workdays = "mon-fri"
working_hours = "7:00-21:00"
status_seconds = 120
date_order = "mdy"
time_format = "hours_minutes"
timeout = 20
quiet_seconds = 120
ask_after_seconds = 900
hints = false
pager = "cat"
token_store = "file"

[alias]
# what I type every morning
standup = "15m Project Management on TF: stand-up"

[leave.sick]
project = "[LV] Leave"
task = "Person (Sick/Carer's) Leave"

[profile.work]
workday_hours = 8
offline_exit = 0

[profile.tool]
token_command = ["printf", "%s", "4711.no-token"]
account_id = 1000000
api_url = "http://127.0.0.1:8417/v2"
id_url = "http://127.0.0.1:8417"
"""
FOLDER = """\
# Defaults of this folder
project = "Task Force"
task = "Research"
note = "in the folder"
rounding = "15m up"
"""
LOST = ["reset unread"] * 400
LIST, POST, ONE = "GET /v2/time_entries", "POST /v2/time_entries", "/v2/time_entries/{}"


class Storyteller:
    """Runs commands at moments, and minds that each ends as the story says."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def at(self, moment: str) -> None:
        """Go on at a time of day, of 18 November where no day is named."""
        text = moment if "T" in moment else f"2026-11-18T{moment}"
        self.stage.clock.moment = datetime.fromisoformat(f"{text}:00").replace(
            tzinfo=WRITTEN.tzinfo
        )

    def __call__(self, *argv: str, ends: int = 0, **how: Any) -> Ran:
        """One command; a minute passes after it."""
        ran = self.stage.hv(*argv, **how)
        assert ran.code == ends, f"{argv}: {ran}"
        self.stage.clock.pass_(minutes=1)
        return ran

    def logged(self, *words: str) -> int:
        """The id of an entry that is logged."""
        ran = self("log", *words, "--json")
        return int(ran.json["entries"][0]["id"])


def tell(stage: Stage) -> None:
    """The whole story; the home is as the fixture has it afterwards."""
    hv = Storyteller(stage)
    _settings(hv, stage.home)
    _a_month_before(hv)
    _a_day_on_the_network(hv)
    _lost_answers(hv)
    _another_profile(hv)
    _away(hv)


def _settings(hv: Storyteller, home: Path) -> None:
    hv.at("2026-10-12T09:05")
    home.mkdir(mode=0o700, parents=True)
    (home / "config.toml").write_text(CONFIG, encoding="utf-8")
    hv("config", "set", "round", "5m nearest")
    hv("config", "set", "editor", "vi")
    hv("config", "unset", "editor")
    hv("alias", "set", "weekly", "45m Project Management on MW: weekly")
    hv("alias", "set", "old", "1h on MW")
    hv("alias", "delete", "old")
    for profile, port in PORTS.items():
        url = f"http://127.0.0.1:{port}"
        named = ("--with-token", "--profile", profile)
        hv("login", *named, stdin=KIM_TOKEN, HARVEST_API_URL=f"{url}/v2", HARVEST_ID_URL=url)
    with (home / "credentials.toml").open("a", encoding="utf-8") as file:
        # A login of the browser, and one whose token the system's keyring holds.
        file.write(
            '\n[profile.web]\naccount_id = 1000000\nuser_id = 1782959\nstore = "file"\n'
            'token = "4711.no-token"\nsaved_at = 2026-10-12T13:05:00Z\n'
            "expires_at = 2026-10-26T13:05:00Z\n\n[profile.ring]\naccount_id = 1000000\n"
            'user_id = 1782959\nstore = "keyring"\nsaved_at = 2026-10-12T13:05:00Z\n'
        )
    date_settings(home)


def _a_month_before(hv: Storyteller) -> None:
    """What is forgotten by the eighteenth: its backup log is put aside."""
    hv.at("2026-10-12T10:00")
    hv.logged("1h on TF: a month before")


def _a_day_on_the_network(hv: Storyteller) -> None:
    hv.at("08:00")
    hv("sync")
    hv("projects", "--refresh")
    hv.at("09:00")
    hv("log", "30m on 123 Industries, research: chosen", stdin="2\n", terminal=True)
    hv("log", "30m on MW, pro: chosen too", stdin="2\n", terminal=True)
    hv("projects", "--forget", "lv-leave")
    hv.logged("1h30 Research on TF yesterday: interviews")
    hv.logged("45m Graphic Design on MW: hero", "--ref", "https://github.com/a/b/issues/1")
    hv.logged("2h on TF and 1h Research on MW: both")
    hv.at("10:00")
    hv("start", "Graphic Design on MW: footer")
    hv.at("10:20")
    hv("start", "Research on TF: stand-up")
    hv.at("10:40")
    hv("stop")
    hv.at("10:45")
    hv("restart")
    hv.at("10:55")
    hv("stop")
    changed = hv.logged("20m Programming on OS1: to change")
    hv("edit", str(changed), "--hours", "+15m", "--append", "and more")
    hv("edit", str(changed), "--project", "TF", "--task", "Research", "--date", "yesterday")
    back = hv.logged("20m Programming on OS1: deleted and back")
    hv("delete", str(back), "--yes")
    hv("undo")
    hv.logged("25m Programming on OS1: taken back")
    hv("undo")
    gone = hv.logged("10m Programming on OS1: gone")
    hv("delete", str(gone), "--yes")
    hv.at("11:20")
    cached, hv.stage.network.away = _without_names(hv.stage.home), True
    hv("log", "14m Research on TF: sentence that was read", ends=75)
    hv.stage.network.away = False
    _with_names(cached)
    hv("sync")
    hv.at("11:30")
    hv.stage.harvest.fail({POST: ["late 300,reset"]})
    hv("log", "35m Research on TF: twice", ends=75)
    hv.at("11:33")
    hv("sync")
    hv.at("11:50")
    hv("sync")


def _lost_answers(hv: Storyteller) -> None:
    """Writes whose answers are lost, while what could settle them cannot be seen either."""
    hv.at("13:00")
    faults: dict[str, Any] = {}
    change, delete = (hv.logged(f"50m Research on MW: {w}") for w in ("lost change", "lost end"))
    hv("entries", "today")
    hv("start", "Programming on OS1: api")
    faults["PATCH " + ONE.format(change)] = list(LOST)
    hv.stage.harvest.fail(faults)
    flags = ("--hours", "1:10", "--note", "changed", "--project", "TF", "--task", "Research")
    hv("edit", str(change), *flags, "--date", "yesterday", ends=75)
    faults["GET " + ONE.format(change)] = list(LOST)
    faults["DELETE " + ONE.format(delete)] = list(LOST)
    hv.stage.harvest.fail(faults)
    hv("delete", str(delete), "--yes", ends=75)
    faults["GET " + ONE.format(delete)] = list(LOST)
    hv.stage.harvest.fail({**faults, POST: ["422"]})
    hv("log", "5m Research on TF: refused", ends=5)
    hv.stage.harvest.fail({**faults, POST: ["commit,reset"], LIST: list(LOST)})
    hv("log", "6m Research on TF: there after all", ends=75)
    hv.stage.harvest.fail({**faults, POST: ["reset unread"], LIST: list(LOST)})
    hv("log", "7m Research on TF: nobody knows", ends=75)
    hv.stage.harvest.fail({**faults, POST: ["429"], LIST: list(LOST)})
    hv("log", "8m Research on TF: asked to wait", ends=75)


def _another_profile(hv: Storyteller) -> None:
    """An account that tracks times of day, and the embedded one."""
    work = ("--profile", "work")
    hv.at("14:00")
    hv(*work, "projects")
    hv(*work, "log", "9:00-10:30 Research on TF: with times")
    hv(*work, "start", "Programming on OS1 at 13:30: times")
    hv("--sandbox", "log", "1h Research on TF: embedded", HV_NOW="2026-11-18T14:10:00-05:00")


def _away(hv: Storyteller) -> None:
    """Nobody can be reached until the day ends."""
    network, home = hv.stage.network, hv.stage.home
    hv.at("15:00")
    network.dies = True
    hv("log", "9m Research on TF: interrupted", ends=130)
    network.dies, network.away = False, True
    hv.stage.harvest.fail({})
    hv("log", "1h15 Research on TF: away", ends=75)
    hv("log", "1h20 Research on TF: away", "--ref", "https://github.com/a/b/issues/2", ends=75)
    hv("log", "1h25 Research on TF: let go", ends=75)
    hv("outbox", "drop", str(_place(hv, "let go")), "--yes")
    hv("log", "1h25 Research on TF: to rewrite", ends=75)
    hv("outbox", "edit", str(_place(hv, "to rewrite")), "1h30 Research on TF: rewritten", ends=75)
    hv.at("15:30")
    hv("stop:", "away", ends=75)
    hv("start", "Research on MW 10m ago: ended away", ends=75)
    hv.at("15:50")
    hv("stop:", "enough", ends=75)
    hv("start", "Research on MW: runs away", ends=75)
    cached = _without_names(home)
    flags = {
        "--project": "TF",
        "--client": "123 Industries",
        "--task": "Research",
        "--date": "yesterday",
        "--note": "flags, away",
        "--ref": "https://github.com/a/b/issues/3",
        "--round": "none",
    }
    hv("log", "40m", *(each for pair in flags.items() for each in pair), ends=75)
    hv("log", "11m Research on TF today: sentence, away", ends=75)
    stated = "2026-11-18T16:00:00"
    hv("log", "12m Research on TF today: sentence, stated", ends=75, HV_NOW=stated)
    for path, content in cached.items():
        path.write_bytes(content)
        path.chmod(0o600)
    network.away = False
    work = ("--profile", "work")
    hv.at("16:30")
    hv(*work, "entries", "this week", terminal=True)
    hv(*work, "status")
    timed = hv.stage.rows("SELECT min(entry_id) FROM outbox", "work")[0][0]
    hv.stage.servers["work"].fail({"PATCH " + ONE.format(timed): list(LOST)})
    hv(*work, "edit", str(timed), "--from", "9:15", "--to", "10:15")
    network.away = True
    hv(*work, "log", "11:00-11:45 Research on TF: times, away")
    hv.stage.clock.moment = WRITTEN


def _without_names(home: Path) -> dict[Path, bytes]:
    """Take the cache of names away, as whoever cleans up does; what was in it."""
    cached = {path: path.read_bytes() for path in (home / "cache").glob("http*")}
    for path in cached:
        path.unlink()
    return cached


def _with_names(cached: dict[Path, bytes]) -> None:
    for path, content in cached.items():
        path.write_bytes(content)
        path.chmod(0o600)


def _place(hv: Storyteller, notes: str) -> int:
    found = hv("outbox", "--json").json["outbox"]
    return 1 + next(at for at, row in enumerate(found) if notes in str(row))
