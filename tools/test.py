"""Run the tests: without those marked `slow`, or all. Usage: python -m tools.test [all] [arguments]

The arguments are pytest's own.
"""

import subprocess
import sys

from tools.paths import BOOK, ROOT
from tools.threads import one_thread


def command(arguments: list[str]) -> list[str]:
    """Answer the command: the tests, then every notebook compared with its stored outputs."""
    selection = [] if arguments[:1] == ["all"] else ["-m", "not slow"]
    arguments = arguments[1:] if arguments[:1] == ["all"] else arguments
    chapters = sorted(str(path.relative_to(ROOT)) for path in BOOK.glob("*.ipynb"))
    notebooks = ["--nbval", "--nbval-current-env", *chapters] if chapters else []
    return [sys.executable, "-m", "pytest", "tests", *notebooks, *selection, *arguments]


if __name__ == "__main__":
    sys.exit(subprocess.run(command(sys.argv[1:]), cwd=ROOT, env=one_thread()).returncode)
