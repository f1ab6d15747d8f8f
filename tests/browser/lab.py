"""A JupyterLab of one's own: started over a folder, driven in a browser, stopped again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Page

from tests.browser.cards import Card, cards
from tests.environments import elsewhere
from tools.paths import ROOT

START_SECONDS = 90
RUN_MS = 240_000
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write_figures(path: Path, names: Iterable[str]) -> None:
    """A notebook with a cell for each of the figures, named by their classes."""
    cells = [
        nbformat.v4.new_code_cell(f"from dlbook.figures import {name}\n\n{name}()")
        for name in names
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(address: str, server: subprocess.Popen) -> None:
    """Wait until the server answers; an error says whether it ended or took too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended with status {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/api", timeout=2)
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(f"JupyterLab was not up after {START_SECONDS} s")


def keep_cells_in_the_page(settings: Path) -> Path:
    """Settings under which a notebook keeps the cells that are scrolled out of sight."""
    tracker = settings / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}', encoding="utf-8")
    return settings


@contextmanager
def running_lab(folder: Path, python: Path | None = None) -> Iterator[str]:
    """The address of a JupyterLab over ``folder``, for as long as the block lasts.

    python: that of another environment, which has a dlbook of its own; without it, this one's.
    """
    port = free_port()
    command = [
        python or sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
        "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0",
        "--IdentityProvider.token=", f"--notebook-dir={folder}", "--expose-app-in-browser",
    ]  # fmt: skip
    environment = {
        **(elsewhere() if python else {**os.environ, "PYTHONPATH": str(ROOT)}),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTERLAB_SETTINGS_DIR": str(keep_cells_in_the_page(folder / "settings")),
    }
    address = f"http://127.0.0.1:{port}"
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_until_up(address, server)
            yield address
        finally:
            server.terminate()
            server.wait(20)


RUN_ALL = """async () => {
  const app = window.jupyterapp;
  await app.restored;
  const session = app.shell.currentWidget.sessionContext;
  await session.ready;
  await session.session.kernel.info;
  await app.commands.execute("notebook:run-all-cells");
}"""
"""The command behind the menu's "Run All Cells", given once the kernel has answered.

Before that the menu's entry does nothing, without a word.
"""


RESTART = """async () => {
  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const command = window.jupyterapp.commands.execute("kernelmenu:restart");
  const button = () => document.querySelector(".jp-Dialog .jp-mod-accept");
  while (!button()) await new Promise(requestAnimationFrame);
  button().click();
  await command;
  await kernel.info;
}"""
"""The menu's "Restart Kernel…", confirmed; over when the new kernel has answered."""


def open_notebook(page: Page, address: str, notebook: str) -> None:
    """Open a notebook."""
    page.set_default_timeout(RUN_MS)
    page.goto(f"{address}/lab/tree/{notebook}")
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()


def run_cells(page: Page) -> None:
    """Run every cell of the notebook that is open."""
    page.evaluate(RUN_ALL)


def run_all(page: Page, address: str, notebook: str) -> None:
    """Open a notebook and run every cell."""
    open_notebook(page, address, notebook)
    run_cells(page)


def restart(page: Page) -> None:
    """Restart the kernel of the notebook that is open."""
    page.evaluate(RESTART)


def card_from(page: Page, name: str, source: str, also: str = "") -> Card:
    """The card of figure ``name`` once what it shows comes from ``source``.

    also: a further condition on the figure, as a CSS selector.
    """
    figure = f".dlb-figure[data-figure={name}][data-source='{source}']{also}"
    page.locator(figure).first.wait_for(timeout=RUN_MS)
    return next(card for card in cards(page) if card.name == name)
