"""Pins renewed: what is asked for, and how the new ones are written."""

from tools import pins
from tools.paths import ROOT

TEXT = (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_pins_as_they_are_would_be_written_as_they_are():
    lines = [line for line in TEXT.splitlines() if not line.startswith("#")]
    frozen = "\n".join(["pip==30.0", *lines[::-1], "dlbook @ file:///a/checkout"])
    assert pins.pins(TEXT, frozen) == TEXT


def test_a_build_of_a_version_is_pinned_as_the_version():
    assert pins.pins("# why\n", "torch==2.13.0+cpu\nnumpy==2.4.1\n") == (
        "# why\nnumpy==2.4.1\ntorch==2.13.0\n"
    )


def test_what_is_held_keeps_its_version_and_all_else_is_asked_for_anew():
    asked = pins.newest(TEXT)
    assert "numpy" in asked
    kept = [one for one in asked if "==" in one]
    assert sorted(one.partition("==")[0] for one in kept) == sorted(pins.HELD)
    assert set(kept) <= set(TEXT.splitlines())


def test_pins_that_fail_are_put_back_and_set_up_again(monkeypatch, tmp_path, capsys):
    file = tmp_path / "requirements.txt"
    file.write_text("numpy==2.0.0\n", encoding="utf-8")
    stamp = tmp_path / "stamp"
    stamp.write_text("the key of the old pins", encoding="utf-8")
    monkeypatch.setattr(pins, "FILES", (file,))
    monkeypatch.setattr(pins.setup, "STAMP", stamp)
    monkeypatch.setattr(
        pins, "renew_python", lambda: file.write_text("numpy==9.0\n", encoding="utf-8") and 0
    )
    monkeypatch.setattr(pins, "renew_npm", lambda: 0)
    monkeypatch.setattr(pins, "everything", lambda: 1)
    assert pins.main([]) == 1
    assert file.read_text(encoding="utf-8") == "numpy==2.0.0\n"
    assert "as they were" in capsys.readouterr().err
    assert not stamp.exists()  # so `make setup` does install them
    assert pins.main(["--keep"]) == 1
    assert file.read_text(encoding="utf-8") == "numpy==9.0\n"
