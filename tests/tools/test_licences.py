"""Each licence is named, whatever a package writes in its place; all that is shipped is listed."""

import re
import sys
from email.message import Message

import pytest

from tools.paths import BOOK, ROOT, SITE

sys.path.insert(0, str(BOOK / "_ext"))

from site_licences import IN_PYODIDE, IN_PYODIDE_BY_NAME, licence_of, rows

FILED = "License :: OSI Approved :: "


@pytest.mark.parametrize(
    ("written", "filed", "shown"),
    [
        ("The MIT License\n\nCopyright (c) 2017", ["MIT License"], "MIT"),
        ("BSD 3-Clause License", ["BSD License"], "BSD-3-Clause"),
        ("=========================\nLicence\n", ["BSD License"], "BSD"),
        ("Copyright (c) 2005-2024, NumPy Developers.", ["BSD License"], "BSD"),
        ("Dual License", ["BSD License", "Apache Software License"], "BSD OR Apache"),
        (None, ["MIT License"], "MIT"),
        ("PSF", [], "PSF"),
    ],
)
def test_a_licence_has_its_short_name(written, filed, shown):
    metadata = Message()
    if written:
        metadata["License"] = written
    for one in filed:
        metadata["Classifier"] = FILED + one
    assert licence_of(metadata) == shown


OWN = "the book itself"
THEME = ("pydata-sphinx-theme", "sphinx-book-theme", "Bootstrap")
SHIPPED = {
    r"_static/(basic\.css|doctools\.js|documentation_options\.js|language_data\.js|searchtools\.js"
    r"|sphinx_highlight\.js)|searchindex\.js": ("sphinx",),
    r"_static/clipboard\.min\.js": ("clipboard.js",),
    r"_static/copybutton\.(css|js)|_static/copybutton_funcs\.js": ("sphinx-copybutton",),
    r"_static/(design-tabs\.js|sphinx-design\.min\.css)": ("sphinx-design",),
    r"_static/exercise\.css": ("sphinx-exercise",),
    r"_static/proof\.css": ("sphinx-proof",),
    r"_static/togglebutton\.(css|js)": ("sphinx-togglebutton",),
    r"_static/mystnb\.\w+\.css": ("myst-nb",),
    r"_static/pygments\.css": ("pygments",),
    r"_static/katex-math\.css": ("sphinxcontrib-katex",),
    r"_static/katex\.css|_static/fonts/KaTeX_\w+-\w+\.woff2": ("katex",),
    r"_static/(icons\.css|fonts/icons\.woff2)": ("@fortawesome/fontawesome-free",),
    r"_static/scripts/bootstrap\.js": ("Bootstrap", "Popper (in Bootstrap)"),
    r"_static/scripts/pydata-sphinx-theme\.js": (
        "pydata-sphinx-theme", "compare-versions (in pydata-sphinx-theme)",
    ),
    r"_static/scripts/sphinx-book-theme\.js": ("sphinx-book-theme",),
    r"_static/styles/[\w-]+\.css": THEME,
    r"_static/page-\w{16}\.css": (OWN, "sphinx", "sphinx-design", *THEME),
    r"_static/(dlbook|palette)\.css|_static/(page|machine)\.js": (OWN,),
    r"_static/widgets\.css|_static/(widgets|manager-\w+)\.js": (
        OWN, "@jupyter-widgets/base-manager", "@jupyter-widgets/controls", "@lumino/widgets",
    ),
    r"_static/figures/(machine-\w{16}|\w+-[A-Z0-9]{8})\.js": (OWN, "d3-selection", "chart2music"),
    r"_static/python/(chapter|worker)-[A-Z0-9]{8}\.js": (OWN, "@codemirror/view"),
    r"_static/python/pyodide\.(mjs|asm\.js|asm\.wasm)": (
        "pyodide", "CPython", "libmpdec (in Pyodide)", *IN_PYODIDE, *IN_PYODIDE_BY_NAME,
    ),
    r"_static/python/python_stdlib\.zip": ("CPython",),
    r"_static/python/dlbook\.zip|downloads/dlbook-[\d.]+-py3-none-any\.whl": (OWN,),
}  # fmt: skip
"""What lies in the site, and the rows that it belongs to; a wheel's row has the wheel's name."""
WHEEL = re.compile(r"_static/python/(?P<name>[A-Za-z_]+)-[\d.]+(?:post\d+)?-[\w.]+-\w+-\w+\.whl")
PROGRAMS = {
    ".po",
    ".mo",
    ".js",
    ".mjs",
    ".css",
    ".woff2",
    ".woff",
    ".ttf",
    ".otf",
    ".wasm",
    ".whl",
    ".zip",
}
ROW = re.compile(
    r'<p class="dlb-licence">(?P<bare>[^<]*)'
    r'|<details class="dlb-licence">\s*<summary>(?P<full>[^<]*)'
)
PAGE = SITE / "book" / "licences.html"


def owners(file):
    """The rows that a file of the site belongs to; none where nobody has said."""
    if wheel := WHEEL.fullmatch(file):
        return (wheel["name"].replace("_", "-"),)
    return next((rows for name, rows in SHIPPED.items() if re.fullmatch(name, file)), ())


def listed(page):
    """The names on the page, and those of them that bring no text."""
    found = list(ROW.finditer(page))
    names = [re.sub(r"( [\d.]+\w*)?: .*", "", row["bare"] or row["full"]) for row in found]
    return set(names), [name for name, row in zip(names, found, strict=True) if row["bare"]]


@pytest.mark.skipif(not PAGE.is_file(), reason="the site is not built: make site")
def test_all_that_is_shipped_stands_on_the_page_with_its_text():
    names, without_text = listed(PAGE.read_text(encoding="utf-8"))
    paths = [path for path in SITE.rglob("*") if path.suffix in PROGRAMS]
    files = sorted(path.relative_to(SITE).as_posix() for path in paths)
    assert files
    assert [file for file in files if not owners(file)] == []
    missing = {file: set(owners(file)) - names - {OWN} for file in files}
    assert {file: rows for file, rows in missing.items() if rows} == {}
    assert sorted(without_text) == sorted(IN_PYODIDE_BY_NAME)


def test_a_file_that_nobody_has_named_has_no_row():
    for file in (
        "_static/sphinx-thebe.js",
        "_static/scripts/vendor.js",
        "_static/fonts/Inter.woff2",
    ):
        assert owners(file) == ()
    assert owners("_static/python/six-1.16.0-py2.py3-none-any.whl") == ("six",)


def test_what_packages_hold_of_others_has_its_version_and_its_holder():
    found = {row["name"]: row for row in rows(ROOT)}
    for name in ("Bootstrap", "clipboard.js"):
        assert re.fullmatch(r"\d+\.\d+\.\d+", found[name]["version"])
    assert "The Bootstrap Authors" in found["Bootstrap"]["text"]
    assert "Zeno Rocha" in found["clipboard.js"]["text"]
    assert "Permission is hereby granted, free of charge" in found["Popper (in Bootstrap)"]["text"]
    assert "Rich Felker" in found["musl (in Pyodide)"]["text"]
    assert found["libmpdec (in Pyodide)"]["text"].count("Redistributions") == 2
    assert "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2" in found["CPython"]["text"]
