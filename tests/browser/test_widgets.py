"""The widget manager alone: the stock controls that figures have, linked with jslink, no kernel."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import anywidget
import ipywidgets
import pytest
import traitlets
from ipywidgets.embed import embed_data
from playwright.sync_api import Page, expect

from tests.browser.log import Log
from tools import front_end
from tools.serve import serving

CONTROLS = {
    "float": ipywidgets.FloatSlider(0.5, min=0, max=1, step=0.1, description="float"),
    "rate": ipywidgets.FloatLogSlider(0.1, min=-4, max=1, step=0.5, description="rate"),
    "recorded": ipywidgets.SelectionSlider(
        options=[("a tenth", 0.1), ("one", 1.0), ("ten", 10.0)], description="recorded"
    ),
    "choice": ipywidgets.Dropdown(options=["sgd", "adam"], description="choice"),
    "buttons": ipywidgets.ToggleButtons(options=["relu", "tanh"], description="buttons"),
}
"""Those that `dlbook/figures/kit/controls.py` chooses among; the page's manager knows no others."""
BUSY = 8  # loops that keep the processor from the browser
LINKED = {"recorded": "index", "choice": "index", "buttons": "index"}


class Echo(anywidget.AnyWidget):
    """Shows what it holds, so that a test can read what reached it."""

    _esm = """
    globalThis.loads = (globalThis.loads ?? 0) + 1;
    export default { render({ model, el }) {
      const show = () => { el.textContent = JSON.stringify([model.get("name"), model.get("value"),
        [...new Uint8Array(model.get("blob").buffer)]]); };
      el.className = "echo";
      model.on("change:value", show);
      show();
    } };"""
    name = traitlets.Unicode().tag(sync=True)
    value = traitlets.Any(None, allow_none=True).tag(sync=True)
    blob = traitlets.Bytes(bytes([0, 127, 255])).tag(sync=True)


PAGE = """<!doctype html><html data-theme="light"><meta charset="utf-8"><title>widgets</title>
<link rel="icon" href="data:,"><body>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script type="application/vnd.jupyter.widget-view+json">{view}</script>
<script type="module" src="widgets.js"></script></body></html>"""


def write_page(folder: Path, kind: type[Echo] = Echo) -> None:
    """A page that holds every control, each linked to an echo, as a notebook leaves them."""
    rows = []
    for name, control in CONTROLS.items():
        echo = kind(name=name)
        link = ipywidgets.jslink((control, LINKED.get(name, "value")), (echo, "value"))
        rows += [ipywidgets.HBox([control, echo]), link]
    box = ipywidgets.VBox([*rows[::2], ipywidgets.HTML("<b>bold words</b>")])
    data = embed_data(views=[box], state=ipywidgets.Widget.get_manager_state()["state"])
    text = PAGE.format(
        state=json.dumps(data["manager_state"]), view=json.dumps(data["view_specs"][0])
    )
    (folder / "index.html").write_text(text, encoding="utf-8")
    for source in front_end.widget_files():
        shutil.copy(source, folder)


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory) -> Iterator[tuple[Page, Log]]:
    """The page with its log, opened once: a test brings what it moves to a start of its own."""
    folder, log = tmp_path_factory.mktemp("widgets"), Log()
    write_page(folder)
    with serving(folder, 8400) as address:
        page = browser.new_page()
        log.watch(page, address)
        page.goto(address)
        page.locator("html[data-widgets=ready]").wait_for(timeout=30_000)
        yield page, log
        page.close()


@pytest.fixture
def page(opened) -> Iterator[Page]:
    page, log = opened
    yield page
    log.check()


def echoed(page: Page, name: str) -> object:
    """What the echo of the control `name` shows, once it has caught up."""
    page.evaluate("() => new Promise(requestAnimationFrame)")
    shown = [json.loads(text) for text in page.locator(".echo").all_text_contents()]
    value = next(value for echo, value, _ in shown if echo == name)
    return value


def test_a_link_copies_its_source_first(page):
    """The first test: nothing has been moved yet."""
    assert echoed(page, "float") == 0.5
    assert echoed(page, "rate") == 0.1


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("float", "Home", 0),
        ("float", "End", 1),
        ("float", "Home ArrowRight", 0.1),
        ("rate", "Home", 1e-4),
        ("rate", "End", 10),
        ("rate", "End ArrowLeft", 10**0.5),
        ("recorded", "End", 2),
        ("recorded", "Home ArrowRight", 1),
    ],
)
def test_a_slider_moves_by_keyboard(page, name, keys, value):
    for key in keys.split():
        page.get_by_role("slider", name=name, exact=True).press(key)
    assert echoed(page, name) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(("name", "middle"), [("float", 0.5), ("recorded", 1)])
def test_a_slider_moves_by_pointer(page, name, middle):
    handle = page.get_by_role("slider", name=name, exact=True)
    handle.press("End")
    box = page.locator(".noUi-target").filter(has=handle).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert echoed(page, name) == middle


def test_a_slider_says_its_value_in_words(page):
    handle = page.get_by_role("slider", name="recorded", exact=True)
    for key, words in (("Home", "a tenth"), ("ArrowRight", "one"), ("End", "ten")):
        handle.press(key)
        expect(handle).to_have_attribute("aria-valuetext", words)


def test_a_finger_finds_the_handle(page):
    boxes = [area.bounding_box() for area in page.locator(".noUi-touch-area").all()]
    assert len(boxes) == 3
    assert min(min(box["width"], box["height"]) for box in boxes) >= 40


def test_a_dropdown_is_chosen_from(page):
    page.get_by_label("choice").select_option("adam")
    assert echoed(page, "choice") == 1


def test_a_toggle_button_is_pressed(page):
    group = page.get_by_role("group", name="buttons")
    pressed = group.get_by_role("button", pressed=True)
    expect(pressed).to_have_text("relu")
    group.get_by_role("button", name="tanh").click()
    assert echoed(page, "buttons") == 1
    expect(pressed).to_have_text("tanh")


class Slow(Echo):
    """An echo whose module takes longer to load than anywidget's own view would wait."""

    _esm = f"await new Promise((done) => setTimeout(done, 2500));{Echo._esm}"


def drawn_by(browser, folder: Path) -> tuple[int, list[str]]:
    """How many echoes the page in `folder` draws, and what it complains of."""
    with serving(folder, 8400) as address:
        page, complaints = browser.new_page(), []
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.goto(address)
        page.locator("html[data-widgets=ready]").wait_for(timeout=120_000)
        expect(page.locator(".echo")).to_have_count(len(CONTROLS), timeout=60_000)
        count = page.locator(".echo").count()
        page.close()
    return count, complaints


def test_every_widget_is_drawn_on_a_busy_machine(browser, tmp_path):
    write_page(tmp_path)
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    try:
        assert drawn_by(browser, tmp_path) == (len(CONTROLS), [])
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def test_a_module_may_take_its_time(browser, tmp_path):
    write_page(tmp_path, Slow)
    assert drawn_by(browser, tmp_path) == (len(CONTROLS), [])


def test_a_module_is_loaded_once_for_all_that_it_draws(page):
    assert page.evaluate("loads") == 1


def test_html_is_shown_and_binary_data_arrive(page):
    assert page.locator(".widget-html-content b").inner_text() == "bold words"
    blobs = {tuple(json.loads(text)[2]) for text in page.locator(".echo").all_text_contents()}
    assert blobs == {(0, 127, 255)}
