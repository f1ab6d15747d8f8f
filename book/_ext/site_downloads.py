"""What readers take along: the wheel of dlbook, and notebooks that begin with how to install it.

The theme's download button leads to the copy of a page's source in _sources; the copy of a notebook
gets a first cell, so that it runs wherever there is Python.
"""

import os
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from tools import wheel

FOLDER = "downloads"
PLACEHOLDER = "FILE-OF-THE-WHEEL"
WORDS = """\
> This is a chapter of [Deep learning, by hand]({site}). It needs Python 3.11 or later and the book's
> package, `{file}`, which the book's page *Take it along* has to download.
> The next cell installs it, with all that a chapter uses, where it is not installed yet{where}."""
INSTALL = """\
import importlib.util

if importlib.util.find_spec("dlbook") is None:
    %pip install --quiet "{requirement}\""""


def setup(app):
    """Make the wheel before pages name it; write what is for taking along beside them."""
    app.connect("builder-inited", make_wheel)
    app.connect("html-page-context", name_wheel)
    app.connect("build-finished", begin_notebooks)


def make_wheel(app):
    """Put the wheel into the site, and nothing else into its folder."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir, FOLDER)
    for old in folder.glob("*"):
        old.unlink()
    app.dlbook_wheel = wheel.make(folder)


def name_wheel(app, pagename, templatename, context, doctree):
    """A page names the wheel by a word of its own, since only the build knows its version."""
    if PLACEHOLDER in context.get("body", ""):
        context["body"] = context["body"].replace(PLACEHOLDER, app.dlbook_wheel.name)


def begin_notebooks(app, exception):
    """Give every notebook of the site its first cells."""
    if exception or app.builder.format != "html":
        return
    for path in Path(app.outdir, "_sources").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells[:0] = first_cells(app.dlbook_wheel.name, os.environ.get("SITE_URL", ""))
        nbformat.write(notebook, path)


def first_cells(file, site):
    """Answer the cells that say how to install the wheel `file` and do so, from the address `site`
    or, without one, from the notebook's own folder."""
    address = f"{site.rstrip('/')}/{FOLDER}/{file}"
    requirement = f"dlbook[{wheel.EXTRA}] @ {address}" if site else f"./{file}[{wheel.EXTRA}]"
    where = "" if site else "; put the file beside this notebook first"
    words = WORDS.format(site=site, file=file, where=where)
    if not site:
        words = words.replace("[Deep learning, by hand]()", "*Deep learning, by hand*")
    return [
        new_markdown_cell(words, id="take-along"),
        new_code_cell(INSTALL.format(requirement=requirement), id="install"),
    ]
