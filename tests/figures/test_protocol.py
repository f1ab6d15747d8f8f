"""The figures' protocol, from Python's side: recordings, answers, errors, controls."""

from __future__ import annotations

import re

import numpy as np
import pytest
import traitlets

from dlbook.figures import FIGURES, Predict
from dlbook.figures.kit import display
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider, linear_slider
from dlbook.figures.kit.packing import unpack


class Parabola(Figure):
    """height * t ** 2 for a few t: a figure small enough to check by hand."""

    title = "A parabola"
    height = traitlets.Float(1.0).tag(sync=True)
    frame = traitlets.Int(2).tag(sync=True)

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.sent: list[tuple[dict, list]] = []
        super().__init__(axes={"height": [0.0, 0.5, 1.0, 1.5, 2.0]})

    def send(self, content, buffers=None):
        self.sent.append((content, buffers or []))

    def make_controls(self):
        return {
            "height": linear_slider("Height", 0, 2, 0.5, self.height, fine_step=0.1),
            "frame": choice_slider("t", ["0", "1", "2"], self.frame),
        }

    def record(self):
        return {"curve": np.stack([self.answer(height=h)["curve"] for h in self.axes["height"]])}

    def shared(self):
        return {"t": np.arange(5, dtype=np.int32)}

    def answer(self, *, height):
        if height < 0:
            raise ValueError(f"height={height} must be at least 0")
        self.asked.append(height)
        return {"curve": np.float32(height) * np.arange(5, dtype=np.float32) ** 2}

    def numbers(self, *, height, frame):
        return {"value": height * frame**2}


@pytest.fixture
def figure() -> Parabola:
    return Parabola()


def test_nothing_is_recorded_before_the_figure_is_shown(figure):
    assert figure.asked == []
    assert figure.recording == {}


def test_the_recording_holds_every_combination_and_what_is_shared(figure):
    assert figure.card is figure.card
    arrays = unpack(figure.recording, figure.recording_data)
    np.testing.assert_array_equal(arrays["curve"][3], [0, 1.5, 6, 13.5, 24])
    # five heights and five t: a shared array is never mistaken for one that varies
    assert figure.recording["curve"]["axes"] == ["height"]
    assert figure.recording["t"]["axes"] == []


def test_ping_is_answered_and_the_sliders_get_fine_steps(figure):
    assert figure.controls["height"].step == 0.5
    assert figure.bounds == {"height": [0, 2, 0.5], "frame": [0, 2, 1]}
    figure._receive(figure, {"kind": "ping"}, [])
    assert figure.sent == [({"kind": "pong"}, [])]
    assert figure.controls["height"].step == 0.1
    assert figure.bounds["height"] == [0, 2, 0.1]


def test_an_ask_gets_the_same_arrays_for_a_value_that_was_not_recorded(figure):
    figure._receive(figure, {"kind": "ask", "id": 7, "state": {"height": 0.3}}, [])
    ((message, buffers),) = figure.sent
    assert (message["kind"], message["id"]) == ("answer", 7)
    curve = unpack(message["arrays"], buffers[0])["curve"]
    np.testing.assert_allclose(curve, [0, 0.3, 1.2, 2.7, 4.8], rtol=1e-6)


def test_a_refused_state_comes_back_as_an_error_with_its_id(figure):
    figure._receive(figure, {"kind": "ask", "id": 8, "state": {"height": -1.0}}, [])
    assert figure.sent == [
        ({"kind": "error", "id": 8, "message": "height=-1.0 must be at least 0"}, [])
    ]


def test_the_text_alternative_gives_setting_and_numbers(figure):
    assert figure.describe() == "A parabola (height = 1, frame = 2): value = 4"


def test_a_recording_of_the_wrong_shape_is_refused_by_name(figure, monkeypatch):
    monkeypatch.setattr(figure, "record", lambda: {"curve": np.zeros((4, 5), np.float32)})
    with pytest.raises(ValueError, match=r"record\(\)\['curve'\] has shape \(4, 5\).*\(5,\)"):
        _ = figure.card


def test_a_question_says_that_its_module_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(display, "_STATIC", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"static/predict\.js"):
        Predict("Above?", "yes", choices=["yes", "no"])._repr_mimebundle_()


@pytest.mark.parametrize("frame", [0, 1])
def test_a_still_can_be_drawn_before_the_first_epoch_too(frame):
    figure = FIGURES["pass-fail"](frame=frame)
    assert 'alt="Will I pass this class?' in figure._first_picture()


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_every_figure_of_the_book_describes_its_starting_state(monkeypatch, tmp_path, name):
    """Numbers need no module that draws; a display says that it is missing."""
    monkeypatch.setattr(display, "_STATIC", tmp_path)
    figure = FIGURES[name]()
    state = {trait: getattr(figure, trait) for trait in figure.parameters}
    numbers = figure.numbers(**state)
    assert numbers
    assert all(isinstance(value, int | float) for value in numbers.values())
    assert figure.title in figure.describe()
    assert figure.try_this
    with pytest.raises(FileNotFoundError, match=r"static/\w+\.js, .*make setup"):
        _ = figure.card
    # on a telephone the panels stand one below the other
    assert not re.search(r"\b(left|right)\b *[:,]", figure.caption.lower())
