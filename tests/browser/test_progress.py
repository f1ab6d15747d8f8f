"""A reader's progress: noted in the chapters, shown on the first page, saved, added and erased."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from dlbook.exercises import exercises
from dlbook.quizzes import questions
from tests.browser.visits import settled
from tools.page_python import FILES

KEY = "dlbook-progress"
CHAPTER, CONTENTS = "book/perceptron.html", "book/index.html"
END = "article.bd-article > section > :last-child"


def kept(page: Page) -> dict:
    """What the page's device keeps."""
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def form(page: Page, kind: str):
    """The first question of a kind that is answered by choice."""
    return (
        page.locator("form.dlb-predict", has_text=kind).filter(has=page.get_by_role("radio")).first
    )


def answer(page: Page, kind: str, choice: str) -> None:
    """Choose and commit with the keyboard alone."""
    form(page, kind).get_by_role("radio", name=choice, exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def card(page: Page):
    """The line that the first page shows for the chapter."""
    return page.locator(".sd-card", has_text="The perceptron").locator(".dlb-done")


def test_what_a_reader_does_is_shown_on_the_first_page_and_can_be_saved_and_erased(open_page, site):
    page = open_page(CHAPTER)
    answer(page, "Predict first.", "(2, 2)")
    tab = page.context.new_page()  # a second tab, which hears of what the first one notes
    tab.goto(site + CONTENTS)
    expect(card(tab)).to_have_text("1 of 5 predicted")

    exercised = exercises("perceptron") if FILES.is_file() else []
    asked = next(q for q in questions("perceptron") if q.choices)
    answer(page, "Check yourself.", next(iter(asked.wrong)))
    box = form(page, "Check yourself.")
    expect(box.get_by_role("status")).to_contain_text("The answer: ")
    expect(box.get_by_role("button", name="Try again")).to_be_focused()
    assert kept(page)["chapters"]["perceptron"]["solved"] == []
    page.keyboard.press("Enter")
    answer(page, "Check yourself.", asked.answer)
    page.locator(END).scroll_into_view_if_needed()
    solved = f"1 of {len(questions('perceptron')) + len(exercised)} solved"
    expect(card(tab)).to_have_text(f"read · 1 of 5 predicted · {solved}")
    box = tab.locator(".dlb-progress")
    expect(box).to_contain_text("1 of ")

    with tab.expect_download() as saved:
        box.get_by_role("button", name="Save as a file").click()
    file = saved.value.path()
    before = kept(tab)
    assert json.loads(file.read_text(encoding="utf-8")) == before
    tab.on("dialog", lambda dialog: dialog.accept())
    box.get_by_role("button", name="Erase").click()
    expect(box.get_by_role("status")).to_have_text("Nothing is kept any more.")
    expect(card(tab)).to_have_count(0)
    tab.locator("input[type=file]").set_input_files(file)
    expect(card(tab)).to_contain_text("read · ")
    assert kept(tab) == before
    nonsense = {"name": "x.json", "mimeType": "application/json", "buffer": b'{"version": 1}'}
    tab.locator("input[type=file]").set_input_files(files=[nonsense])
    expect(box.get_by_role("status")).to_contain_text("holds no progress")
    assert kept(tab) == before
    tab.evaluate("dispatchEvent(new StorageEvent('storage'))")
    expect(box.get_by_role("status")).to_have_text("")
    tab.evaluate(GONE)
    tab.locator("input[type=file]").set_input_files(file)
    expect(box.get_by_role("status")).to_contain_text("holds no progress")
    assert kept(tab) == before


GONE = "() => { Blob.prototype.text = () => Promise.reject(new DOMException('gone')); }"
FAILS = """for (const name of [%s]) {
    const usual = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...more) {
        if (key === "dlbook-progress") throw new DOMException("no", "%s");
        return usual.call(this, key, ...more);
    };
}"""
LATER = '{"version": 99}'
TROUBLES = {
    "blocked": (FAILS % ("'getItem', 'setItem', 'removeItem'", "SecurityError"), "keeps nothing"),
    "full": (FAILS % ("'setItem'", "QuotaExceededError"), "no room left"),
    "of a later version": (
        f"localStorage.setItem('{KEY}', '{{\"version\": 99}}')",
        "another version",
    ),
    "torn": (f"localStorage.setItem('{KEY}', '{{\"version\": 1, \"chap')", "another version"),
}


def test_nothing_breaks_where_nothing_can_be_kept(open_page, site):
    page = open_page(CONTENTS)
    for trouble, (script, sentence) in TROUBLES.items():
        tab = page.context.browser.new_context().new_page()
        complaints: list[str] = []
        tab.on("pageerror", lambda error, said=complaints: said.append(str(error)))
        tab.add_init_script(script)
        tab.goto(site + CONTENTS)
        expect(tab.locator(".dlb-said"), trouble).to_contain_text(sentence)
        tab.goto(site + CHAPTER)
        settled(tab)
        answer(tab, "Predict first.", "(2, 2)")
        expect(form(tab, "Predict first.").get_by_role("status"), trouble).to_contain_text(
            "You said"
        )
        tab.locator(END).scroll_into_view_if_needed()
        if "version" in trouble:  # what another version keeps is left as it is
            assert kept(tab) == {"version": 99}
        assert complaints == [], trouble
        tab.context.close()
