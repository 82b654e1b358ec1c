"""What hv is measured beside works on any day."""

import os
import subprocess
import sys
from pathlib import Path

from tests.measuring.serving import served

BARE = Path(__file__).with_name("bare_post.py")


def test_the_entry_of_a_bare_program_is_taken_today(tmp_path: Path) -> None:
    with served(tmp_path) as environ:
        own = {**os.environ, **environ}
        done = subprocess.run([sys.executable, BARE], env=own, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
