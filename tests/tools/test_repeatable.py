"""What is random or of the hour does not reach the site's pages."""

import json
import os
import subprocess
import sys
import uuid

from tools.build import use_vector_pictures
from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
from site_pictures import themed
from site_widgets import lasting_names, named

DRAWN = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">
<metadata><date>{}</date></metadata><g id="figure_1"><path d="M 0 0 L 1.234 2"/></g></svg>"""


def built():
    """State and body of a page with a figure, its layout and its slider, as Jupyter names them."""
    figure, layout, slider = (uuid.uuid4().hex for _ in range(3))
    models = {
        figure: {"layout": f"IPY_MODEL_{layout}", "children": [f"IPY_MODEL_{slider}"]},
        layout: {"width": "100%"},
        slider: {"value": 3},
    }
    state = json.dumps({"state": models})
    body = f'<script>{{"model_id": "{figure}"}}</script> {"0123456789abcdef" * 2}'
    names = lasting_names("book/losses", state)
    return names, named(names, state), named(names, body)


def test_two_builds_of_a_page_name_its_models_alike():
    (_, state, body), (_, *again) = built(), built()
    assert [state, body] == again


def test_names_stay_those_of_the_same_models():
    names, state, body = built()
    assert len(set(names.values())) == 3
    figure, layout, slider = models = json.loads(state)["state"]
    assert models[figure] == {"layout": f"IPY_MODEL_{layout}", "children": [f"IPY_MODEL_{slider}"]}
    assert f'"model_id": "{figure}"' in body
    assert "0123456789abcdef" * 2 in body  # not a model's


def test_pages_do_not_share_names():
    state = json.dumps({"state": {uuid.uuid4().hex: {}}})
    one, other = (set(lasting_names(name, state).values()) for name in ("a", "b"))
    assert one.isdisjoint(other)


def test_a_picture_drawn_later_is_the_same():
    assert themed(DRAWN.format("monday"), "a line") == themed(DRAWN.format("friday"), "a line")


PICTURE = """
import sys
from matplotlib.figure import Figure
from dlbook.figures import book_style
with book_style():
    figure = Figure()
    figure.subplots().plot([1, 2], clip_on=True)
    figure.savefig(sys.stdout.buffer, format="svg", metadata={"Date": None})
"""


def test_two_builds_draw_a_picture_alike():
    environment = {**os.environ, **use_vector_pictures()}
    command = [sys.executable, "-c", PICTURE]
    first, second = (
        subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        for _ in range(2)
    )
    assert b"clip-path" in first
    assert first == second
