"""Which tests stay together in one process, where several run: those that share fixtures.

(xdist's own groups are written into a test's id, where pytest 9.2 does not read them.)
"""

from __future__ import annotations

import re

import pytest

PAGE = re.compile(r"::.*\[(?:.*-)?((?:\w+/)*\w+\.html)\b.*\]$")


def scope(nodeid: str) -> str:
    """What the test of this id shares fixtures with: its page of the site, else its file."""
    page = PAGE.search(nodeid)
    return page[1] if page else nodeid.split("::")[0]


def scheduler(config: pytest.Config, log: object) -> object:
    """A scheduler of xdist's that gives each `scope` to one process, the largest first."""
    from xdist.scheduler import LoadScopeScheduling  # not there where one process runs them

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return scope(nodeid)

    return Sharing(config, log)
