"""Commands of this folder name an argument that they do not know, before they begin anything."""

import subprocess

import pytest

from tools import bench, faults, front_end, light, notebooks, pins, rooms, try_python
from tools.pdf import __main__ as pdf


@pytest.fixture(autouse=True)
def _nothing_begins(monkeypatch, tmp_path):
    """A site of one page, and no program that could be started."""
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    monkeypatch.setattr(light, "SITE", tmp_path)
    monkeypatch.setattr(front_end, "build", lambda: pytest.fail("the front end is being built"))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program is started"))
    monkeypatch.setattr(pdf, "make", lambda *_: pytest.fail("the book is being printed"))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (bench.bench, ["nothing"]),
        (faults.main, ["nothing"]),
        (light.main, ["nothing"]),
        (notebooks.main, ["check", "nothing"]),
        (pdf.main, ["book.pdf", "book/losses", "nothing"]),
        (pins.main, ["nothing"]),
        (rooms.main, ["nothing"]),
        (try_python.main, ["nothing"]),
    ],
)
def test_an_argument_that_is_not_known_is_named(command, words, capsys):
    with pytest.raises(SystemExit) as stopped:
        command(words)
    assert stopped.value.code == 2
    said = capsys.readouterr().err.partition("error:")[2]
    assert "nothing" in said
