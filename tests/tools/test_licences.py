"""Each licence is named, whatever a package writes where its name should stand."""

import sys
from email.message import Message

import pytest

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_licences import licence_of

FILED = "License :: OSI Approved :: "


@pytest.mark.parametrize(
    ("written", "filed", "shown"),
    [
        ("The MIT License\n\nCopyright (c) 2017", ["MIT License"], "MIT"),
        ("BSD 3-Clause License", ["BSD License"], "BSD-3-Clause"),
        ("=========================\nLicence\n", ["BSD License"], "BSD"),
        ("Copyright (c) 2005-2024, NumPy Developers.", ["BSD License"], "BSD"),
        ("Dual License", ["BSD License", "Apache Software License"], "BSD OR Apache"),
        (None, ["MIT License"], "MIT"),
        ("PSF", [], "PSF"),
    ],
)
def test_a_licence_has_its_short_name(written, filed, shown):
    metadata = Message()
    if written:
        metadata["License"] = written
    for one in filed:
        metadata["Classifier"] = FILED + one
    assert licence_of(metadata) == shown
