"""Run chapters in a page's own Python, without any network, and compare what they print.

Usage: python -m tools.try_python [note] [chapter ...]

Every cell whose code a page shows runs in Chromium, in the worker that readers have, and its text
is compared with the stored one. With `note`, how long the slow ones take is written into
`web/python/cells.json`, by which the page says so first: processor time, which other programs that
run meanwhile hardly change.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from tools import chromium
from tools.command_line import parser
from tools.notebooks import chapters
from tools.page_cells import noted, write
from tools.paths import BOOK, ROOT, SITE
from tools.serve import serving
from tools.shown_cells import shown_cells

LONG = 10
MINUTES = 10
PICTURE = re.compile(r"<Figure size \S+ with \d+ Axes>\n")
IN_PAGE = ("The figure stands live in the page", "The question stands live in the page")
START = """async (base) => {
    const files = await (await fetch(base + "files.json")).json();
    const { Python } = await import(base + files.script);
    window.python = new Python(base, files);
    await window.python.ready;
}"""
RUN = """async ([code, name, minutes]) => {
    const said = [];
    const show = ({ png, ...message }) => said.push(message);
    const fail = (_, reject) => setTimeout(() => reject(new Error("too slow")), minutes * 6e4);
    const late = new Promise(fail);
    await Promise.race([window.python.run(code, name, show), late]);
    return said;
}"""


@dataclass
class Ran:
    """What a cell did in the page. name: the notebook's name for it; text: what it printed."""

    name: str
    number: int
    seconds: float
    text: str
    stored: str
    error: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether it printed what is stored."""
        return not self.error and self.text == self.stored


def stored_text(outputs: list[dict], with_value: bool) -> str:
    """Answer the text that a notebook keeps of a cell, without the names of its pictures."""
    parts = []
    for output in outputs:
        if output["output_type"] == "stream":
            parts += output["text"]
        elif with_value and "text/plain" in output.get("data", {}):
            parts += [*output["data"]["text/plain"], "\n"]
    return PICTURE.sub("", "".join(parts))


def printed_text(said: list[dict[str, str]], with_value: bool) -> str:
    """Answer the text among the messages of a cell."""
    parts = []
    for message in said:
        if message["kind"] == "stream":
            parts.append(message["text"])
        elif with_value and message["kind"] == "result":
            parts.append(message["text"] + "\n")
    return "".join(parts)


def run_chapter(page: Page, path: Path) -> Iterator[Ran]:
    """Run the cells of a chapter that its page offers, one after another, in a fresh Python."""
    known = noted().get(path.stem, {})
    page.evaluate(START, page.url.rsplit("/", 1)[0] + "/_static/python/")
    for number, cell in enumerate(shown_cells(path), 1):
        if isinstance(known.get(cell.name), str):
            continue
        for code in cell.before:
            page.evaluate(RUN, [code, f"before cell {number}", MINUTES])
        began = processor_seconds()
        said = page.evaluate(RUN, [cell.code, f"cell {number}", MINUTES])
        took = processor_seconds() - began
        error = next((one["text"] for one in said if one["kind"] == "error"), "")
        shows_figure = any(one.get("text", "").startswith(IN_PAGE) for one in said)
        text = printed_text(said, not shows_figure)
        stored = text if cell.varies else stored_text(cell.outputs, not shows_figure)
        yield Ran(cell.name, number, took, text, stored, error)
    page.evaluate("() => window.python.end()")


def processor_seconds() -> float:
    """Answer the processor time of the programs that this one has started: of the browser."""
    started = psutil.Process().children(recursive=True)
    return sum(sum(process.cpu_times()[:2]) for process in started)


@contextmanager
def page_without_network() -> Iterator[Page]:
    """A page of the built site, which can ask that site alone."""
    with (
        serving(SITE, 8150) as address,
        sync_playwright() as playwright,
        chromium.launch(playwright) as browser,
    ):
        page = browser.new_page()
        page.route(lambda url: not url.startswith(address), lambda route: route.abort())
        page.goto(address + "search.html")
        yield page


def note_seconds(chapter: str, ran: list[Ran]) -> None:
    """Write anew which cells of a chapter take so long that the page says so."""
    known = noted()
    facts = {name: why for name, why in known.get(chapter, {}).items() if isinstance(why, str)}
    slow = {one.name: round(one.seconds) for one in ran if one.seconds > LONG}
    write({**known, chapter: {**facts, **slow}})


def report(chapter: str, one: Ran) -> None:
    """Print what differs in a cell."""
    head = f"{chapter} cell {one.number} ({one.name}), {one.seconds:.1f} s"
    if one.error:
        print(f"{head}: {one.error.splitlines()[-1]}", flush=True)
    elif not one.is_equal:
        print(f"{head}: printed\n{one.text}instead of\n{one.stored}", flush=True)


def main(arguments: list[str]) -> int:
    """Run the chapters named, or all; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("words", nargs="*", metavar="chapter", help="after `note`, if it is")
    words = command_line.parse_args(arguments).words
    is_noting = words[:1] == ["note"]
    names = words[1:] if is_noting else words
    paths = [BOOK / f"{name}.ipynb" for name in names] or chapters()
    if strange := [path.stem for path in paths if not path.is_file()]:
        command_line.error(f"chapter must name a notebook of book/, got {strange}")
    status = 0
    with page_without_network() as page:
        for path in paths:
            ran = []
            for one in run_chapter(page, path):
                ran.append(one)
                report(path.stem, one)
            good = sum(one.is_equal for one in ran)
            took = sum(one.seconds for one in ran)
            print(
                f"{path.relative_to(ROOT)}: {good} of {len(ran)} as stored, {took:.0f} s",
                flush=True,
            )
            status = status or good < len(ran)
            if is_noting:
                note_seconds(path.stem, ran)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
