"""A home with real repositories of git, whose commits are made at stated times."""

import os
import subprocess
from pathlib import Path

from tests.running import Hv, Ran

EMAIL = "kim@example.test"


class Home:
    """A person's home: repositories below `src`, and `hv` as it runs there."""

    def __init__(self, path: Path, hv: Hv) -> None:
        self.path = path
        path.mkdir()
        self.environ = {
            "HOME": str(path),
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": str(path / ".gitconfig"),
        }
        self.hv = hv.with_(**self.environ)
        (path / ".gitconfig").write_text(
            f"[user]\nname = Kim\nemail = {EMAIL}\n[init]\ndefaultBranch = main\n"
        )
        self.configure('[suggest]\nfolders = ["~/src/*"]\n')

    def configure(self, text: str) -> None:
        """Write `config.toml`."""
        folder = Path(self.hv.environ["HV_HOME"])
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(text)

    def folder(self, name: str) -> Path:
        """The folder of a repository."""
        return self.path / "src" / name

    def repository(self, name: str, settings: str | None = 'project = "MW"') -> Path:
        """Make a repository, with what its `.hv.toml` says."""
        folder = self.folder(name)
        folder.mkdir(parents=True)
        self.git(folder, "init", "-q")
        if settings is not None:
            (folder / ".hv.toml").write_text(settings)
        return folder

    def git(self, folder: Path, *words: str, **environ: str) -> str:
        """Run git there."""
        env = {**self.environ, **environ}
        ran = subprocess.run(
            ["git", "-C", str(folder), *words],
            env=env,
            capture_output=True,
            check=True,
            timeout=60,
        )
        return ran.stdout.decode("utf-8", "replace").strip()

    def commit(
        self, name: str, at: str, subject: str = "Work", email: str = EMAIL, *words: str
    ) -> None:
        """Commit at `17 09:10` of November 2026 in New York, or at a whole ISO time."""
        if len(at) < 12:
            day, clock = at.split()
            at = f"2026-11-{day}T{clock}:00-05:00"
        env = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_EMAIL": email}
        line = ("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-F", "-", *words)
        subprocess.run(
            ["git", "-C", str(self.folder(name)), *line],
            env={**self.environ, **env},
            input=subject.encode("utf-8", "surrogateescape"),
            check=True,
            timeout=60,
        )

    def suggest(self, *words: str, **environ: str) -> Ran:
        """What `hv suggest` proposes, as JSON."""
        ran = self.hv.with_(**environ)("suggest", *words, "--json")
        assert ran.code == 0, ran.err
        return ran

    def rows(self, *words: str, **environ: str) -> list[str]:
        """Each suggestion: its day, hours, project and notes; with `?` where it is not ticked."""
        return [
            f"{'' if each['ticked'] else '? '}{each['spent_date'][-2:]} {each['hours']:g}"
            f" {each['project']}: {each['notes']}"
            for each in self.suggest(*words, **environ).json["suggestions"]
        ]
