"""Open the chapters in JupyterLab, on this machine alone.

Usage: PORT=8888 python -m tools.lab [arguments], which are JupyterLab's own
"""

import os
import subprocess
import sys

from tools import front_end
from tools.command_line import parser
from tools.paths import ROOT


def command(port: str | None, arguments: list[str]) -> list[str]:
    """Answer the command that starts JupyterLab in book/, on `port` where one is given."""
    start = [sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1", "--notebook-dir=book"]
    return [*start, *([f"--port={port}"] if port else []), *arguments]


def lab(arguments: list[str]) -> int:
    """Bundle the figures, then run JupyterLab until it is stopped; answer the exit status."""
    _, own = parser(__doc__).parse_known_args(arguments)
    status = front_end.build()
    if status:
        return status
    try:
        return subprocess.run(command(os.environ.get("PORT"), own), cwd=ROOT).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(lab(sys.argv[1:]))
