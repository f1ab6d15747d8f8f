"""The front end: its stamp is of what was built, and its modules import what they use."""

import re

import pytest

from tools import front_end
from tools.paths import ROOT


@pytest.fixture
def stamp(monkeypatch, tmp_path):
    """A stamp of an earlier build."""
    stamp = tmp_path / "stamp"
    stamp.write_text("the key of an earlier build", encoding="utf-8")
    monkeypatch.setattr(front_end, "STAMP", stamp)
    monkeypatch.setattr(front_end.node, "run", lambda *_, **__: 0)
    return stamp


def test_a_machine_that_cannot_be_made_leaves_no_stamp(monkeypatch, stamp):
    monkeypatch.setattr(front_end.wasm, "build", lambda: 1)
    assert front_end.bundle() == 1
    assert not stamp.exists()


def test_what_is_broken_off_leaves_no_stamp(monkeypatch, stamp):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(front_end.wasm, "build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        front_end.bundle()
    assert not stamp.exists()


def test_what_went_well_is_noted(monkeypatch, stamp):
    monkeypatch.setattr(front_end.wasm, "build", lambda: 0)
    assert front_end.bundle() == 0
    assert stamp.read_text(encoding="utf-8") == front_end.sources.key(front_end.sources.FRONT_END)


SCRIPTS = [
    path
    for folder in ("web", "dlbook/figures")
    for path in (ROOT / folder).rglob("*.js")
    if not {"node_modules", "static"} & set(path.parts)
]


def test_every_name_that_is_imported_is_used():
    assert len(SCRIPTS) > 100
    unused = []
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        for imported in re.findall(r"^import [^;]*?\{([^}]*)\}", text, re.MULTILINE):
            names = [name.split(" as ")[-1].strip() for name in imported.split(",")]
            unused += [
                (path.name, name)
                for name in names
                if name and len(re.findall(rf"\b{re.escape(name)}\b", text)) < 2
            ]
    assert unused == []
