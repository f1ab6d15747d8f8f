"""What travels to a reader: the array machine, and a first visit to a page of each kind.

Needs the built site (`make site`). Bytes as a host sends them, compressed.
"""

from __future__ import annotations

from tools.light import KINDS
from tools.paths import BOOK, SITE
from tools.weights import travelling, weight


def measure() -> dict:
    """Bytes of the module with what runs it, and of all that each page names."""
    pages = {kind: sum(weight(SITE / "book" / f"{name}.html").values())
             for kind, name in KINDS.items()}  # fmt: skip
    found = {"machine": travelling(BOOK / "_static" / "machine.js"), "pages": pages}
    print(found)
    return found
