"""Two thousand events on every figure: no error, no memory and no node left over."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from playwright.sync_api import CDPSession, Locator, Page

from tests.browser.cards import cards
from tests.browser.figure_pages import PAGES
from tests.browser.ground import PAGE as PLAYGROUND
from tests.browser.ground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

# after as many, what a figure keeps of other settings is as much as it will be
WARM_UP, EVENTS = 2000, 2000
MOST_GROWTH = 0.10  # of the heap, after collection
MOST_BYTES = 400_000  # a heap of some megabytes moves by this without any leak
MOST_NODES = 40  # a status line of other words, a legend with one more entry
MOST_RESIDENT = 250_000_000  # the worker's machines lie outside the heap

PAGE_BYTES = resource.getpagesize()
HERE = Path(__file__).parent
EVENTS_ON = (HERE / "soak_events.js").read_text("utf-8")
QUIET = (HERE / "soak_quiet.js").read_text("utf-8")


class Held(NamedTuple):
    """What a page holds after collection."""

    heap: int
    nodes: int
    workers: int
    resident: int


def renderers() -> Iterator[int]:
    """The resident bytes of every renderer that this process has started."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            parents[int(folder.name)] = int(words[1])
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                sizes[int(folder.name)] = PAGE_BYTES * int(words[21])
        except OSError:
            continue  # it has ended meanwhile
    for process, size in sizes.items():
        ancestor = process
        while ancestor in parents and ancestor != os.getpid():
            ancestor = parents[ancestor]
        if ancestor == os.getpid():
            yield size


def in_heap(page: Page, session: CDPSession) -> tuple[int, int]:
    """The bytes in the page's heap, and the elements and texts among them, by a snapshot: what is
    left over is collected for it, which DevTools' counters do not wait for."""
    chunks = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    page.wait_for_timeout(500)
    snapshot = json.loads("".join(chunks))
    fields = snapshot["snapshot"]["meta"]["node_fields"]
    table = np.array(snapshot["nodes"]).reshape(-1, len(fields))
    is_node = np.array([text == "Text" or text.startswith("<") for text in snapshot["strings"]])
    names, sizes = (table[:, fields.index(field)] for field in ("name", "self_size"))
    kinds = snapshot["snapshot"]["meta"]["node_types"][fields.index("type")]
    is_native = table[:, fields.index("type")] == kinds.index("native")
    return int(sizes.sum()), int((is_node[names] & is_native).sum())


def held(page: Page, root: Locator) -> Held:
    root.evaluate(QUIET)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    # what one collection leaves because another object held it, the next one takes; a leak stays
    heap, nodes = map(min, zip(*(in_heap(page, session) for _ in range(2)), strict=True))
    session.detach()
    return Held(heap, nodes, len(page.workers), max(renderers(), default=0))


def soak(page: Page, root: Locator, name: str) -> None:
    root.scroll_into_view_if_needed()
    root.evaluate(EVENTS_ON, [WARM_UP, 1])
    before = held(page, root)
    root.evaluate(EVENTS_ON, [EVENTS, 2])
    after = held(page, root)
    said = f"{name}: {json.dumps([before._asdict(), after._asdict()])}"
    print(said)
    assert after.heap <= before.heap * (1 + MOST_GROWTH) + MOST_BYTES, said
    assert after.nodes <= before.nodes + MOST_NODES, said
    assert after.workers <= before.workers, said
    assert after.resident <= before.resident + MOST_RESIDENT, said


@pytest.mark.parametrize("name", PAGES)
def test_figures(open_page, name):
    page = open_page(name)
    for card in cards(page):
        soak(page, card.root, card.name)


def test_playground(open_page):
    ground = Ground(open_page(PLAYGROUND))
    soak(ground.page, ground.root, "playground")
