"""Run the tests: the quick ones, those of the pages' other views, or all.

Usage: python -m tools.test [views | all] [arguments]

The arguments are pytest's own. Without `all`, nbval compares the chapters' stored outputs with
those that the site's build has just made; with it, nbval executes the chapters anew.
"""

import subprocess
import sys

from tools.command_line import parser
from tools.notebooks import chapters
from tools.paths import BUILD, ROOT
from tools.threads import one_thread

TWO_PROCESSES = ["-n", "2"]  # tests/sharing.py says what stays together
KINDS = {
    "quick": ["-m", "not slow and not other_view", "-p", "tools.built", "--nbval-built"],
    "views": ["-m", "other_view and not slow"],
    "all": ["--nbval", "--nbval-current-env"],
}
REPORTS = {kind: BUILD / f"tests-{kind}.xml" for kind in KINDS}


def command(arguments: list[str]) -> list[str]:
    """Answer the command: the tests, then every notebook compared with its stored outputs."""
    kind = arguments[0] if arguments[:1] in (["views"], ["all"]) else "quick"
    own = arguments if kind == "quick" else arguments[1:]
    notebooks = [path.relative_to(ROOT).as_posix() for path in chapters()]
    where = ["tests", *([] if kind == "views" else notebooks)]
    options = [*TWO_PROCESSES, *KINDS[kind], f"--junitxml={REPORTS[kind]}"]
    return [sys.executable, "-m", "pytest", *where, *options, *own]


if __name__ == "__main__":
    _, own = parser(__doc__).parse_known_args()
    sys.exit(subprocess.run(command(own), cwd=ROOT, env=one_thread()).returncode)
