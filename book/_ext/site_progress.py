"""The reader's progress: the box on the first page that shows it, and the names by which each page
notes it. The page's script fills the box; what is noted stays on the reader's device."""

import html
import json
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from dlbook.exercises.tasks import EXERCISES
from tools.page_python import FILES

ASKED = {"predicted": "Predict: ", "solved": "Quiz: "}
FOLDER = "book/"


def setup(app):
    """Give pages their names, and the first page its box."""
    app.add_directive("progress", Progress)
    app.connect("html-page-context", name_chapter)


@cache
def asked(notebook):
    """Answer how many boxes of each kind the stored notebook holds; exercises, which the page's Python
    checks, count among what is solved."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = ["".join(output.get("data", {}).get("text/plain", "")) for output in outputs]
    found = {kind: sum(text.startswith(mark) for text in texts) for kind, mark in ASKED.items()}
    if FILES.is_file():
        found["solved"] += sum(one.chapter == notebook.stem for one in EXERCISES.values())
    return found


def chapters(env):
    """Answer each page that asks something, by its name, with how much it asks."""
    paths = {name.removeprefix(FOLDER): Path(env.doc2path(name)) for name in env.found_docs}
    found = {name: asked(path) for name, path in sorted(paths.items()) if path.suffix == ".ipynb"}
    return {name: numbers for name, numbers in found.items() if any(numbers.values())}


def name_chapter(app, pagename, templatename, context, doctree):
    """Say in the page's head which chapter it is."""
    name = pagename.removeprefix(FOLDER)
    if doctree is not None and name in chapters(app.env):
        tag = f'<meta name="dlb-chapter" content="{name}">\n'
        context["metatags"] = context.get("metatags", "") + tag


class Progress(SphinxDirective):
    """The box, empty, with what there is to be done."""

    def run(self):
        """Answer the box as HTML."""
        totals = html.escape(json.dumps(chapters(self.env)))
        box = f'<div class="dlb-progress" data-totals="{totals}"></div>'
        return [nodes.raw("", box, format="html")]
