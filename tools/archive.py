"""Pack the built site into one file that is read without a network. Usage: python -m tools.archive

Unpacked, `python serve.py` inside it shows the book; it needs Python alone.
"""

import sys
import zipfile
from pathlib import Path

from tools.command_line import no_arguments
from tools.paths import BUILD, ROOT, SITE

NAME = "deep-learning-by-hand"
PACKED = BUILD / f"{NAME}.zip"
PROGRAMS = ("__init__.py", "command_line.py", "paths.py", "policy.py", "serve.py")
"""Of tools, what serves the site: serve.py and what it imports."""
WHEN = (1980, 1, 1, 0, 0, 0)
"""One date for every file, so that the same site makes the same archive."""

START = '''\
"""Show the book at an address of this machine alone. Usage: python serve.py [port]"""

import os
import sys
from pathlib import Path

from tools.command_line import parser
from tools.serve import serve

command_line = parser(__doc__)
command_line.add_argument("port", nargs="?", default=os.environ.get("PORT", ""))
os.environ["PORT"] = command_line.parse_args().port
sys.exit(serve(Path(__file__).resolve().parent / "site"))
'''
WORDS = """\
Deep learning, by hand

Start the book with

    python serve.py

(on some systems: python3 serve.py, or py serve.py). It needs Python 3.11 or later and no network,
answers to this machine alone, and ends with Ctrl-C. A double click on site/index.html shows the
pages too, without what needs a server.

{licences}"""


def pack(site: Path = SITE, packed: Path = PACKED) -> Path:
    """Pack the site in the folder `site` into the file `packed`; answer that file.

    Raises FileNotFoundError when there is no site.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"there is no site in {site}: make site")
    packed.parent.mkdir(parents=True, exist_ok=True)
    files = {f"site/{path.relative_to(site).as_posix()}": path for path in site.rglob("*")}
    files.update({f"tools/{name}": ROOT / "tools" / name for name in PROGRAMS})
    files.update({name: ROOT / name for name in ("LICENSE", "LICENSE-CONTENT")})
    licences = "Code: MIT (LICENSE). Text and pictures: CC BY 4.0 (LICENSE-CONTENT).\n"
    with zipfile.ZipFile(packed, "w") as archive:
        add(archive, "README.txt", WORDS.format(licences=licences).encode())
        add(archive, "serve.py", START.encode())
        for name, path in sorted(files.items()):
            if path.is_file():
                add(archive, name, path.read_bytes())
    return packed


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Put `content` into the archive's folder, under `name`."""
    entry = zipfile.ZipInfo(f"{NAME}/{name}", WHEN)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


def main() -> int:
    """Pack the site and say where it is; answer the exit status."""
    try:
        packed = pack()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{packed} ({packed.stat().st_size / 1e6:.0f} MB); unpacked, start it with serve.py")
    return 0


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(main())
