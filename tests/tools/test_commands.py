"""Commands of this folder name an argument that they do not know, before they begin anything."""

import subprocess

import pytest

from tools import faults, front_end, light, pins, rooms, try_python


@pytest.fixture(autouse=True)
def _nothing_begins(monkeypatch, tmp_path):
    """A site of one page, and no program that could be started."""
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    monkeypatch.setattr(light, "SITE", tmp_path)
    monkeypatch.setattr(front_end, "build", lambda: pytest.fail("the front end is being built"))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program is started"))


@pytest.mark.parametrize("command", [faults, light, pins, rooms, try_python])
def test_an_argument_that_is_not_known_is_named(command, capsys):
    try:
        status = command.main(["nothing"])
    except SystemExit as stopped:
        status = stopped.code
    assert status == 2
    assert "'nothing'" in capsys.readouterr().err
