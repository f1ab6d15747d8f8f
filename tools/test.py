"""Run the tests: without those marked `slow`, or all. Usage: python -m tools.test [all] [arguments]

The arguments are pytest's own. Without `all`, nbval compares the chapters' stored outputs with
those that the site's build has just made; with it, nbval executes the chapters anew.
"""

import subprocess
import sys

from tools.notebooks import chapters
from tools.paths import BUILD, ROOT
from tools.threads import one_thread

REPORT = BUILD / "tests.xml"
TWO_PROCESSES = ["-n", "2", "--dist", "loadgroup"]  # tests/conftest.py says what stays together
QUICK = ["-m", "not slow", "-p", "tools.built", "--nbval-built"]
ALL = ["--nbval", "--nbval-current-env"]


def command(arguments: list[str]) -> list[str]:
    """Answer the command: the tests, then every notebook compared with its stored outputs."""
    everything = arguments[:1] == ["all"]
    notebooks = [path.relative_to(ROOT).as_posix() for path in chapters()]
    kinds = [*TWO_PROCESSES, *(ALL if everything else QUICK), f"--junitxml={REPORT}"]
    own = arguments[1:] if everything else arguments
    return [sys.executable, "-m", "pytest", "tests", *notebooks, *kinds, *own]


if __name__ == "__main__":
    sys.exit(subprocess.run(command(sys.argv[1:]), cwd=ROOT, env=one_thread()).returncode)
