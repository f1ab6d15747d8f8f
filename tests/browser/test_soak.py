"""Two thousand events on every figure: no error, no memory and no node left over."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import CDPSession, Locator, Page

from tests.browser.cards import cards
from tests.browser.test_figures import PAGES
from tests.browser.test_playground import PAGE as PLAYGROUND
from tests.browser.test_playground import Ground

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]

WARM_UP, EVENTS = 500, 2000
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
    listeners: int
    workers: int
    resident: int


def renderers() -> Iterator[int]:
    """The resident bytes of every renderer that this process has started."""
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rsplit(")", 1)[1].split()
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


def held(page: Page, session: CDPSession, root: Locator) -> Held:
    root.evaluate(QUIET)
    counted, before = None, {}
    while counted != before:  # until a collection finds nothing more
        before = counted
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(500)
        counted = session.send("Memory.getDOMCounters")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    resident = max(renderers(), default=0)
    return Held(heap, counted["nodes"], counted["jsEventListeners"], len(page.workers), resident)


def soak(page: Page, root: Locator, name: str) -> None:
    session = page.context.new_cdp_session(page)
    root.scroll_into_view_if_needed()
    root.evaluate(EVENTS_ON, [WARM_UP, 1])
    before = held(page, session, root)
    root.evaluate(EVENTS_ON, [EVENTS, 2])
    after = held(page, session, root)
    session.detach()
    said = f"{name}: {json.dumps([before._asdict(), after._asdict()])}"
    print(said)
    assert after.heap <= before.heap * (1 + MOST_GROWTH) + MOST_BYTES, said
    assert after.nodes <= before.nodes + MOST_NODES, said
    assert after.listeners <= before.listeners + MOST_NODES, said
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
