"""Measure the room that each live figure takes, for the page to keep it free from the start.

Usage: python -m tools.rooms [names of figures], after a change of a figure's controls or picture.
Writes dlbook/figures/kit/rooms.json: for each figure, pieces [from this width on, height at it,
growth of the height by pixel of width], in pixels. Needs the built front end and Chromium.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import ipywidgets
import pydata_sphinx_theme
import sphinx_book_theme
from ipywidgets.embed import embed_data
from playwright.sync_api import Page, sync_playwright

from dlbook.figures import FIGURES, Playground
from tools import chromium, front_end
from tools.command_line import parser
from tools.paths import BOOK, ROOT
from tools.serve import serving

ROOMS = ROOT / "dlbook" / "figures" / "kit" / "rooms.json"
WIDTHS = [*range(240, 560, 4), *range(560, 801, 10)]
TELEPHONE, MARGINS, SCREEN = 576, 32, 1280  # narrow.css: below this width letters are smaller
MEASURED = FIGURES | {"playground": Playground}
NEAR = 6  # pixels that a piece may be off: a third of a line of text
JUMP = 40  # a larger step between two widths is a row that breaks, and no slope

SHEETS = (
    Path(sphinx_book_theme.__file__).parent
    / "theme/sphinx_book_theme/static/styles/sphinx-book-theme.css",
    Path(pydata_sphinx_theme.__file__).parent
    / "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css",
    *(BOOK / "_static" / name for name in ("palette.css", "icons.css", "dlbook.css")),
)
PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8">
<title>Rooms</title><link rel="icon" href="data:,">{sheets}
<body><main class="bd-content"><article class="bd-article"><section>{places}</section></article>
</main><script type="application/vnd.jupyter.widget-state+json">{state}</script>
<script type="module" src="widgets.js"></script></body></html>"""
PLACE = """<div class="dlb-place">{first}
<script type="application/vnd.jupyter.widget-view+json">{view}</script></div>
<div class="dlb-place dlb-empty">{first}</div>"""
NO_ROOM = "<style>.dlb-room { height: 0 !important; } .dlb-place { width: 500px; }</style>"

MEASURE = """async ([name, width]) => {
    const frame = () => new Promise(requestAnimationFrame);
    const figure = document.querySelector(`.dlb-figure[data-figure="${name}"]`);
    const live = figure.closest(".dlb-place");
    const empty = live.nextElementSibling;
    for (const place of [live, empty]) place.style.width = `${width}px`;
    for (let i = 0; i < 4; i += 1) await frame();
    return live.querySelector(".dlb-widget").offsetHeight
        - empty.querySelector(".dlb-first").offsetHeight;
}"""


def write_page(folder: Path, names: Iterable[str]) -> None:
    """Write a page that holds these figures, each above its first picture without a room."""
    cards = {name: MEASURED[name]() for name in names}
    data = embed_data(
        views=[figure.card for figure in cards.values()],
        state=ipywidgets.Widget.get_manager_state()["state"],
    )
    places = [
        PLACE.format(first=figure._first_picture(), view=json.dumps(view))
        for figure, view in zip(cards.values(), data["view_specs"], strict=True)
    ]
    for source in (*SHEETS, *front_end.widget_files()):
        (folder / source.name).write_bytes(source.read_bytes())
    sheets = "".join(f'<link rel="stylesheet" href="{path.name}">' for path in SHEETS)
    text = PAGE.format(
        sheets=sheets + NO_ROOM, places="".join(places), state=json.dumps(data["manager_state"])
    )
    (folder / "index.html").write_text(text, encoding="utf-8")


def pieces(widths: Iterable[int], heights: Iterable[float]) -> Iterator[list[float]]:
    """Lines, each as long as it stays within `NEAR` of all heights that it covers."""
    points = list(zip(widths, heights, strict=True))
    while points:
        covered = max(n for n in range(1, len(points) + 1) if n == 1 or fits(points[:n]))
        (x, y), (end, height) = points[0], points[covered - 1]
        yield [x, y, round((height - y) / (end - x), 3) if end > x else 0]
        points = points[covered:]


def fits(points: list[tuple[int, float]]) -> bool:
    """Say whether the line from the first point to the last is near all points between."""
    (x, y), (end, height) = points[0], points[-1]
    slope = (height - y) / (end - x)
    steps = (abs(b - a) for (_, a), (_, b) in pairwise(points))
    near = (abs(y + slope * (at - x) - there) <= NEAR for at, there in points)
    return max(steps) <= JUMP and all(near)


def measure(page: Page, name: str) -> list[list[float]]:
    """Answer the pieces of the figure `name`."""
    figure = f".dlb-figure[data-figure={name}]"
    page.locator(f"{figure}[data-state]:not([data-source=computing])").wait_for()
    heights = []
    for width in WIDTHS:
        telephone = width + MARGINS <= TELEPHONE
        page.set_viewport_size({"width": width + MARGINS if telephone else SCREEN, "height": 900})
        heights.append(page.evaluate(MEASURE, [name, width]))
    return list(pieces(WIDTHS, heights))


def main(arguments: list[str]) -> int:
    """Measure the figures that `arguments` name, or all; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("names", nargs="*", metavar="figure")
    names = command_line.parse_args(arguments).names or sorted(MEASURED)
    if strange := sorted(set(names) - set(MEASURED)):
        command_line.error(f"figures must be of {sorted(MEASURED)}, got {strange}")
    if status := front_end.build():
        return status
    rooms = json.loads(ROOMS.read_text(encoding="utf-8")) if ROOMS.is_file() else {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), 8300) as address,
        sync_playwright() as playwright,
    ):
        write_page(Path(folder), names)
        page = chromium.launch(playwright).new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.locator("html[data-widgets=ready]").wait_for(timeout=120_000)
        for name in names:
            rooms[name] = measure(page, name)
            print(name, len(rooms[name]), "pieces", flush=True)
    lines = [f"{json.dumps(name)}: {json.dumps(rooms[name])}" for name in sorted(rooms)]
    ROOMS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
