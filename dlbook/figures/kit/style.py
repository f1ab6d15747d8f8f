"""The book's look for matplotlib: one palette, one type size, in light or dark.

matplotlib is imported when something is drawn: a colour alone needs none of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

PALETTE: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "palette.json").read_text(encoding="utf-8")
)
"""Meaning -> colour in each theme; the site's CSS and the figures' JavaScript read the same file.

The colours follow Okabe and Ito's palette, darkened or lightened until each has a contrast of at
least 3:1 on its background.
"""


def colour(meaning: str, theme: str = "light") -> str:
    """The colour of a meaning, such as ``"train"``, as a hex string.

    Raises
    ------
    ValueError
        If the palette has no such meaning or theme.
    """
    if meaning not in PALETTE:
        raise ValueError(f"meaning={meaning!r} has no colour; allowed: {', '.join(PALETTE)}")
    if theme not in PALETTE[meaning]:
        raise ValueError(f"theme={theme!r} is not known; allowed: 'light', 'dark'")
    return PALETTE[meaning][theme]


def weight_colours(theme: str = "light") -> Colormap:
    """The colours of weights from below zero to above it, for matplotlib's ``cmap``."""
    from matplotlib.colors import LinearSegmentedColormap

    ends = [colour(meaning, theme) for meaning in ("negative", "surface", "positive")]
    return LinearSegmentedColormap.from_list("weights", ends)


def style_settings(theme: str = "light") -> dict[str, object]:
    """matplotlib's settings for the book, to be used with ``matplotlib.rc_context``."""
    from cycler import cycler

    ink, muted = colour("ink", theme), colour("muted", theme)
    return {
        "figure.facecolor": colour("surface", theme),
        "axes.facecolor": colour("surface", theme),
        "figure.figsize": (7.0, 3.6),
        "figure.dpi": 110,
        "figure.constrained_layout.use": True,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "axes.edgecolor": muted,
        "axes.labelcolor": ink,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": colour("grid", theme),
        "grid.linewidth": 0.6,
        "text.color": ink,
        "xtick.color": muted,
        "ytick.color": muted,
        "legend.frameon": False,
        "lines.linewidth": 2,
        "axes.prop_cycle": cycler(
            color=[
                colour(name, theme)
                for name in ("class1", "class0", "train", "validation", "backward", "negative")
            ]
        ),
    }


@contextmanager
def book_style(theme: str = "light") -> Iterator[None]:
    """Draw in the book's look inside ``with book_style(): ...``; nothing outside it changes."""
    import matplotlib as mpl

    with mpl.rc_context(style_settings(theme)):
        yield
        interactive = mpl.is_interactive()
    # the first plot in a notebook switches this on, and pictures are shown only while it is on
    mpl.interactive(interactive)
