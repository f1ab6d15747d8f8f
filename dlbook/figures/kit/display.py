"""What a live output hands to a notebook: a widget, its text, and what the page shows at first."""

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
"""The site's build sets this variable: only a page without a kernel needs first pictures."""

WITHOUT_SCRIPTS = "This is a still picture: the figure moves where scripts may run."
DPI = 110
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
    widget: ipywidgets.Widget, text: str, first_picture: Callable[[], str]
) -> dict[str, Any]:
    """One output in three forms: the live widget, plain text, and HTML that a page shows at first.

    Parameters
    ----------
    widget : what a page or JupyterLab shows
    text : the text alternative
    first_picture : called only by the site's build; gives HTML that stands in the page until the
        widget is drawn, and stays where scripts cannot run
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    shown = {"text/plain": text, "application/vnd.jupyter.widget-view+json": view}
    if os.environ.get(STILLS):
        shown["text/html"] = first_picture()
    return shown


def card_html(
    name: str, title: str, try_this: str, picture: MatplotlibFigure, text: str, caption: str
) -> str:
    """A figure's card with a still picture in the room that the live figure will take."""
    return (
        f'<div class="dlb-card dlb-first" data-figure="{name}">'
        f'<p class="dlb-title">{html.escape(title)}</p>'
        f'<p class="dlb-try"><strong>Try</strong> {html.escape(try_this)}</p>'
        f'<div class="dlb-room">{_image(picture, text)}</div>'
        f'<p class="dlb-why"><noscript>{WITHOUT_SCRIPTS}</noscript></p>'
        f'<p class="dlb-caption">{html.escape(caption)}</p></div>'
    )


def _image(figure: MatplotlibFigure, text: str) -> str:
    file = io.BytesIO()
    figure.savefig(file, format="webp", dpi=DPI, pil_kwargs={"quality": 70, "method": 6})
    source = base64.b64encode(file.getvalue()).decode()
    width, height = (round(DPI * inches) for inches in figure.get_size_inches())
    return (
        f'<img class="dlb-still" alt="{html.escape(text)}" width="{width}" height="{height}" '
        f'src="data:image/webp;base64,{source}">'
    )
