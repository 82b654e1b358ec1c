"""`hv balance`: hours against targets since a day, exact, and asked for once."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import GRAPHIC_DESIGN, KIM, MARKETING_WEBSITE
from tests.rows import share, sweep
from tests.running import Hv, Ran

NOVEMBER = "balance_since = 2026-11-01\n"
NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)


@pytest.fixture
def since(home: Path, hv: Hv) -> Hv:
    """`hv` whose balance begins in November."""
    home.mkdir()
    (home / "config.toml").write_text(NOVEMBER)
    return hv


def configure(hv: Hv, text: str) -> None:
    (Path(hv.environ["HV_HOME"]) / "config.toml").write_text(text)


def balance(hv: Hv, *words: str) -> Any:
    ran = hv("balance", *words, "--json")
    assert ran.code == 0, ran.err
    return ran.json


def asked(ran: Ran) -> list[str]:
    return [line.split()[1] for line in ran.err.splitlines() if line.startswith("GET ")]


@pytest.fixture
def account(since: Hv, home: Path) -> Iterator[EmbeddedAccount]:
    """What Harvest holds, for changes that hv does not know of."""
    assert since("status").code == 0
    (path,) = home.rglob("sandbox.sqlite")
    account = EmbeddedAccount(path, lambda: NOW)
    yield account
    account.close()


def add(account: EmbeddedAccount, rows: list[tuple[date, int]], first: int = 2**33) -> None:
    """Add entries of so many hundredths."""
    made = int(NOW.timestamp()) - 86400
    with account.transaction():
        account.db.executemany(
            "INSERT INTO entries (id, user_id, project_id, task_id, spent_date, hours, created_at, "
            "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (first + n, KIM, MARKETING_WEBSITE, GRAPHIC_DESIGN, str(day), size, made, made)
                for n, (day, size) in enumerate(rows)
            ],
        )


def change(account: EmbeddedAccount, sql: str) -> None:
    with account.transaction():
        account.db.execute(sql)


# -- what it says ----------------------------------------------------------------------------------


def test_lines_add_up_and_the_running_total_follows(since: Hv) -> None:
    found = balance(since, "--by", "week")
    total = Decimal(0)
    for row in found["rows"]:
        worked = Decimal(str(row["worked"])) + Decimal(str(row["leave"]))
        assert worked - Decimal(str(row["target"])) == Decimal(str(row["difference"]))
        total += Decimal(str(row["difference"]))
        assert Decimal(str(row["balance"])) == total
    assert Decimal(str(found["total"]["balance"])) == total
    assert (found["from"], found["to"], found["since"]) == (
        "2026-11-01",
        "2026-11-18",
        "2026-11-01",
    )


def test_leave_counts_and_stands_apart(since: Hv) -> None:
    total = balance(since)["total"]
    assert (total["leave"], total["target"]) == (11.0, 84.0)
    assert total["worked"] + total["leave"] - total["target"] == pytest.approx(-4.84)


def test_it_starts_from_what_was_before_and_carries_it_into_a_period(since: Hv) -> None:
    whole = balance(since)
    configure(since, f'{NOVEMBER}balance_start = "+12:30"\n')
    found = balance(since)
    assert found["start"] == 12.5
    assert found["total"]["balance"] == pytest.approx(whole["total"]["balance"] + 12.5)
    week = balance(since, "this week", "--by", "day")
    assert [row["name"] for row in week["rows"]] == ["2026-11-16", "2026-11-17", "2026-11-18"]
    assert week["total"]["balance"] == found["total"]["balance"]
    shown = since("balance", "--no-color", terminal=True, COLUMNS="100").out
    assert "Before" in shown
    assert "+12:30" in shown


def test_today_is_no_debt_until_it_is_over(since: Hv) -> None:
    morning = balance(since, "today")
    assert morning["total"]["difference"] == 0
    assert morning["today"] == {"spent_date": "2026-11-18", "hours": 0.0, "target": 7.0}
    since("log", "8h TF, Research")
    assert balance(since, "today")["total"]["difference"] == 1.0
    shown = since("balance", "this week", terminal=True, COLUMNS="100", HV_NOW="2026-11-19T09:00")
    assert "Today 0:00 of 7:00, 7:00 to go" in shown.out


def test_unpaid_leave_and_time_in_lieu_do_not_count(since: Hv) -> None:
    whole = balance(since)["total"]
    configure(since, f'{NOVEMBER}[balance]\nunpaid = ["annual leave"]\ncompensation = "Research"\n')
    found = balance(since)["total"]
    assert found["unpaid"] > 0
    assert found["compensation"] > 0
    less = found["unpaid"] + found["compensation"]
    assert found["balance"] == pytest.approx(whole["balance"] - less)


def test_a_task_that_is_none_is_told_with_the_one_that_was_meant(since: Hv) -> None:
    configure(since, f'{NOVEMBER}[balance]\nunpaid = ["Anual Leave"]\n')
    ran = since("balance")
    assert ran.code == 0
    assert 'You have no task "Anual Leave" ([balance]); did you mean `Annual Leave`?' in ran.err


def test_a_new_account_begins_a_new_balance(since: Hv, home: Path) -> None:
    balance(since)
    assert list(home.rglob("balance-*"))
    assert since("sandbox", "reset").code == 0
    assert not list(home.rglob("balance-*"))


def test_nothing_is_due_on_a_holiday_and_booking_it_is_no_gain(since: Hv) -> None:
    leave = '[leave.holiday]\nproject = "[LV] Leave"\ntask = "Annual Leave"\n'
    configure(since, f'{NOVEMBER}[holidays]\n2026-11-17 = "Founding day"\n{leave}')
    before = balance(since, "2026-11-17")
    assert before["total"]["holiday"] == 7.0
    assert before["total"]["difference"] == before["total"]["worked"] == 6.5
    assert before["holidays"] == [{"spent_date": "2026-11-17", "holiday": "Founding day"}]
    since("log", "7h [LV] Leave, Annual Leave yesterday", "-y")
    assert balance(since, "2026-11-17")["total"]["difference"] == 6.5


def test_hours_that_no_target_divides_stay_exact_over_years(
    since: Hv, account: EmbeddedAccount
) -> None:
    week = '[[target]]\nhours = 37\nworkdays = "mon-sun"\n'
    configure(since, f"balance_since = 2017-01-02\n{week}")
    days = [date(2017, 1, 2) + timedelta(days=n) for n in range(7 * 200)]
    add(account, [(day, 529) for day in days])
    found = balance(since, "2017-01-02 to 2020-11-01", "--by", "half")
    assert found["total"]["target"] == 37 * 200
    assert found["total"]["worked"] == 7406.0
    assert found["total"]["balance"] == 6.0


def test_without_a_first_day_it_is_this_years_first_entry(hv: Hv) -> None:
    ran = hv("balance", "--json")
    assert ran.json["since"] == "2026-10-05"
    assert "balance_since" in ran.err


def test_explain_tells_where_each_part_is_set(since: Hv, home: Path) -> None:
    since("config", "set", "balance_start", "-3.5")
    shown = since("balance", "--explain", terminal=True, COLUMNS="300").out
    assert f"since: 2026-11-01  ({home / 'config.toml'})" in shown
    assert "start: -3.5" in shown
    assert "week: 35 h (Mon–Sun: 7 7 7 7 7 0 0)  (Harvest)" in shown
    piped = since("balance", "--explain")
    assert "start: -3.5" in piped.err
    assert piped.out == since("balance").out


# -- its faces -------------------------------------------------------------------------------------


def test_a_pipe_and_csv_have_a_row_for_each_period(since: Hv) -> None:
    head, *rows = since("balance", "--by", "month", "--header").out.splitlines()
    assert head.split("\t")[:5] == ["name", "from", "to", "worked", "leave"]
    assert [row.split("\t")[0] for row in rows] == ["2026-11"]
    assert since("balance", "--csv").out.startswith("name,from,to,worked")
    assert since("balance", "-q").out == "-4:50\n"


@pytest.mark.parametrize("columns", ["30", "60", "80", "120"])
def test_a_terminal_shows_table_bars_and_trend(since: Hv, columns: str) -> None:
    out = since("balance", "--chart", "--no-color", terminal=True, COLUMNS=columns).out
    assert out.splitlines()[-1].startswith("Balance -4:50  ")
    table = out.splitlines()[1:-2]
    assert all(len(line.rstrip()) <= int(columns) for line in table), out


@pytest.mark.parametrize("columns", ["44", "60"])
def test_columns_without_room_are_told_below(since: Hv, columns: str) -> None:
    configure(since, f'{NOVEMBER}[holidays]\n2026-11-17 = "Founding day"\n')
    assert since("log", "annual leave nov 12", "-y").code == 0
    since("log", "annual leave nov 13", "-y")
    wide = since("balance", "--by", "week", "--no-color", terminal=True, COLUMNS="120").out
    assert "Leave" in wide.splitlines()[1]
    out = since("balance", "--by", "week", "--no-color", terminal=True, COLUMNS=columns).out
    words = " ".join(out.split())
    assert "Leave: Mon 2 – Sun 8 Nov 11:00, Mon 9 – Sun 15 Nov 14:00; 25:00 in all" in words
    assert "Holidays: Mon 16 – Wed 18 Nov 7:00" in words
    assert all(len(line) <= int(columns) for line in out.splitlines())


def test_a_page_can_be_written(since: Hv, tmp_path: Path) -> None:
    configure(since, f'{NOVEMBER}[holidays]\n2026-11-17 = "<Founding> day"\n')
    page = tmp_path / "balance.html"
    ran = since("balance", "--html", str(page))
    assert (ran.code, ran.out) == (0, "")
    text = page.read_text()
    assert "&lt;Founding&gt; day" in text
    assert "Content-Security-Policy" in text


# -- what it asks ----------------------------------------------------------------------------------


def test_one_request_when_nothing_changed_and_each_change_is_seen(
    since: Hv, account: EmbeddedAccount
) -> None:
    first = balance(since)["total"]["balance"]
    warm = since("balance", "--json", HV_DEBUG="1")
    assert len(asked(warm)) == 1
    mine = f"WHERE spent_date = '2026-11-03' AND user_id = {KIM}"
    change(account, f"UPDATE entries SET hours = hours + 100 {mine}")
    count = account.db.execute(f"SELECT count(*) FROM entries {mine}").fetchone()[0]
    assert balance(since)["total"]["balance"] == pytest.approx(first + count)
    change(account, f"DELETE FROM entries {mine}")
    ran = since("balance", "--json", HV_DEBUG="1")
    assert len(asked(ran)) <= 2
    assert ran.json["total"]["balance"] == pytest.approx(first - 6.5)


YEARS = share(10, 2)
"""Five make two pages of entries, ten make three."""


@pytest.fixture
def years(since: Hv, account: EmbeddedAccount) -> Hv:
    """Some years of entries, two a day, known to hv."""
    begin = date(2026 - YEARS, 11, 18)
    configure(since, f"balance_since = {begin}\n")
    days = [begin + timedelta(days=n) for n in range(365 * YEARS)]
    worked = [day for day in days if day.weekday() < 5 and day < date(2026, 10, 1)]
    add(account, [(day, 350) for day in worked for _ in range(2)])
    return since


def first_since(year: int) -> str:
    """The earliest entry after the first of March, for SQL."""
    since = f"SELECT id FROM entries WHERE spent_date > '{year}-03-01'"
    return f"WHERE id = ({since} ORDER BY spent_date, id LIMIT 1)"


@sweep
def test_of_years_only_what_may_have_changed_is_asked_again(
    years: Hv, account: EmbeddedAccount
) -> None:
    cold = years("balance", "--json", HV_DEBUG="1")
    assert len(asked(cold)) == 1 + YEARS // 5
    first = cold.json["total"]["balance"]
    warm = years("balance", "--json", HV_DEBUG="1")
    assert len(asked(warm)) == 2
    assert "updated_since" in asked(warm)[1]
    assert warm.json["total"] == cold.json["total"]
    now = int(NOW.timestamp())
    some = first_since(2027 - YEARS)
    change(account, f"UPDATE entries SET hours = 450, updated_at = {now} {some}")
    ran = years("balance", "--json", HV_DEBUG="1")
    assert len(asked(ran)) == 2
    assert ran.json["total"]["balance"] == pytest.approx(first + 1)
    change(account, f"DELETE FROM entries {some}")
    assert balance(years)["total"]["balance"] == pytest.approx(first - 3.5)
    moved = first_since(2028 - YEARS)
    change(account, f"UPDATE entries SET spent_date = '2026-11-02', updated_at = {now} {moved}")
    assert balance(years)["total"]["balance"] == pytest.approx(first - 3.5)
    assert len(asked(years("balance", "--json", HV_DEBUG="1"))) == 2


def test_what_was_kept_and_is_damaged_is_asked_for_again(since: Hv, home: Path) -> None:
    whole = balance(since)
    for path in home.rglob("balance-*"):
        path.write_text(json.dumps({"rows": 3})[:-1])
    assert balance(since) == whole


def test_status_and_prompts_show_it_without_asking_more(since: Hv) -> None:
    assert "balance" not in since("status", "--json").json
    balance(since)
    ran = since("status", "--json", HV_DEBUG="1")
    assert ran.json["balance"] == -4.84
    assert len(asked(ran)) == 2
    since("start", "TF Research", "at", "9:30", HV_NOW="2026-11-18T10:30")
    assert since("status", "--format", "{balance}").out == "-4:50\n"
    later = since("status", "--json", HV_NOW="2026-11-19T09:00").json["balance"]
    assert later < -4.84
    since("config", "set", "balance_start", "10")
    assert "balance" not in since("status", "--json").json


# -- what cannot be right --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["september"], 2, "The balance begins on 2026-11-01"),
        (["tomorrow"], 2, "goes up to today"),
        (["by", "project"], 2, "by day, week, month, quarter or half"),
        (["--by", "client"], 2, "by day, week, month, quarter or half"),
        (["--by", "fortnight"], 2, "by day, week, month, quarter or half"),
        (["for", "TF"], 2, "looks at all your time"),
        (["everyone"], 2, ""),
    ],
)
def test_what_is_no_balance_is_refused(since: Hv, words: list[str], code: int, told: str) -> None:
    ran = since("balance", *words)
    assert ran.code == code
    assert told in ran.err


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('balance_start = "soon"\n', 1, "hours with their sign"),
        ('balance_start = "1:99"\n', 1, "hours with their sign"),
        ('balance_since = "spring"\n', 1, "a day, such as 2026-01-31"),
        ("balance_since = 2026-11-01\n[balance]\nunpaid = 3\n", 3, "names of tasks"),
        ("[balance]\nunpayed = []\n", 2, "unpaid or compensation"),
    ],
)
def test_settings_that_cannot_be_read_are_told_with_their_line(
    since: Hv, text: str, line: int, told: str
) -> None:
    configure(since, text)
    ran = since("balance")
    assert ran.code == 78
    assert told in ran.err
    assert f"config.toml, line {line})" in ran.err
    doctor = since("doctor")
    assert doctor.code == 78
    assert told in doctor.out


def test_the_caret_is_under_the_key_where_that_is_wrong(since: Hv) -> None:
    configure(since, '[balance]\nunpayed = ["Unpaid Leave"]\n')
    assert '\n  unpayed = ["Unpaid Leave"]\n  ^^^^^^^\n' in since("balance").err


def test_a_first_day_to_come_is_refused(since: Hv) -> None:
    configure(since, "balance_since = 2027-01-01\n")
    ran = since("balance")
    assert ran.code == 2
    assert "2027-01-01" in ran.err
