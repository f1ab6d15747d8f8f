"""The playground in a browser: it trains what its code trains, and every control does something."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.ground import PAGE, Ground, agrees, printed

COMPARED = ("A circle, four lines", "Will I pass this class?", "Four clouds, softmax")
EPOCHS = 3


def test_it_shows_the_losses_of_the_code_that_it_shows(ground):
    for preset in COMPARED:
        ground.choose("Start from", preset)
        ground.reaches(epoch=0)
        expect(ground.status).to_contain_text("epoch 0")
        before = ground.number("train_loss")
        ground.train(EPOCHS)
        train_loss, test_loss = printed(ground.code())
        assert agrees(ground.number("train_loss"), train_loss), preset
        assert agrees(ground.number("test_loss"), test_loss), preset
        assert ground.number("train_loss") != before


def test_train_and_pause(ground):
    start = ground.picture()
    ground.press("▶ Train")
    ground.page.wait_for_function(
        "() => JSON.parse(document.querySelector('.dlb-playground').dataset.state).epoch >= 20"
    )
    expect(ground.status).to_have_attribute("aria-live", "off")
    ground.press("❚❚ Pause")
    expect(ground.root.get_by_role("button", name="▶ Train")).to_be_visible()
    expect(ground.status).to_have_attribute("aria-live", "polite")
    assert ground.picture() != start
    ground.press("Start anew")
    ground.reaches(epoch=0)
    ground.page.wait_for_function(
        "(start) => document.querySelector('.dlb-panel canvas').toDataURL() === start", arg=start
    )


SETTINGS = [
    ("Noise, typed", 0.31, "noise"),
    ("Share for training, typed", 30, "share"),
    ("Draw of the data", 3, "dataSeed"),
    ("Seed of the start", 42, "seed"),
    ("Learning rate η, typed", 0.7, "rate"),
    ("Batch size", 25, "batch"),
    ("Dropout rate p, typed", 0.4, "dropout"),
    ("Penalty L2, typed", 0.05, "l2"),
    ("Penalty L1, typed", 0.01, "l1"),
]
NAMES = [
    ("Data set", "xor", "data"),
    ("Activation", "relu", "activation"),
    ("Optimiser", "Adam", "optimizer"),
    ("Schedule", "cosine", "schedule"),
]


def test_every_setting_changes_what_is_learned(ground):
    """After two epochs from the same start, the training loss is another than without it."""

    def losses(label: str = "", value: Any = None, field: str = "") -> str:
        ground.choose("Start from", "Spirals, enough units")
        ground.choose("Start from", "A circle, four lines")
        ground.reaches(data="circles", epoch=0)
        if isinstance(value, str):
            ground.choose(label, value)
        elif label:
            ground.type_in(label, value)
        if label:
            ground.reaches(**{field: value})
        ground.train(2)
        loss = ground.status.locator("data[data-number=train_loss]")
        return loss.get_attribute("value")

    plain = losses()
    assert losses() == plain
    for setting in SETTINGS + NAMES:
        assert losses(*setting) != plain, setting


def test_a_number_that_a_field_does_not_take_is_told_its_range(ground):
    said = ground.root.locator(".dlb-corrected")
    for label, typed, value, sentence in [
        ("Learning rate η, typed", "-5", 0.00001,
         "“Learning rate η” goes from 0.00001 to 100; −5 became 0.00001."),
        ("Learning rate η, typed", "", 0.1,
         "“Learning rate η” goes from 0.00001 to 100; without a number it is 0.1."),
        ("Batch size", "300", 150,
         "“Batch size” goes from 1 to 150 in whole numbers; 300 became 150."),
        ("Draw of the data", "7", 4,
         "“Draw of the data” goes from 0 to 4 in whole numbers; 7 became 4."),
    ]:  # fmt: skip
        ground.type_in(label, typed)
        expect(said.filter(has_text="goes from")).to_have_text(sentence)
        assert float(ground.field(label).input_value()) == value
        if label != "Draw of the data":
            ground.type_in(label, 2)
        expect(said.filter(has_text="goes from")).to_have_count(int(label == "Draw of the data"))


def test_inputs_layers_and_units_are_set_by_their_buttons(ground):
    ground.press("x₁²")
    ground.reaches(inputs=["x1", "x2", "x1²"])
    ground.press("x₁")
    ground.reaches(inputs=["x2", "x1²"])
    ground.press("Add a hidden layer")
    ground.reaches(layers=[4, 2, 2])
    ground.press("One unit more in hidden layer 3")
    ground.reaches(layers=[4, 2, 3])
    ground.press("One unit fewer in hidden layer 1")
    ground.reaches(layers=[3, 2, 3])
    ground.press("Remove the last hidden layer")
    ground.reaches(layers=[3, 2])
    assert ground.root.locator(".dlb-pg-unit").count() == 7 + 3 + 2 + 1


def test_what_is_shown_can_be_changed(ground):
    ground.press("Another seed")
    ground.reaches(seed=1)
    smooth = ground.picture()
    ground.field("Answers in two steps").check()
    assert ground.picture() != smooth
    marks = ground.root.locator(".dlb-panel path.dlb-pg-test")
    assert marks.count() == 0
    key = ground.root.locator(".dlb-legend span", has_text="test points").first
    expect(key).to_be_hidden()
    ground.field("Test points").check()
    assert marks.count() == 150
    expect(key).to_be_visible()
    ground.choose("Epochs a picture", "25")
    ground.press("▶ Train")
    ground.page.wait_for_function(
        "() => JSON.parse(document.querySelector('.dlb-playground').dataset.state).epoch >= 50"
    )
    ground.press("❚❚ Pause")
    ground.root.locator(".dlb-pg-table summary").click()
    ground.press("One epoch")
    expect(ground.root.locator(".dlb-pg-table td").first).to_have_text("0")


def test_a_weight_typed_by_keyboard_changes_the_answer(ground):
    before = ground.picture()
    unit = ground.root.get_by_role("button", name="the output: show its weights")
    unit.focus()
    expect(ground.root.locator(".dlb-panel-title").first).to_contain_text("the output")
    unit.press("Enter")
    ground.type_in("bias", 5)
    expect(ground.status).to_contain_text("changed on the way")
    ground.page.wait_for_function(
        "(before) => document.querySelector('.dlb-panel canvas').toDataURL() !== before",
        arg=before,
    )
    assert float(ground.field("bias").input_value()) == 5
    assert ground.root.locator("rect.dlb-pg-bias title").last.text_content() == "bias 5"


def test_the_state_survives_in_the_address(ground, open_page):
    ground.choose("Data set", "moons")
    ground.choose("Optimiser", "RMSProp")
    ground.type_in("Learning rate η, typed", 0.004)
    ground.reaches(data="moons", optimizer="RMSProp", rate=0.004)
    ground.train(4)
    ground.press("Link to this state")
    ground.page.wait_for_function("() => location.hash.includes('epoch=4')")
    other = Ground(open_page(PAGE + "#" + ground.page.url.split("#")[1]))
    other.reaches(**ground.state)
    assert other.number("train_loss") == ground.number("train_loss")


def test_an_address_followed_during_a_training_stops_at_its_epoch(ground):
    ground.choose("Epochs a picture", "100")
    ground.press("▶ Train")
    ground.page.wait_for_function(
        "() => JSON.parse(document.querySelector('.dlb-playground').dataset.state).epoch >= 200"
    )
    ground.page.evaluate("location.hash = '#playground?epoch=50'")
    ground.reaches(epoch=50)
    expect(ground.root.get_by_role("button", name="▶ Train")).to_be_visible()
    ground.page.wait_for_timeout(300)
    assert ground.state["epoch"] == 50


def test_early_stopping_stops_and_goes_back(ground):
    ground.choose("Start from", "The same, stopped early")
    ground.reaches(patience=30, epoch=0)
    ground.choose("Epochs a picture", "25")
    ground.press("▶ Train")
    expect(ground.status).to_contain_text("stopped early", timeout=60_000)
    expect(ground.root.get_by_role("button", name="▶ Train")).to_be_visible()
    _, test_loss = printed(ground.code())
    assert agrees(ground.number("test_loss"), test_loss)


def test_a_training_that_diverges_says_so(open_page):
    hash_ = "#playground?data=hills&rate=100&layers=8,8&activation=linear"
    ground = Ground(open_page(PAGE + hash_))
    ground.press("▶ Train")
    expect(ground.status).to_contain_text("diverged", timeout=30_000)
    ground.type_in("Learning rate η, typed", 0.01)
    ground.press("Start anew")
    ground.reaches(epoch=0, rate=0.01)
    assert float(ground.number("train_loss")) < 10


def test_a_bad_address_is_kept_within_bounds(open_page):
    hash_ = "#playground?rate=1e9&layers=99,x&seed=-4&data=nothing&constructor=1&%E0%A4%A"
    state = Ground(open_page(PAGE + hash_)).state
    assert (state["rate"], state["seed"], state["data"]) == (100, 0, "circles")
    assert state["layers"] == [4, 2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_telephone_shows_all_of_it_without_scrolling_sideways(open_page, theme):
    ground = Ground(open_page(PAGE + "#playground?layers=8,8,8,8,8,8", width=390, theme=theme))
    assert ground.page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = [unit.bounding_box() for unit in ground.root.locator(".dlb-pg-unit").all()]
    assert min(box["width"] for box in boxes) >= 16
    assert max(box["x"] + box["width"] for box in boxes) <= 390


def test_every_control_has_a_name(ground):
    ground.root.get_by_role("button", name="the output: show its weights").click()
    for control in ground.root.locator("button, input, select, summary").all():
        name = control.evaluate("(e) => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent")
        assert re.search(r"\w", name), control.evaluate("(e) => e.outerHTML")
