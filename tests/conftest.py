"""Settings of every test: hypothesis draws the same examples each time, and times none of them;
Ctrl-C works in the programs that tests start; what shares fixtures stays in one process, see
`tests/sharing.py`; each page is looked at in one view first, in its others by `make test-views`."""

import signal
import zlib
from collections import defaultdict

import pytest
from hypothesis import settings

from tests import sharing

API = "book/api/"
LONGEST_OF_API = "book/api/figures.html"
"""The pages of the API come from one template; `make test` looks at this one of them."""

settings.register_profile("dlbook", deadline=None, derandomize=True)
settings.load_profile("dlbook")

# a shell that starts the tests in the background has them, and what they start, ignore it
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the tests that look at one page of the site together."""
    for parameter in ("view", "way"):
        mark_others(items, parameter)
    pages = [item for item in items if page_of(item)]
    for item in pages:
        if page_of(item).startswith(API) and page_of(item) != LONGEST_OF_API:
            item.add_marker(pytest.mark.other_view)
    pages.sort(key=order)
    items[:] = pages + [item for item in items if not page_of(item)]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Share the tests out among processes, where there are several."""
    return sharing.scheduler(config, log)


def order(item: pytest.Item) -> tuple[str, bool, bool, str]:
    """Page by page: how it came, then what is seen of it, view by view."""
    page, view = page_of(item), item.callspec.params.get("view", "wide")
    return page, "arrival" not in item.fixturenames, view != own(page, ["wide", "narrow"]), view


def own(page: str, values: list[str]) -> str:
    """The one of some values, such as views, by which `make test` goes through a page."""
    return values[zlib.crc32(page.encode()) % len(values)]


def mark_others(items: list[pytest.Item], parameter: str) -> None:
    """Where a test goes through a page for several values of `parameter`, such as a wide view and a
    narrow one, one of them is the page's own; mark the others."""
    values = defaultdict(dict)
    looking = [item for item in items if page_of(item) and parameter in item.callspec.params]
    for item in looking:
        values[item.location[0], item.originalname][item.callspec.params[parameter]] = None
    for item in looking:
        of_test = list(values[item.location[0], item.originalname])
        if item.callspec.params[parameter] != own(page_of(item), of_test):
            item.add_marker(pytest.mark.other_view)


def page_of(item: pytest.Item) -> str:
    """The page of the site that a test looks at, by its parameter `name`; empty without one."""
    name = item.callspec.params.get("name", "") if hasattr(item, "callspec") else ""
    return name if isinstance(name, str) and name.endswith(".html") else ""
