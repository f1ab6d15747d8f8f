"""The faults that `python -m tools.faults` puts in still fit the sources."""

from pathlib import Path

import pytest

from tests.faults import FAULTS
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
