"""The faults that `python -m tools.faults` puts in still fit the sources."""

from pathlib import Path

import pytest

from tests.faults import FAULTS
from tools import faults
from tools.faults import put_in
from tools.paths import ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.kind)
def test_it_can_be_put_in(fault, tmp_path):
    copied = tmp_path / fault.file
    copied.parent.mkdir(parents=True)
    copied.write_bytes((ROOT / fault.file).read_bytes())
    put_in(fault, tmp_path)
    assert copied.read_bytes() != (ROOT / fault.file).read_bytes()


def test_each_asks_tests_that_are_there():
    for fault in FAULTS:
        for word in fault.tests.split(" -k ")[0].split():
            assert Path(ROOT, word).is_file(), word


def test_there_are_twenty_of_different_kinds():
    assert len({fault.kind for fault in FAULTS}) == len(FAULTS) >= 20


def test_a_revision_that_is_not_there_is_named_before_anything_begins(monkeypatch, capsys):
    monkeypatch.setattr(faults, "caught_by", lambda *_: pytest.fail("a fault is being put in"))
    with pytest.raises(SystemExit, match="2"):
        faults.main(["--tests-of", "nothing"])
    assert "must name a revision of this repository, got 'nothing'" in capsys.readouterr().err
