"""What a live output hands to a notebook: a widget, its text, and a stand-in without scripts."""

from __future__ import annotations

import base64
import html
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ipywidgets
from matplotlib.figure import Figure as MatplotlibFigure

STILLS = "DLBOOK_STILLS"
"""The site's build sets this variable: only a page without a kernel needs stand-ins."""

_STATIC = Path(__file__).parents[1] / "static"


def _path(name: str) -> Path:
    return _STATIC / f"{name.replace('-', '_')}.js"


def bundle(name: str) -> str:
    """The text of the module that draws the figure ``name``; empty where it has not been built.

    Numbers need no module, so its absence is an error only when the figure is displayed.
    """
    path = _path(name)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def require_bundle(name: str) -> None:
    """Nothing where the module that draws the figure ``name`` is there.

    Raises
    ------
    FileNotFoundError
        If it has not been built.
    """
    path = _path(name)
    if not path.is_file():
        raise FileNotFoundError(
            f"dlbook/figures/static/{path.name}, which draws this figure, has not been built: "
            "run `make setup` in the checkout"
        )


def mimebundle(
    widget: ipywidgets.Widget, text: str, without_scripts: Callable[[], str]
) -> dict[str, Any]:
    """One output in three forms: the live widget, plain text, and HTML for the page's <noscript>.

    Parameters
    ----------
    widget : what a page or JupyterLab shows
    text : the text alternative
    without_scripts : called only by the site's build; gives HTML for readers without JavaScript
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    shown = {"text/plain": text, "application/vnd.jupyter.widget-view+json": view}
    if os.environ.get(STILLS):
        shown["text/html"] = f"<noscript>{without_scripts()}</noscript>"
    return shown


def picture_html(figure: MatplotlibFigure, text: str, caption: str) -> str:
    """A matplotlib figure as an HTML figure with its text alternative."""
    picture = io.BytesIO()
    figure.savefig(picture, format="webp", dpi=110, pil_kwargs={"quality": 80})
    source = base64.b64encode(picture.getvalue()).decode()
    return (
        f'<figure class="dlb-still"><img alt="{html.escape(text)}" '
        f'src="data:image/webp;base64,{source}">'
        f"<figcaption>{html.escape(caption)}</figcaption></figure>"
    )
