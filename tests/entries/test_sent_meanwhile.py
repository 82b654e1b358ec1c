"""Plans of many entries while another run sends one of them: it arrives when they were listed."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from tests.network import Network
from tests.running import Hv

SHEET = "date,hours,project,task,notes\n2026-11-18,0.5,Task Force,Research,twin\n"
PLANS = {
    "copy": ("copy", "nov 11", "to", "today", "for", "TF", "--yes"),
    "fill": ("fill", "today", "--last-week", "--yes"),
    "import": ("import", "SHEET", "--yes"),
}


@pytest.mark.write("W20")
@pytest.mark.parametrize("plan", PLANS)
def test_an_entry_that_arrives_behind_the_list_is_not_made_again(
    hv: Hv, network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET)
    assert hv("log", "30m TF Research nov 11: twin").code == 0
    with network.away():
        assert hv("log", "30m TF Research: twin").code == 75
    real, others = Exchange.perform, [lambda: hv("sync")]

    def perform(exchange: Exchange, request: Any) -> Any:
        answer = real(exchange, request)
        if others and dict(request.params).get("to", "") >= "2026-11-18":
            assert others.pop()().code == 0
        return answer

    monkeypatch.setattr(Exchange, "perform", perform)
    ran = hv(*(str(sheet) if word == "SHEET" else word for word in PLANS[plan]))
    assert (ran.code, others) == (0, []), ran.err
    found = hv("entries", "today", "--json").json["entries"]
    assert [each["notes"] for each in found].count("twin") == 1
