"""What is random or of the hour does not reach the site's pages."""

import json
import os
import subprocess
import sys
import uuid
from types import SimpleNamespace

from tools.build import use_vector_pictures
from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
from site_pictures import themed
from site_widgets import FOLDER, VIEW, forget_earlier, lasting_names, named, sorted_view

DRAWN = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">
<metadata><date>{}</date></metadata><g id="figure_1"><path d="M 0 0 L 1.234 2"/></g></svg>"""


def built():
    """Names, state and body of a page with a figure, its layout, its slider and a link; Jupyter
    names them, and sorts them by their names."""
    figure, layout, slider, link = (uuid.uuid4().hex for _ in range(4))
    models = {
        figure: {"layout": f"IPY_MODEL_{layout}", "children": [f"IPY_MODEL_{slider}"]},
        layout: {"width": "100%"},
        slider: {"value": 3},
        link: {"source": [f"IPY_MODEL_{slider}", "value"]},
    }
    state = json.dumps({"state": models}, sort_keys=True)
    body = f'<script>{{"model_id": "{figure}"}}</script> {"0123456789abcdef" * 2}'
    names = lasting_names("book/losses", state, body)
    return [names[one] for one in models], named(names, state), named(names, body)


def test_two_builds_of_a_page_name_its_models_alike():
    (names, state, body), *others = (built() for _ in range(5))
    for other_names, other_state, other_body in others:
        assert (other_names, other_body) == (names, body)
        assert json.loads(other_state) == json.loads(state)


def test_names_stay_those_of_the_same_models():
    (figure, layout, slider, link), state, body = built()
    models = json.loads(state)["state"]
    assert set(models) == {figure, layout, slider, link}
    assert models[link] == {"source": [f"IPY_MODEL_{slider}", "value"]}
    assert models[figure] == {"layout": f"IPY_MODEL_{layout}", "children": [f"IPY_MODEL_{slider}"]}
    assert f'"model_id": "{figure}"' in body
    assert "0123456789abcdef" * 2 in body  # not a model's


def test_a_view_reads_alike_whether_it_is_new_or_kept():
    view = '<script type="application/vnd.jupyter.widget-view+json">{}</script>'
    new, kept = ('{"version_major": 2, "model_id": "a"}', '{"model_id": "a", "version_major": 2}')
    assert VIEW.sub(sorted_view, view.format(new)) == view.format(kept)


def test_pages_do_not_share_names():
    state = json.dumps({"state": {uuid.uuid4().hex: {}}})
    one, other = (set(lasting_names(name, state, "").values()) for name in ("a", "b"))
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


def test_what_an_earlier_build_wrote_is_gone_from_the_site_and_from_no_other_builder(tmp_path):
    old = tmp_path / FOLDER / "0123456789abcdef.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}", encoding="utf-8")
    for kind, kept in (("latex", True), ("html", False), ("html", False)):
        forget_earlier(SimpleNamespace(builder=SimpleNamespace(format=kind), outdir=tmp_path))
        assert old.exists() == kept
