"""Bundle the front end when its sources have changed. Usage: python -m tools.front_end"""

import sys
from pathlib import Path

from tools import node, page_python, sources, wasm
from tools.command_line import no_arguments
from tools.paths import BOOK, WEB

STAMP = BOOK / "_static" / ".front-end.key"


def widget_files() -> list[Path]:
    """Answer the files that a page with widgets needs beside it, once they are built."""
    static = STAMP.parent
    return [static / "widgets.js", static / "widgets.css", *manager_files()]


def manager_files() -> list[Path]:
    """Answer the widget manager's files, which the page's script fetches when they are wanted."""
    return sorted(STAMP.parent.glob("manager-*.js"))


def build() -> int:
    """Bundle machine, figures, widget manager and theme unless that was done, and bring Python for
    the pages; answer the exit status."""
    return bundle() or page_python.build()


def bundle() -> int:
    """Bundle what is written in JavaScript and C++; answer the exit status."""
    wanted = sources.key(sources.FRONT_END)
    if sources.is_current(STAMP, wanted) and wasm.MODULE.is_file():
        return 0
    STAMP.unlink(missing_ok=True)  # until all is built, it vouches for nothing
    print("Compiling the machine ...", flush=True)
    if status := wasm.build():
        return status
    print("Bundling the front end ...", flush=True)
    status = node.run("node", "build.mjs", cwd=WEB)
    if status == 0:
        sources.set_current(STAMP, wanted)
    return status


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(build())
