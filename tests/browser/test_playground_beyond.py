"""The playground's two runs, its challenges and its points edited by hand; and what goes wrong."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import complaints
from tests.browser.ground import PAGE, STATE, Ground, agrees, printed
from tests.browser.visits import VIEWS
from tests.browser.workers import DIE, REMEMBER, SILENCE, opened_by_the_clock


def test_two_runs_from_one_seed_each_trains_what_its_code_says(ground, open_page):
    ground.press("Compare two settings")
    expect(ground.root.locator(".dlb-panel-title").nth(2)).to_have_text("Second run")
    ground.type_in("Learning rate η, typed", 0.7)
    ground.reaches(rate=0.7, epoch=0)
    assert ground.number("train_loss") == ground.number("train_loss_2")
    ground.train(3)
    for name, mark in (("Set the second run", "_2"), ("Set the first run", "")):
        ground.press(name)
        losses = printed(ground.code())
        assert agrees(ground.number(f"train_loss{mark}"), losses[0]), name
        assert agrees(ground.number(f"test_loss{mark}"), losses[1]), name
    assert float(ground.field("Learning rate η, typed").input_value()) == 0.1
    ground.root.locator(".dlb-pg-table summary").click()
    ground.press("One epoch")
    ground.reaches(epoch=4)
    expect(ground.root.locator(".dlb-pg-tables caption")).to_have_text(["First run", "Second run"])
    ground.press("Another seed")  # of both
    ground.reaches(seed=1, epoch=0)
    assert ground.number("train_loss") == ground.number("train_loss_2")
    ground.train(2)
    ground.press("Link to this state")
    ground.page.wait_for_function("() => location.hash.includes('second.rate=0.7')")
    other = Ground(open_page(PAGE + "#" + ground.page.url.split("#")[1]))
    other.reaches(epoch=2, seed=1, rate=0.7)
    for number in ("train_loss", "train_loss_2"):
        assert other.number(number) == ground.number(number)
    ground.press("Compare two settings")
    expect(ground.root.locator(".dlb-pg-plane").nth(1)).to_be_hidden()


CHOOSE_WHILE_IT_STARTS = """async ([compare, ...choose]) => {
    compare.click();
    for (let k = 0; k < 200; k += 1) {
        choose[k % 2].click();
        await new Promise((resolve) => setTimeout(resolve, k % 3));
    }
}"""


@pytest.mark.other_view
def test_a_run_can_be_chosen_while_the_second_is_still_to_come(ground):
    names = ("Compare two settings", "Set the second run", "Set the first run")
    buttons = [
        ground.root.get_by_role("button", name=name, include_hidden=True).element_handle()
        for name in names
    ]
    ground.page.evaluate(CHOOSE_WHILE_IT_STARTS, buttons)
    expect(ground.root.locator(".dlb-panel-title").nth(2)).to_have_text("Second run")
    assert ground.number("train_loss") == ground.number("train_loss_2")  # and no complaint


IN_ONE_BREATH = """(root) => {
    window.epochs = [];
    new MutationObserver(() => window.epochs.push(JSON.parse(root.dataset.state).epoch))
        .observe(root, { attributeFilter: ["data-state"] });
    const buttons = [...root.querySelectorAll("button")];
    for (const name of ["Start anew", "One epoch", "One epoch", "Start anew", "One epoch"])
        buttons.find(({ textContent }) => textContent === name).click();
}"""


@pytest.mark.other_view
def test_what_was_asked_for_before_a_start_anew_is_not_done_after_it(ground):
    ground.root.evaluate(IN_ONE_BREATH)
    ground.page.wait_for_function("() => window.epochs.at(-1) === 1")
    ground.page.wait_for_timeout(1000)  # for the epochs that it must not have
    assert max(ground.page.evaluate("() => window.epochs")) == 1


def test_points_are_edited_by_pointer_and_by_keys(ground):
    ground.press("Edit points")
    field = ground.root.get_by_role("application")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    ground.page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    ground.page.wait_for_function(f"() => {STATE}.added.length === 1")
    (x1, x2, label) = ground.state["added"][0]
    assert (x1, x2) == pytest.approx((0.675, 0.675), abs=0.02)
    assert label == 0
    ground.press("Add: class 1")
    for key in ("Shift+ArrowLeft", "ArrowLeft", "ArrowDown", "Enter"):
        field.press(key)
    ground.page.wait_for_function(f"() => {STATE}.added.length === 2")
    assert ground.state["added"][1] == pytest.approx([x1 - 0.3, x2 - 0.05, 1], abs=1e-9)
    expect(ground.root.locator(".dlb-pg-said")).to_contain_text("Added at")
    marks = ground.root.locator("path.dlb-pg-train")
    assert marks.count() == 152
    assert ground.root.locator("path.dlb-pg-added").count() == 2
    ground.press("Take away")
    field.press("Enter")  # the one that was added there
    ground.page.wait_for_function(f"() => {STATE}.added.length === 1")
    at = marks.first.evaluate("(path) => path.getBoundingClientRect().toJSON()")
    ground.page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    ground.page.wait_for_function(f"() => {STATE}.removed.length === 1")
    ground.train(3)
    losses = printed(ground.code())
    assert agrees(ground.number("train_loss"), losses[0])
    assert agrees(ground.number("test_loss"), losses[1])
    ground.press("Undo all edits")
    ground.reaches(added=[], removed=[], epoch=0)


def test_the_losses_of_a_run_can_be_heard_point_by_point(ground):
    ground.train(3)
    ground.press("Listen")
    ground.root.locator(".dlb-listen-keys:focus").wait_for()
    said = ground.root.locator(".dlb-listen-said")
    keys = ground.page.keyboard
    for epoch in range(3):
        keys.press("ArrowRight" if epoch else "Home")
        expect(said).to_contain_text(re.compile(rf"^{epoch}, [\d.]+"))
    keys.press("ArrowRight")
    expect(said).to_contain_text(ground.number("train_loss"))
    keys.press("PageDown")
    expect(said).to_contain_text("test loss")
    keys.press("Escape")
    expect(ground.root.locator(".dlb-listen")).to_have_count(0)


INSIDE = """() => {
    const plane = document.querySelector(".dlb-pg-plane canvas").getBoundingClientRect();
    const points = [...document.querySelectorAll(".dlb-pg-plane path.dlb-pg-point[transform]")];
    return points.map((point) => {
        const { left, right, top, bottom } = point.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        return x > plane.left && x < plane.right && y > plane.top && y < plane.bottom;
    });
}"""


def test_every_point_of_every_set_lies_on_the_plane(ground):
    ground.field("Test points").check()
    ground.type_in("Noise, typed", 0.5)
    sets = ground.field("Data set").locator("option")
    for name in [each.get_attribute("value") for each in sets.all()]:
        ground.choose("Data set", name)
        ground.reaches(data=name)
        inside = ground.page.evaluate(INSIDE)
        assert len(inside) >= 200, name
        assert all(inside), name


def test_a_point_added_far_away_stays_in_a_link(open_page):
    ground = Ground(open_page(PAGE + "#playground?data=blobs&noise=0.5&added=2.1,-1.5,0"))
    assert ground.state["added"] == [[2.1, -1.5, 0]]
    ground.type_in("Noise, typed", 0)
    ground.reaches(noise=0)
    assert all(ground.page.evaluate(INSIDE))


def test_a_challenge_says_what_is_open_and_when_it_is_solved(ground):
    ground.choose("Challenge", "ring")
    ground.reaches(challenge="ring", layers=[], epoch=0)
    box = ground.root.locator(".dlb-pg-challenge")
    expect(box).to_contain_text("A ring without a hidden layer")
    expect(box).to_have_attribute("data-solved", "false")
    for name in ("x₁²", "x₂²"):
        ground.press(name)
    ground.type_in("Learning rate η, typed", 0.3)
    ground.choose("Epochs a picture", "25")
    ground.press("▶ Train")
    expect(box).to_have_attribute("data-solved", "true", timeout=30_000)
    ground.press("❚❚ Pause")
    expect(box).to_contain_text("Solved, at epoch")
    ground.type_in("Noise, typed", 0)
    ground.reaches(noise=0)
    expect(box).to_contain_text("but changed: noise")


def test_after_a_worker_has_died_the_playground_says_so_and_goes_on(browser, site):
    page = browser.new_page()
    page.add_init_script(REMEMBER)
    page.goto(site + PAGE)
    ground = Ground(page)
    picture = ground.picture()
    page.evaluate(DIE)
    ground.press("One epoch")
    expect(ground.status).to_contain_text("The worker that computes this has stopped")
    assert ground.picture() == picture
    ground.press("Another seed")
    ground.reaches(seed=1, epoch=0)
    ground.train(1)
    assert agrees(ground.number("train_loss"), printed(ground.code())[0])
    page.close()


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("delete window.WebAssembly", "no WebAssembly"),
        ("WebAssembly.validate = () => false", "no SIMD"),
    ],
)
def test_where_the_machine_cannot_run_the_first_picture_stays_with_a_sentence(
    browser, site, without, said
):
    page = browser.new_page()
    page.add_init_script(without)
    for name in (PAGE, "book/pass_fail.html"):
        page.goto(site + name)
        first = page.locator(".dlb-first.dlb-card").first
        expect(first.locator(".dlb-why")).to_contain_text(said, timeout=60_000)
        assert first.locator("img").bounding_box()["height"] > 100
    page.close()


def test_what_takes_long_says_so(browser, site):
    page = opened_by_the_clock(browser, site + PAGE)
    ground = Ground(page)
    page.evaluate(SILENCE)
    ground.press("One epoch")
    page.clock.run_for(10_500)
    expect(ground.status).to_contain_text("longer than ten seconds")
    page.close()


def test_an_address_that_is_no_state_of_two_runs_is_kept_within_bounds(open_page):
    query = "second.layers=99&second.=1&second.__proto__=2&added=%22&removed=,,&challenge="
    state = Ground(open_page(f"{PAGE}#playground?{query}")).state
    assert (state["layers"], state["added"], state["removed"]) == ([8], [], [])


@pytest.mark.parametrize("view", ["wide", "narrow"])
@pytest.mark.parametrize("name", [PAGE])
def test_axe_finds_nothing_wrong_in_the_playground_when_it_is_used(open_page, name, view):
    ground = Ground(open_page(name, width=VIEWS[view]["width"], theme=VIEWS[view]["theme"]))

    ground.train(1)
    ground.root.get_by_role("button", name="the output: show its weights").press("Enter")
    expect(ground.field("bias")).to_be_visible()
    ground.press("Edit points")
    ground.root.get_by_role("application").press("Enter")
    ground.page.wait_for_function(f"() => {STATE}.added.length === 1")
    ground.choose("Challenge", "ring")
    expect(ground.root.locator(".dlb-pg-challenge")).to_be_visible()
    ground.root.locator(".dlb-pg-table summary").click()
    ground.train(1)
    assert complaints(ground.page, ".dlb-playground") == {}, "with a challenge"
    if view == "wide":
        ground.press("Compare two settings")
        ground.reaches(epoch=0)  # both runs begin anew
        ground.train(1)
        assert complaints(ground.page, ".dlb-playground") == {}, "with two settings"
