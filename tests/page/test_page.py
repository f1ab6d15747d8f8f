"""What is particular to a page, as far as it can be tried outside one."""

import sys

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from tools.paths import WEB

sys.path.insert(0, str(WEB / "python"))

from page_session import page


@pytest.fixture
def plain(monkeypatch):
    """NumPy's own bincount, put back after the test."""
    own = np.bincount
    monkeypatch.setattr(np, "bincount", own)
    page.mend_numpy()
    return own


def test_bincount_counts_as_before(plain):
    numbers = np.random.default_rng(0).integers(0, 9, 100)
    weights = np.linspace(0, 1, 100)
    assert np.bincount is not plain
    assert np.bincount(numbers).tolist() == plain(numbers).tolist()
    assert np.bincount([1, 1, 3], minlength=6).tolist() == [0, 2, 0, 1, 0, 0]
    assert np.bincount(numbers, weights).tolist() == plain(numbers, weights).tolist()


def test_bincount_refuses_what_it_refused(plain):
    with pytest.raises(TypeError, match="Cannot cast"):
        np.bincount([0.5])
    with pytest.raises(ValueError, match="negative"):
        np.bincount([-1])


def test_what_a_page_cannot_have_is_said(monkeypatch):
    monkeypatch.setattr(sys, "meta_path", [page.Finder(None)])
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    with pytest.raises(ModuleNotFoundError, match="PyTorch does not run in a page"):
        import torch  # noqa: F401


def test_pictures_that_could_not_be_fetched_are_asked_for_again(monkeypatch):
    asked = []

    def fetch(kind):
        asked.append(kind)
        if len(asked) == 1:
            raise OSError("the file cannot be had")
        return []

    finder = page.Finder(fetch)
    monkeypatch.setattr(page, "WAITING", ())
    monkeypatch.setenv("MPLBACKEND", "agg")
    with pytest.raises(OSError, match="cannot be had"):
        finder.find_spec("PIL")
    assert finder.find_spec("PIL") is not None
    finder.find_spec("PIL")
    assert asked == ["pictures", "pictures"]


def test_show_sends_pictures_from_the_first_cell_on(monkeypatch):
    sent = []
    monkeypatch.setattr(page, "FINDER", page.Finder(None, lambda: sent.append("shown")))
    monkeypatch.setattr(plt, "show", plt.show)  # put back after the test
    page.Waiting("matplotlib.pyplot").show()
    assert sent == ["shown"]


def test_open_pictures_are_sent_with_their_words_and_closed():
    sent = []
    axes = plt.figure().add_subplot()
    axes.set(title="A curve", xlabel="epoch", ylabel="loss")
    page.show_pictures(lambda kind, **more: sent.append((kind, more["alt"], more["png"][:8])))
    assert sent == [("picture", "A picture drawn by this cell. A curve, epoch, loss", "iVBORw0K")]
    assert plt.get_fignums() == []


def test_a_picture_of_which_pyplot_knows_nothing_is_loose(monkeypatch):
    figure = Figure()
    opened = plt.figure()
    assert page.is_loose_figure(figure)
    assert not page.is_loose_figure(opened)
    plt.close(opened)
    assert not page.is_loose_figure(7)
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot")
    assert page.is_loose_figure(figure)
