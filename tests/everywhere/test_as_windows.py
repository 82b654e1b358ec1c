"""hv in a process that has of POSIX what Windows has: every module loads, a day can be logged."""

from pathlib import Path

from tests import child

DAY = {
    "log 1h30 TF Research: interviews": "0 Logged 1:30 ",
    "start MW 20m ago: hero": "0 Started 0:20 ",
    "status --format {project}": "0 Marketing Website",
    "stop": "0 Stopped 0:20 ",
    "edit last +15m": "0 Changed 0:35 ",
    "entries --fields hours,notes": "0 1.50 interviews 0.58 hero",
    "undo": "0 Restored 0:20 ",
    "config set round 15m up": "0 round = 15m up ",
    "delete 1 --yes": "4 hv: There is no row 1",
    "report today --html {page}": "0 Wrote ",
    r"config set editor -- C:\tools\np.exe -x": "0 editor = ",
    "config get editor": r"0 C:\tools\np.exe -x",
    r"config set token_command C:\op\op.exe read x": "0 token_command = ",
    "config get token_command": r'0 ["C:\\op\\op.exe", "read", "x"]',
    "doctor": "0 ok paths configuration ",
    "outbox": "0 Nothing pending",
}


def test_a_day_is_logged_without_what_windows_lacks_and_every_module_loads(
    home: Path, tmp_path: Path
) -> None:
    lines = [line.replace("{page}", str(tmp_path / "page.html")) for line in DAY]
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox", "HV_TIMEZONE": "UTC"}
    done = child.run([child.PYTHON, "-m", "tests.as_windows", *lines], environ)
    assert (done.returncode, done.stderr) == (0, "")
    *said, modules = done.stdout.splitlines()
    for line, (begins, got) in zip(lines, zip(DAY.values(), said, strict=True), strict=True):
        assert got.startswith(begins), (line, got)
    assert int(modules) > 300
