"""Renew the pins: the newest versions that fit together, then every test with them.

Usage: python -m tools.pins [--keep]. The new requirements.txt, web/package.json and lock file stay
when every test passes (or with --keep); otherwise the old ones are put back, but not what is
installed: `make setup` does that.
"""

import re
import subprocess
import sys

from tools import node, setup, sources
from tools.command_line import parser
from tools.paths import ROOT, WEB, venv_python

PINS = ROOT / "requirements.txt"
FILES = (PINS, WEB / "package.json", WEB / "package-lock.json")
HELD = ("jupyter-book", "Sphinx", "sphinx-book-theme", "pydata-sphinx-theme", "docutils")
"""Pins that are not renewed: line 1 of jupyter-book reads _config.yml and needs these, and a newer
theme changes the pages' look, which is a change of its own."""


def main(arguments: list[str]) -> int:
    """Renew the pins and run every test; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("--keep", action="store_true", help="keep pins whose tests fail")
    keep = command_line.parse_args(arguments).keep
    before = {file: file.read_bytes() for file in FILES}
    status = renew_python() or renew_npm() or everything()
    if status and not keep:
        for file, content in before.items():
            file.write_bytes(content)
        setup.STAMP.unlink(missing_ok=True)  # it would vouch for what is installed
        print("The pins are as they were; `make setup` installs them again.", file=sys.stderr)
    return status


def renew_python() -> int:
    """Install the newest versions of all that is pinned, and pin them; answer the exit status."""
    pinned = PINS.read_text(encoding="utf-8")
    command = [str(venv_python()), "-m", "pip", "install", "--upgrade", *newest(pinned)]
    status = subprocess.run(command, cwd=ROOT).returncode
    if status == 0:
        frozen = subprocess.run(
            [str(venv_python()), "-m", "pip", "freeze", "--all", "--exclude-editable"],
            cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True,
        ).stdout  # fmt: skip
        PINS.write_text(pins(pinned, frozen), encoding="utf-8")
    return status


def newest(pinned: str) -> list[str]:
    """Answer what to ask pip for: each pinned name, those in `HELD` with their version."""
    lines = [line for line in pinned.splitlines() if line and not line.startswith("#")]
    return [line if line.partition("==")[0] in HELD else line.partition("==")[0] for line in lines]


def pins(pinned: str, frozen: str) -> str:
    """Answer the new text of the pins: the comments of the old one, then what `pip freeze` says,
    without the part of a version that names a build, as in 2.13.0+cpu."""
    comments = [line for line in pinned.splitlines() if line.startswith("#")]
    pin = re.compile(r"((?!pip=)[\w.-]+==[^\s+]+)(\+\S+)?")
    lines = [found[1] for line in frozen.splitlines() if (found := pin.fullmatch(line))]
    return "\n".join([*comments, *sorted(lines, key=str.upper), ""])


def renew_npm() -> int:
    """Install the newest version of each package of the front end; answer the exit status."""
    package = (WEB / "package.json").read_text(encoding="utf-8")
    names = re.findall(r'^    "([^"]+)": "\d', package, flags=re.MULTILINE)
    newest = [f"{name}@latest" for name in names]
    options = ["--save-exact", "--save-dev", "--ignore-scripts", "--prefix", str(WEB)]
    return node.run("npm", "install", *options, *newest)


def everything() -> int:
    """Build the site and run every test with what is installed now; answer the exit status."""
    sources.set_current(setup.STAMP, setup.wanted_key())
    for module in (["tools.build"], ["tools.test", "all"]):
        status = subprocess.run([str(venv_python()), "-m", *module], cwd=ROOT).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
