"""What can go wrong in a page: each a sentence, a picture that stays, a page that goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.cards import Card, cards, read
from tests.browser.figure_pages import CHAPTER
from tests.browser.fresh_numbers import fresh
from tests.browser.stills import stays
from tests.browser.workers import DIE, REMEMBER, SILENCE, opened_by_the_clock

RECORDED = "book/initialisation_and_transfer.html"  # its figures are "depth" and "transfer"


def first_card(page: Page):
    return next(iter(cards(page)))


def test_after_a_worker_has_died_the_figures_say_so_and_go_on(browser, site):
    page = browser.new_page()
    page.add_init_script(REMEMBER)
    page.goto(site + CHAPTER)
    card = first_card(page)
    before = card.look()
    page.evaluate("workers.at(-1).postMessage = () => {}")  # it dies while it is asked
    card.controls[0].by_keyboard("high end")
    page.evaluate(DIE)
    status = card.figure.get_by_role("status")
    expect(status).to_contain_text("The worker that computes this has stopped: it was taken away")
    expect(status).to_contain_text("Move a control, and another is started")
    assert card.figure.locator("svg path").count() > 0
    card.controls[0].by_keyboard("low end")
    card.controls[0].by_keyboard("middle")
    seen = card.look()
    assert seen.state != before.state
    assert seen.source == "computed in the page"
    for number, shown in seen.numbers.items():
        expected = fresh(card.name, json.dumps(seen.state))[number]
        assert float(read(shown)) == pytest.approx(seen.scales[number] * expected, rel=0.01)
    page.close()


def test_a_machine_that_cannot_be_fetched_is_asked_for_again(browser, site):
    page = browser.new_page()
    page.add_init_script(REMEMBER)
    page.goto(site + CHAPTER)
    card = first_card(page)
    card.look()
    page.route("**/figures/machine-*.js", lambda route: route.abort())
    page.evaluate(DIE)
    status = card.figure.get_by_role("status")
    card.controls[0].by_keyboard("high end")
    expect(status).to_contain_text("Failed to fetch")
    page.unroute("**/figures/machine-*.js")
    card.controls[0].by_keyboard("low end")
    assert card.look().source == "computed in the page"
    page.close()


def test_a_job_that_takes_longer_than_ten_seconds_says_so_and_its_picture_stays(browser, site):
    page = opened_by_the_clock(browser, site + CHAPTER)
    card = first_card(page)
    page.evaluate(SILENCE)
    card.controls[0].by_keyboard("high end")
    page.clock.run_for(11_000)
    expect(card.figure.get_by_role("status")).to_contain_text("longer than ten seconds")
    assert card.figure.locator("svg path").count() > 0
    page.close()


CHANGES = {
    "a program of another version": (
        "traits => { for (const program of Object.values(traits.programs ?? {})) {"
        " const bytes = atob(program.words).split('');"
        " bytes[2] = String.fromCharCode(99); program.words = btoa(bytes.join('')); } }",
        "version",
    ),
    "recordings cut short": (
        "(traits, model) => { for (const buffer of model.buffers ?? [])"
        " if (buffer.path[0] === 'recording_data') buffer.data = buffer.data.slice(0, 8); }",
        "did not arrive whole",
    ),
    "a widget of another version": (
        "(traits, model) => { if (traits._esm) model.model_name = 'NewModel'; }",
        "",
    ),
}


def altered(page: Page, change: str) -> None:
    """Let every model of the page's states be changed before the page reads them."""
    page.add_init_script(
        f"""const read = JSON.parse, change = {change};
        JSON.parse = (...all) => {{
          const found = read(...all);
          for (const model of Object.values(found?.state ?? {{}})) change(model.state, model);
          return found;
        }};
        const json = Response.prototype.json;
        Response.prototype.json = async function () {{ return JSON.parse(await this.text()); }};"""
    )


@pytest.mark.parametrize("case", CHANGES)
def test_what_does_not_fit_leaves_the_first_picture_with_a_sentence(browser, site, case):
    change, said = CHANGES[case]
    page = browser.new_page()
    altered(page, change)
    page.goto(site + CHAPTER)
    page.locator("html[data-widgets]").wait_for()
    expect(page.locator(".dlb-first.dlb-card .dlb-why").first).to_contain_text(
        said or "still picture", timeout=60_000
    )
    stays(page, said)
    page.close()


def opened_with_states(browser, address: str, cut: Callable[[str], str]) -> Page:
    """The page at an address, with the file of its figures' states cut on its way."""

    def on_its_way(route: Route) -> None:
        route.fulfill(body=cut(route.fetch().text()), content_type="application/json")

    page = browser.new_page()
    page.route("**/_static/figures/*.json", on_its_way)
    page.goto(address)
    page.mouse.move(2, 2)
    return page


def half_of_depth_s(text: str, more: int = 0) -> str:
    """The states with half of the runs recorded for the figure "depth", and some letters more."""
    read = json.loads(text)
    (model,) = (
        model for model in read["state"].values() if model["state"].get("figure_name") == "depth"
    )
    for buffer in model["buffers"]:
        buffer["data"] = buffer["data"][: len(buffer["data"]) // 8 * 4 + more]
    return json.dumps(read)


@pytest.mark.parametrize("more", [0, 1])  # with one letter more it is no base64 either
def test_of_a_recording_that_is_cut_short_nothing_is_drawn_and_the_next_figure_goes_on(
    browser, site, more
):
    cut = partial(half_of_depth_s, more=more)
    page = opened_with_states(browser, site + RECORDED, cut)
    still = page.locator(".dlb-first.dlb-card.dlb-stays")
    said = still.locator(".dlb-why")
    expect(said).to_contain_text("This is a still picture", timeout=60_000)
    expect(said).to_contain_text("did not arrive whole")
    assert still.locator("img").bounding_box()["height"] > 100
    drawn = page.locator(".dlb-card:has(.dlb-figure)")
    expect(drawn).to_have_count(1)
    card = Card(page, drawn)
    assert card.name == "transfer"
    before = card.look()
    card.controls[0].by_keyboard("high end")
    seen = card.look()
    assert (before.source, seen.source) == ("recorded", "recorded")
    assert seen.picture != before.picture
    page.close()


def test_states_that_are_cut_short_leave_every_first_picture_with_a_sentence(browser, site):
    page = opened_with_states(browser, site + RECORDED, lambda text: text[: len(text) // 2])
    said = page.locator(".dlb-first.dlb-card .dlb-why")
    expect(said.first).to_contain_text("still picture", timeout=60_000)
    stays(page, "could not be started")
    page.close()


def test_states_in_another_order_and_of_other_versions_are_drawn_all_the_same(browser, site):
    page = browser.new_page()
    page.add_init_script(
        """const read = JSON.parse;
        JSON.parse = (...all) => {
          const found = read(...all);
          if (found?.state) {
            found.state = Object.fromEntries(Object.entries(found.state).reverse());
            for (const model of Object.values(found.state)) model.model_module_version = "99.0.0";
          }
          return found;
        };
        Response.prototype.json = async function () { return JSON.parse(await this.text()); };"""
    )
    page.goto(site + CHAPTER)
    card = first_card(page)
    assert card.look().source == "computed in the page"
    page.close()
