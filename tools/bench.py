"""Install the peers beside the book's environment, then measure.

Usage: python -m tools.bench [name ...], the names of `python -m benchmarks`
"""

import os
import shutil
import subprocess
import sys

from benchmarks.__main__ import SECTIONS
from tools import front_end, node
from tools.command_line import parser
from tools.paths import BUILD, ROOT

PEERS = BUILD / "peers"
NODE_PEERS = PEERS / "node_modules"
PINS = ROOT / "benchmarks" / "requirements.txt"
NODE_PINS = [ROOT / "benchmarks/peers" / name for name in ("package.json", "package-lock.json")]


def install_peers() -> int:
    """Install the pinned peers into _build/peers, once; answer the exit status."""
    stamp = PEERS / "installed.txt"
    wanted = "".join(pins.read_text(encoding="utf-8") for pins in (PINS, *NODE_PINS))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return 0
    print("Installing the peers ...", flush=True)
    where = ["--target", str(PEERS), "--upgrade", "--no-deps", "--quiet", "-r", str(PINS)]
    status = subprocess.run([sys.executable, "-m", "pip", "install", *where]).returncode
    if not status:
        for pins in NODE_PINS:
            shutil.copy(pins, PEERS)
        status = node.run("npm", "ci", "--ignore-scripts", "--silent", cwd=PEERS)
    if status:
        print("The peers could not be installed: is there a network?", file=sys.stderr)
        return status
    stamp.write_text(wanted, encoding="utf-8")
    return 0


def bench(arguments: list[str]) -> int:
    """Measure the named benchmarks; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(SECTIONS)}")
    names = command_line.parse_args(arguments).names
    if unknown := sorted(set(names) - set(SECTIONS)):
        command_line.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    status = install_peers() or front_end.build()
    if status:
        return status
    path = os.pathsep.join([str(PEERS), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-m", "benchmarks", *names]
    try:
        return subprocess.run(command, cwd=ROOT, env=environment).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(bench(sys.argv[1:]))
