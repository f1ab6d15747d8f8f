"""What is particular to a page: pictures, what comes when it is asked for, what cannot be had."""

import base64
import functools
import importlib.abc
import importlib.machinery
import io
import logging
import os
import site
import sys
import types
import zipfile

PICTURES = ("matplotlib", "mpl_toolkits", "PIL", "cycler", "kiwisolver", "contourpy", "pyparsing",
            "packaging", "dateutil", "six")  # fmt: skip
ABSENT = {
    "torch": "PyTorch does not run in a page; make lab opens the chapter where it does",
    "ipywidgets": "a page's Python has no widgets; the figures stand live in the page",
    "anywidget": "a page's Python has no widgets; the figures stand live in the page",
}


class Finder(importlib.abc.MetaPathFinder):
    """Fetches what pictures need when it is first imported, and says what cannot be had.

    show: what `pyplot.show` does.
    """

    def __init__(self, fetch, show=None):
        self.fetch, self.show, self.has_pictures = fetch, show, False

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in ABSENT:
            raise ModuleNotFoundError(ABSENT[top], name=top)
        if top in PICTURES and not self.has_pictures:
            self.get_pictures()
            return importlib.machinery.PathFinder.find_spec(name, path)
        return None

    def get_pictures(self):
        """Fetch matplotlib and what it needs, and let it draw into memory."""
        for path in self.fetch("pictures"):
            unpack(path)
        for name in WAITING:
            sys.modules.pop(name, None)
        os.environ["MPLBACKEND"] = "agg"
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it tells of its list
        importlib.invalidate_caches()
        self.has_pictures = True  # only now: what could not be fetched is asked for again


class Waiting(types.ModuleType):
    """Stands for matplotlib until something of it is used, so that importing it costs nothing."""

    def __getattr__(self, attribute):
        name = self.__name__
        if attribute in ("__spec__", "__file__", "__wrapped__"):
            raise AttributeError(attribute)
        if sys.modules.get(name) is self:
            FINDER.get_pictures()
        module = importlib.import_module(name)
        if name == "matplotlib.pyplot":
            module.show = FINDER.show  # its own says that nothing can be shown in a page
        return getattr(module, attribute)


WAITING = ("matplotlib", "matplotlib.pyplot")
FINDER = None


def unpack(path):
    """Put the files of a wheel where Python looks for packages."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(site.getsitepackages()[0])
    os.remove(path)


def start(fetch, send):
    """Make ready: `fetch(kind)` answers where it has put the wheels of that kind; see `begin`."""
    global FINDER
    for path in fetch("start"):
        unpack(path)
    importlib.invalidate_caches()
    mend_numpy()
    FINDER = Finder(fetch, lambda *_, **__: show_pictures(send))
    sys.meta_path.insert(0, FINDER)
    for name in WAITING:
        sys.modules[name] = Waiting(name)
    sys.modules["matplotlib"].pyplot = sys.modules["matplotlib.pyplot"]


def mend_numpy():
    """Let bincount take 64-bit integers, as NumPy's generators draw them: here it refuses them, for
    an address in a page's memory has 32 bits."""
    import numpy as np

    plain = np.bincount

    @functools.wraps(plain)
    def bincount(x, /, weights=None, minlength=0):
        x = np.asarray(x)
        narrow = x.astype(np.intp, casting="same_kind") if x.dtype.kind == "i" else x
        return plain(narrow, weights, minlength)

    np.bincount = bincount


def show_pictures(send):
    """Send every picture that is open, and close it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or isinstance(pyplot, Waiting):
        return
    pyplot.show = lambda *_, **__: show_pictures(send)  # also where it was imported by other ways
    for number in pyplot.get_fignums():
        send_picture(pyplot.figure(number), send)
    pyplot.close("all")


def send_picture(figure, send):
    """Send one picture as PNG in base64, with its text alternative."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=110, bbox_inches="tight")
    png = base64.b64encode(file.getvalue()).decode()
    send("picture", png=png, alt=alternative(figure))


def alternative(figure):
    """Answer what a picture's titles and axes say."""
    parts = []
    for axes in figure.axes:
        named = [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
        parts.append(", ".join(text for text in named if text))
    return "A picture drawn by this cell. " + "; ".join(part for part in parts if part)


def is_figure(value):
    """Say whether `value` is a picture of matplotlib's."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def is_loose_figure(value):
    """Say whether `value` is a picture that pyplot does not know, so that nobody else shows it."""
    if not is_figure(value):
        return False
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or isinstance(pyplot, Waiting):
        return True
    return value not in [pyplot.figure(number) for number in pyplot.get_fignums()]
