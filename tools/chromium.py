"""The browser that tests and tools drive."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # finding a browser does not need what drives it
    from playwright.sync_api import Browser, Playwright

ON_THE_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Answer the Chromium on the PATH, or None where Playwright's own has to do."""
    return next(filter(None, map(shutil.which, ON_THE_PATH)), None)


def may_have_sandbox() -> bool:
    """Say whether Chromium can start its sandbox: a container's root user has none to start."""
    return not hasattr(os, "geteuid") or os.geteuid() != 0


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window, and without the graphics card that it would imitate."""
    return playwright.chromium.launch(
        executable_path=find(), chromium_sandbox=may_have_sandbox(), args=["--disable-gpu"]
    )
