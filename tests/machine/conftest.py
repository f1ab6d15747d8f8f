"""The machine as the build left it; where it is missing it is compiled."""

import pytest

from dlbook.programs.webassembly import Machine
from tools import wasm


@pytest.fixture(scope="session")
def machine() -> Machine:
    if not wasm.MODULE.is_file():
        assert wasm.build() == 0
    return Machine()
