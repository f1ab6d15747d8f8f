"""Build the website when its sources have changed. Usage: python -m tools.build

Chapters are executed once and kept; a changed chapter is executed again, and every chapter is when
the package, the front end, the pinned requirements, Python or this file changed, which the stock
cache cannot see.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import front_end, page_python, sources
from tools.command_line import no_arguments
from tools.paths import BUILD, CACHE, ROOT, SITE
from tools.threads import one_thread

STAMP = BUILD / "site.key"
CACHE_STAMP = CACHE / "package.key"
STRICT = ["--all", "-W", "--keep-going", "-n"]
FIRST = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'" />
    <meta http-equiv="Refresh" content="0; url=book/index.html" />
    <title>Deep learning, by hand</title>
  </head>
  <body><a href="book/index.html">Deep learning, by hand</a></body>
</html>
"""
"""What stands at the site's own address and leads to the book; it runs and loads nothing."""


def forget_stale_outputs() -> None:
    """Empty the store of executed chapters unless the present package made it."""
    wanted = sources.key_here(sources.PACKAGE)
    if not sources.is_current(CACHE_STAMP, wanted):
        shutil.rmtree(CACHE, ignore_errors=True)
        sources.set_current(CACHE_STAMP, wanted)


def build() -> int:
    """Build the site unless the built one is current; answer the exit status."""
    status = front_end.build()
    if status:
        return status
    addresses = [os.environ.get(name, "") for name in ("SITE_URL", "REPOSITORY_URL")]
    wanted = " ".join([sources.key_here(sources.SITE), *addresses])
    if not page_python.FILES.is_file():
        wanted += " without Python"
    if sources.is_current(STAMP, wanted) and (SITE / "index.html").is_file():
        print("The site is up to date.", flush=True)
        return 0
    STAMP.unlink(missing_ok=True)
    forget_stale_outputs()
    shutil.rmtree(SITE, ignore_errors=True)  # --all writes every file that the site needs
    program = Path(sys.executable).with_name("jupyter-book")
    command = [str(program), "build", str(ROOT), *STRICT]
    status = subprocess.run(command, cwd=ROOT, env=environment()).returncode
    if status == 0:
        (SITE / "index.html").write_text(FIRST, encoding="utf-8")
        sources.set_current(STAMP, wanted)
    return status


def use_vector_pictures() -> dict[str, str]:
    """Write the build's settings of IPython and matplotlib: pictures as SVG, whose parts have the
    same names in every build; answer the environment that leads to them."""
    folder = BUILD / "ipython"
    config = folder / "profile_default" / "ipython_kernel_config.py"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('get_config().InlineBackend.figure_formats = {"svg"}\n', encoding="utf-8")
    # not among IPython's settings: those end with the style that a chapter's first picture has
    settings = folder / "matplotlibrc"
    settings.write_text("svg.hashsalt: dlbook\n", encoding="utf-8")
    return {"IPYTHONDIR": str(folder), "MATPLOTLIBRC": str(settings)}


def environment() -> dict[str, str]:
    """Answer the environment of the build: figures add their stills, pictures are SVG, kernels
    import from here."""
    python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {
        **one_thread(),
        "DLBOOK_STILLS": "1",
        **use_vector_pictures(),
        "PYTHONPATH": python_path,
    }


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(build())
