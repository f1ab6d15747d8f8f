"""Which figures offer what: something to drag, a loss curve to hear."""

from __future__ import annotations

import re

from dlbook.figures import FIGURES
from tools.paths import ROOT

LISTENED = {"batches", "dropout", "grid", "landscape", "pass-fail", "race", "rate",
    "stopping-point", "transfer"}  # fmt: skip
"""The figures whose loss curve can be heard."""
BY_HAND = re.compile(r"\bhandle\(|pointermove|d3-drag")


def dragged() -> set[str]:
    """The figures that listen to a pointer which moves, by their source."""
    folders = (ROOT / "dlbook" / "figures").glob("*/*.js")
    named = {file.parent.name for file in folders if BY_HAND.search(file.read_text("utf-8"))}
    return {name for name in FIGURES if name.replace("-", "_") in named}
