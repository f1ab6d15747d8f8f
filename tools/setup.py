"""Set the book up: an environment in .venv, the pinned packages, the front end's packages.

Runs on any Python 3.11 or newer, before anything is installed; a second run finds its own stamp
and does nothing. Usage: python tools/setup.py
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import sources  # after the path is set
from tools.command_line import no_arguments
from tools.paths import ROOT, VENV, WEB, venv_python

STAMP = VENV / "dlbook-setup"
OLDEST = (3, 11)


class SetupError(Exception):
    """Set-up cannot go on; the message says why and what to do."""


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    """Raise SetupError when `version` is older than the book needs."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(map(str, version))
        raise SetupError(
            f"The book needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {found}. "
            "Install one, or name it: make PYTHON=python3.12 book"
        )


def install(what: str, command: list[str | Path], folder: Path = ROOT) -> None:
    """Run `command` in `folder`, quietly; raise SetupError with its last lines if it fails."""
    print(f"Setting up: {what} ...", flush=True)
    run = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",  # npm writes it everywhere
        errors="replace",
    )
    if run.returncode:
        raise SetupError(explain(what, run.stdout))


def explain(what: str, output: str) -> str:
    """Answer what went wrong with installing `what`, from the installer's `output`."""
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
    if any(sign in output for sign in _OFFLINE):
        return (
            f"Could not download {what}: there seems to be no network. Set-up downloads packages "
            f"once; connect, then run the same command again.\n{tail}"
        )
    return f"Could not install {what}. The installer's last lines:\n{tail}"


_OFFLINE = (
    "NewConnectionError",
    "NameResolutionError",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Could not resolve host",
    "No route to host",
    "ConnectTimeoutError",
    "Connection refused",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)


def create_environment() -> None:
    """Make .venv where it is missing or has lost its interpreter."""
    if venv_python().is_file():
        return
    print("Setting up: a Python environment in .venv ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(
            f"Could not make the environment .venv: {error}. On Debian and Ubuntu the module "
            "comes apart from Python: sudo apt-get install python3-venv"
        ) from error


def wanted_key() -> str:
    """Answer the key of what has to be set up: the pins, and the Python they are for."""
    return sources.key_here(sources.SETUP)


def is_done() -> bool:
    """Say whether everything is set up already."""
    return sources.is_current(STAMP, wanted_key()) and (WEB / "node_modules").is_dir()


def main() -> int:
    """Set everything up unless it already is; answer the exit status."""
    if is_done():
        return 0
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check", "install"]
    npm = [venv_python(), "-m", "tools.node", "npm"]
    try:
        check_python()
        create_environment()
        install("the Python packages", [*pip, "-r", "requirements.txt"])
        install("dlbook itself", [*pip, "--no-deps", "--no-build-isolation", "-e", "."])
        install("the front end's packages", [*npm, "ci", "--ignore-scripts", "--prefix", WEB])
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    sources.set_current(STAMP, wanted_key())
    return 0


if __name__ == "__main__":
    no_arguments(__doc__)
    os.environ.setdefault("PIP_NO_INPUT", "1")
    sys.exit(main())
