"""Python in a page: it starts from the site's own files, runs, errs, is stopped, keeps edits."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from dlbook.exercises import exercises
from dlbook.exercises.tasks import EXERCISES
from tests.browser.axe import complaints
from tests.browser.visits import settled
from tools.page_python import FILES
from tools.paths import SITE

CHAPTER = "book/perceptron.html"
PATIENCE = 180_000

pytestmark = pytest.mark.skipif(
    not FILES.is_file(), reason="Python's files could not be had when the site was built"
)


def start(page: Page) -> None:
    """Press the button and wait for Python and the first cell."""
    page.get_by_role("button", name="Write Python in this chapter").click()
    expect(page.get_by_role("button", name="Start Python anew")).to_be_visible(timeout=PATIENCE)


class Cell:
    """A cell of the page whose code is to be seen, by its number."""

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.editor = page.get_by_role("textbox", name=f"Python, cell {number}", exact=True)
        self.box = page.locator("div.cell", has=self.editor)
        self.status = self.box.locator(".dlb-cell-status")
        self.output = self.box.locator(".dlb-own-output")

    def write(self, code: str) -> None:
        """Replace the code; the editor indents by itself, so code is put in at once."""
        self.editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def run(self) -> None:
        self.box.get_by_role("button", name="Run, cell").click()

    def ends(self, status: str, output: str = "") -> None:
        """Wait for what the cell says at its end."""
        expect(self.status).to_contain_text(status, timeout=PATIENCE)
        if output:
            expect(self.output).to_contain_text(output)


def visible_cell(page: Page) -> Cell:
    """The first cell after the one with the imports that is not folded away."""
    names = page.locator(".cm-content:visible")
    expect(names.first).to_be_visible()
    return Cell(page, int(names.first.get_attribute("aria-label").rsplit(" ", 1)[1]))


def solving_cell(page: Page) -> Cell:
    """The cell in which the chapter's first exercise is solved."""
    call = f'check("{exercises("perceptron")[0]}"'
    editor = page.locator(".cm-content", has_text=call)
    return Cell(page, int(editor.get_attribute("aria-label").split()[-1]))


def begin(open_page) -> Cell:
    """A cell of the chapter to write in, once Python is there."""
    page = open_page(CHAPTER)
    start(page)
    return visible_cell(page)


def test_a_chapter_can_be_written_in(open_page):
    page = open_page(CHAPTER)
    button = page.get_by_role("button", name="Write Python in this chapter")
    button.dblclick()  # the second start does nothing
    expect(page.get_by_role("button", name="Start Python anew")).to_be_visible(timeout=PATIENCE)
    cell = visible_cell(page)

    assert complaints(page) == {}

    cell.write("print('one')\nnp.arange(3) + 1")
    page.keyboard.press("Shift+Enter")
    cell.ends("Done", "one")
    expect(cell.output).to_contain_text("array([1, 2, 3])")

    cell.write("def half(x):\n    return x / 0\nhalf(1)")
    cell.run()
    cell.ends("Ended with an error", "ZeroDivisionError: division by zero")
    number = cell.box.locator(".dlb-cell-number").inner_text()
    expect(cell.output).to_contain_text(f"{number}, line 2, in half")
    assert "site-packages" not in cell.output.inner_text()

    cell.write("kept = 5\nwhile True:\n    print('a' * 1000)")
    cell.run()
    expect(cell.output).to_contain_text("aaa", timeout=PATIENCE)
    cell.box.get_by_role("button", name="Stop, cell").click()
    cell.ends("Ended", "Stopped.")
    assert len(cell.output.inner_text()) < 25_000
    assert page.evaluate("crossOriginIsolated")
    cell.write("kept + 1")
    cell.run()
    cell.ends("Done", "6")

    cell.write("absent + 1")
    cell.run()
    cell.ends("Ended with an error.", "NameError: name 'absent' is not defined")

    page.reload()
    settled(page)
    expect(page.locator(".dlb-python")).to_contain_text("Your changes (1) come with it.")
    start(page)
    cell = visible_cell(page)
    assert cell.editor.inner_text() == "absent + 1"
    cell.box.get_by_role("button", name="Undo changes").click()
    assert "absent" not in cell.editor.inner_text()
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('python'))") == []

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cm-editor') === null")


WIDE = """print("=" * 200)
def wide():
    return [first_of_all_the_names_here, second_of_all_the_names_here, third]
wide()"""


def test_on_a_telephone_what_is_wide_scrolls_in_its_own_box(open_page):
    page = open_page(CHAPTER, width=390, theme="dark")
    start(page)
    cell = visible_cell(page)
    cell.write(WIDE)
    cell.run()
    cell.ends("Ended with an error.", "NameError")
    scrolls = "(element) => element.scrollWidth > element.clientWidth + 100"
    printed, error = cell.output.locator("pre").all()
    for box in (printed, error):
        assert box.evaluate(scrolls)
        expect(box).to_have_attribute("tabindex", "0")
    assert cell.box.locator(".cm-scroller").evaluate(scrolls)
    lines = cell.editor.locator(".cm-line").evaluate_all("(all) => all.map((x) => x.offsetHeight)")
    assert len(set(lines)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_missing_name_is_said_to_come_from_the_cell_above_that_gives_it(open_page):
    page = open_page(CHAPTER)
    start(page)
    solving = solving_cell(page)
    giver = visible_cell(page)
    giver.write("given_above = 2")
    solving.write("given_above + 1")
    solving.run()
    number = giver.box.locator(".dlb-cell-number").inner_text()
    solving.ends(f"given_above has no value yet. {number} gives it one; Run all above runs")
    giver.run()
    giver.ends("Done")
    solving.run()
    solving.ends("Done", "3")


def test_the_words_of_an_exercise_are_shown_as_text(open_page):
    page = open_page(CHAPTER)
    start(page)
    cell = visible_cell(page)
    cell.write("from dlbook.exercises import check, hint, solution\nhint('perceptron')")
    cell.run()
    cell.ends("Done", "Hint 1. One product")
    expect(cell.output.locator("strong")).to_have_text("Hint 1.")
    expect(cell.output.locator("code").first).to_have_text("X @ w")
    cell.write("solution('perceptron')")
    cell.run()
    expect(cell.output.locator("pre")).to_contain_text("def my_perceptron(X, w, b):\n    ")
    assert "`" not in cell.output.inner_text()
    cell.write("def mine(X, w, b):\n    print('<b>**1**</b>')\ncheck('perceptron', mine)")
    cell.run()
    cell.ends("Done", "is a return missing?")
    expect(cell.output.locator("pre")).to_contain_text("<b>**1**</b>")


FIRST_LONG = """print('begun')
from time import time
began, seconds = time(), 9 if 'stopped' in globals() else 1000
stopped = True
while time() - began < seconds: pass
'all of it'"""

RUN_AT_ONCE = """(stop) => new MutationObserver((_, observer) => {
    if (!stop.hidden) return;
    observer.disconnect();
    stop.parentElement.querySelector("[aria-label^='Run, cell']").click();
}).observe(stop, { attributes: true })"""

REMEMBER_WORDS = """(status) => {
    window.words = [];
    new MutationObserver(() => words.push(status.textContent)).observe(status, { childList: true });
}"""


def test_a_stop_spares_what_is_run_after_it_and_a_new_python_is_not_said_to_have_ended(open_page):
    page = open_page(CHAPTER)
    start(page)
    cell = visible_cell(page)
    cell.write(FIRST_LONG)
    cell.run()
    expect(cell.output).to_contain_text("begun", timeout=PATIENCE)
    stop = cell.box.get_by_role("button", name="Stop, cell")
    stop.evaluate(RUN_AT_ONCE)
    stop.click()
    cell.ends("Done", "all of it")

    cell.write("print('anew')\nwhile True: pass")
    cell.run()
    expect(cell.output).to_contain_text("anew", timeout=PATIENCE)
    bar = page.locator(".dlb-python [role=status]")
    bar.evaluate(REMEMBER_WORDS)
    page.get_by_role("button", name="Start Python anew").click()
    cell.ends("All variables are lost")
    expect(bar).to_have_text("Python is ready.", timeout=PATIENCE)
    assert set(page.evaluate("words")) == {"Loading Python …", "Python is ready."}


@pytest.mark.other_view
def test_a_stop_while_python_loads_holds(open_page):
    cell = begin(open_page)
    cell.page.get_by_role("button", name="Start Python anew").click()
    cell.write("print('it ran')")
    cell.run()
    cell.box.get_by_role("button", name="Stop, cell").click()
    cell.ends("Not run.")
    bar = cell.page.locator(".dlb-python [role=status]")
    expect(bar).to_have_text("Python is ready.", timeout=PATIENCE)
    assert cell.output.inner_text() == ""


@pytest.mark.slow
def test_memory_that_runs_out_is_survived(open_page):
    cell = begin(open_page)
    cell.write("kept = []\nwhile True:\n    kept.append(bytearray(2**26))")
    cell.run()
    cell.ends("Ended with an error", "MemoryError")
    cell.write("some = len(kept) > 10\nkept.clear()\nsome")
    cell.run()
    cell.ends("Done", "True")


@pytest.mark.other_view
def test_an_exercise_that_is_solved_counts_in_the_reader_s_progress(open_page):
    page = open_page(CHAPTER)
    start(page)
    name = exercises("perceptron")[0]
    cell = solving_cell(page)
    cell.box.get_by_role("button", name="Run all above, cell").click()
    cell.ends("All above has run.")
    cell.run()
    cell.ends("Done", "Not yet.")
    count = "JSON.parse(localStorage['dlbook-progress'] ?? '{}').chapters?.perceptron?.solved ?? []"
    assert page.evaluate(count) == []
    exercise = EXERCISES[name]
    cell.write(f"{exercise.solution_code}\ncheck('{name}', {exercise.function_name})")
    cell.run()
    cell.ends("Done", "Right")
    assert page.evaluate(count) == [name]


@pytest.mark.other_view
def test_a_picture_is_shown_by_the_cell_that_first_asks_for_one(open_page):
    cell = begin(open_page)
    cell.write("from matplotlib import pyplot\npyplot.plot([1, 2])\npyplot.show()\nprint('shown')")
    cell.run()
    cell.ends("Done", "shown")
    expect(cell.output.locator("img")).to_have_count(1)
    assert cell.output.inner_text().split() == ["shown"]  # and no warning


class QuietHandler(SimpleHTTPRequestHandler):
    """The stock handler, which keeps its log to itself."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def plain_site() -> Iterator[str]:
    """The built site from a server that sends no headers of its own, as many hosts do."""
    handler = partial(QuietHandler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.other_view
def test_elsewhere_a_stop_ends_python_and_says_so(browser, plain_site):
    """A host that sends no such headers, and a device that keeps nothing."""
    page = browser.new_page()
    full = "() => { throw new DOMException('full', 'QuotaExceededError'); }"
    page.add_init_script(f"Storage.prototype.setItem = {full};")
    page.goto(plain_site + CHAPTER)
    assert not page.evaluate("crossOriginIsolated")
    start(page)
    cell = visible_cell(page)
    cell.write("print('begun')\nwhile True:\n    pas")
    expect(cell.status).to_contain_text("keeps no edits")
    cell.status.evaluate(REMEMBER_WORDS)
    page.keyboard.type("s")  # said once, not at every letter
    assert cell.editor.inner_text().endswith("pass")
    assert page.evaluate("words") == []
    cell.run()
    expect(cell.output).to_contain_text("begun", timeout=PATIENCE)
    cell.box.get_by_role("button", name="Stop, cell").click()
    cell.ends("All variables are lost", "begun")
    assert "while True" in cell.editor.inner_text()
    cell.write("1 + 1")
    cell.run()
    cell.ends("Done", "2")
    page.close()
