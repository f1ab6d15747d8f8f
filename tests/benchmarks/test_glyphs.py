"""The project at full size, made small: it chooses by validation, then tests on both fonts."""

import numpy as np

from benchmarks import glyphs
from dlbook.data.glyphs import FONTS


def test_a_small_run_stores_what_it_says(monkeypatch):
    for name, value in {
        "TRAIN": 600, "VALIDATION": 200, "TEST": 200, "RATES": (1e-4, 0.1), "DROPOUTS": (0.0,),
        "SEEDS": (0, 1), "SETTINGS": {**glyphs.SETTINGS, "progress": False},
    }.items():  # fmt: skip
        monkeypatch.setattr(glyphs, name, value)
    found = glyphs.measure()
    assert found["chosen"] == {"lr": 0.1, "dropout": 0.0}
    assert np.shape(found["validation_loss"]) == (2, 1)
    for accuracies in found["test_accuracy"].values():
        assert len(accuracies) == 2
        assert 0.7 < min(accuracies) <= max(accuracies) <= 1


def test_the_new_fonts_are_fonts_and_some_are_left_to_train_on():
    assert set(glyphs.NEW_FONTS) < set(FONTS)
