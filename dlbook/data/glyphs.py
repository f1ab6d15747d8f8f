"""Glyphs: digits and letters drawn from matplotlib's own fonts, bent and blurred at random.

For what needs more images than the 1,797 real digits: any number of them can be made.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from dlbook import checks
from dlbook.data import bending
from dlbook.data.dataset import Dataset

FONTS = (
    "DejaVuSans", "DejaVuSans-Oblique", "DejaVuSans-Bold", "DejaVuSans-BoldOblique",
    "DejaVuSerif", "DejaVuSerif-Italic", "DejaVuSerif-Bold", "DejaVuSerif-BoldItalic",
    "DejaVuSansMono", "DejaVuSansMono-Oblique", "DejaVuSansMono-Bold", "DejaVuSansMono-BoldOblique",
    "STIXGeneral", "STIXGeneralItalic", "STIXGeneralBol", "STIXGeneralBolIta",
    "cmr10", "cmb10", "cmss10", "cmtt10",
)  # fmt: skip
"""The fonts, by the names of their files in matplotlib."""

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CLASSES = {"digits": DIGITS, "letters": LETTERS, "both": DIGITS + LETTERS}

DESCRIPTION = (
    "Made up, not collected: {characters} in {n_fonts} fonts that come with matplotlib, each with "
    "a height, width, slant, turn, shift and brightness of its own, drawn at random, and noise."
)

FINE = 3  # a template's pixels along one pixel of the image
INK = 0.68  # height of a glyph as a share of the image, before stretching
BEND = bending.Bend(
    shift=0.07, turn=np.radians(12.0), slant=0.15, heights=(0.85, 1.1), widths=(0.75, 1.15)
)
BRIGHTNESS = (0.7, 1.0)
NOISE = 0.06  # standard deviation of the noise, in units of full ink
CHUNK = 1024  # images bent at once, which bounds the memory


def glyphs(
    n: int = 2000,
    seed: int = 0,
    size: int = 28,
    *,
    classes: str = "digits",
    fonts: Sequence[str] = FONTS,
) -> Dataset:
    """`n` made-up images of printed characters: X (n, size · size), images (n, size, size).

    Parameters
    ----------
    n : how many; characters and fonts are drawn evenly and independently
    seed : of the random draws
    size : width and height in pixels, at least 8
    classes : "digits" (0 to 9), "letters" (A to Z) or "both" (36 classes; O and 0, and I and 1,
        look alike in some fonts)
    fonts : names from `FONTS`; leave some out to test on fonts that training never saw

    Pixels are in [0, 1], 0 for paper and 1 for full ink; y counts the characters in the order of
    ``target_names``.

    Raises
    ------
    ImportError
        If matplotlib, whose fonts are drawn, is not installed.
    """
    n = checks.integer("n", n, at_least=1)
    size = checks.integer("size", size, at_least=8)
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    characters = CLASSES[checks.choice("classes", classes, CLASSES)]
    fonts = checks.names("fonts", fonts, FONTS)
    templates = np.stack([_templates(font, characters, size) for font in fonts])
    y = rng.integers(0, len(characters), n)
    font = rng.integers(0, len(templates), n)
    images = np.empty((n, size, size))
    for start in range(0, n, CHUNK):
        part = slice(start, start + CHUNK)
        images[part] = _bend(templates, font[part], y[part], size, rng)
    return Dataset(
        X=images.reshape(n, -1),
        y=y,
        feature_names=tuple(f"pixel {r},{c}" for r in range(size) for c in range(size)),
        target_names=tuple(characters),
        description=DESCRIPTION.format(
            characters=f"{characters[0]} to {characters[-1]}", n_fonts=len(templates)
        ),
        images=images,
    )


@cache
def _templates(font: str, characters: str, size: int) -> np.ndarray:
    """Every character in one font, upright: (n_characters, FINE · size, FINE · size) in [0, 1]."""
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(
            "glyphs are drawn from matplotlib's fonts, and matplotlib is not installed: "
            "pip install matplotlib"
        ) from error
    path = Path(matplotlib.get_data_path(), "fonts", "ttf", f"{font}.ttf")
    cell = FINE * size
    figure = Figure(figsize=(len(characters), 1), dpi=cell, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    for k, character in enumerate(characters):
        figure.add_artist(_outline(character, path, (k + 0.5) * cell, 0.5 * cell, INK * cell))
    canvas.draw()
    sheet = 1 - np.asarray(canvas.buffer_rgba())[:, :, 0] / 255
    return np.stack([_blur(part) for part in np.split(sheet, len(characters), axis=1)])


def _outline(character: str, path: Path, x: float, y: float, height: float):
    """The character as a filled shape, `height` pixels high, its box centred on (x, y)."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath
    from matplotlib.transforms import Affine2D

    outline = TextPath((0, 0), character, size=100, prop=FontProperties(fname=str(path)))
    box = outline.get_extents()
    place = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
    place = place.scale(height / box.height).translate(x, y)
    return PathPatch(outline, transform=place, facecolor="black", linewidth=0)


def _blur(template: np.ndarray) -> np.ndarray:
    """Means over FINE × FINE pixels, so that reading one of them stands for a whole image pixel."""
    reach = FINE // 2
    padded = np.pad(template, reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (FINE, FINE))
    return windows.mean(axis=(2, 3))


def _bend(
    templates: np.ndarray, font: np.ndarray, y: np.ndarray, size: int, rng: np.random.Generator
) -> np.ndarray:
    """One randomly bent image for each pair of font and character: (n, size, size) in [0, 1]."""
    n = len(y)
    rows, columns = bending.sources(BEND, (np.arange(size) + 0.5) / size - 0.5, n, rng)
    cell = FINE * size
    places = ((place + 0.5) * cell - 0.5 for place in (rows, columns))
    ink = bending.read(templates[font, y], *places).reshape(n, size, size)
    ink = ink * rng.uniform(*BRIGHTNESS, (n, 1, 1)) + rng.normal(0, NOISE, ink.shape)
    return np.clip(ink, 0.0, 1.0)
