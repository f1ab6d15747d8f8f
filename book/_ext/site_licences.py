"""The licences of all that the site ships of others, on one page, gathered while it is built.

The directive `licences` lists npm's packages, as the bundler names them (book/_static/licences.json);
the Python packages whose scripts and styles lie in the site; what these hold of others; and Python for the
pages, where it is there.
"""

import email
import html
import json
import re
import zipfile
from importlib.metadata import distribution
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

DISTRIBUTIONS = (
    "sphinx", "sphinx-book-theme", "pydata-sphinx-theme", "sphinx-copybutton",
    "sphinx-togglebutton", "sphinx-design", "sphinx-exercise", "sphinx-proof",
    "sphinxcontrib-katex", "myst-nb", "pygments",
)  # fmt: skip
SAME_PROJECT = {"@jupyter-widgets/": "ipywidgets", "@lumino/": "jupyterlab"}
"""npm packages that bring no text of their licence: the Python package of the same authors has it."""
LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
HELD = {
    "Bootstrap": (
        "pydata-sphinx-theme", "bootstrap.js.LICENSE.txt",
        r"Bootstrap v(?P<version>\S+).*?(?P<holder>Copyright [^(\n]*?) \(",
    ),
    "clipboard.js": (
        "sphinx-copybutton", "clipboard.min.js",
        r"clipboard\.js v(?P<version>\S+).*?Licensed MIT (?P<holder>© [^\n]*)",
    ),
}  # fmt: skip
"""Of others, and under MIT, inside an installed package: its file whose head names version and holder."""
HELD_UNNAMED = {
    "Popper (in Bootstrap)": "Copyright (c) 2019 Federico Zivolo",
    "compare-versions (in pydata-sphinx-theme)": "Copyright (c) 2015-2021 Ole Michelis",
}
"""The same where a bundle names neither: who holds the copyright."""
IN_PYODIDE = {
    "Emscripten (in Pyodide)": "Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.",
    "Expat (in Pyodide)": (
        "Copyright (c) 1998-2000 Thai Open Source Software Center Ltd and Clark Cooper\n"
        "Copyright (c) 2001-2022 Expat maintainers"
    ),
    "libffi (in Pyodide)": "Copyright (c) 1996-2022 Anthony Green, Red Hat, Inc and others.",
    "musl (in Pyodide)": "Copyright © 2005-2020 Rich Felker, et al.",
}
"""What is compiled into Pyodide's program beside CPython, under MIT: who holds the copyright."""
IN_PYODIDE_BY_NAME = {
    "bzip2 (in Pyodide)": "bzip2-1.0.6",
    "LLVM runtime libraries (in Pyodide)": "Apache-2.0 WITH LLVM-exception",
    "zlib (in Pyodide)": "Zlib",
}
"""The same under licences that ask for no text beside a compiled program: their names by SPDX."""
LIBMPDEC = "Copyright (c) 2008-2020 Stefan Krah. All rights reserved."
BSD_2_TEXT = "pygments"
"""An installed package under the BSD licence of two clauses, with its text."""
PSF_TEXT = "typing_extensions"
"""An installed package under CPython's licence, with the whole of its text."""
OSI = "License :: OSI Approved :: "
NAME = re.compile(r"(?!Dual)\w[\w. -]{,30}")
"""What is a licence's name, where others write its text or that there are two."""
LONG = re.compile(r"(?:The )?(?P<name>.+?)(?: (?:Software )?Licen[cs]e)?")


def setup(app):
    """Give the pages the directive."""
    app.add_directive("licences", Licences)


class Licences(SphinxDirective):
    """A table of what is shipped, then each licence's text, folded."""

    def run(self):
        """Answer the list as HTML."""
        lines = map(entry, rows(Path(self.env.srcdir)))
        return [nodes.raw(text="\n".join(lines), format="html")]


def rows(root):
    """Answer a row for each work of others that the site of the repository `root` ships."""
    static = root / "book" / "_static"
    terms = (root / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2]
    return [
        *packaged(static),
        *map(installed, DISTRIBUTIONS),
        *held(terms),
        *python_itself(static, terms),
        *in_the_page(static),
    ]


def packaged(static):
    """Answer what the bundles hold, as the bundler noted it."""
    rows = json.loads((static / "licences.json").read_text(encoding="utf-8"))
    for row in rows:
        for prefix, name in SAME_PROJECT.items():
            if row["name"].startswith(prefix) and not row["text"]:
                row["text"] = texts(name, within=".dist-info/")
    return rows


def installed(name):
    """Answer an installed Python package: name, version, licence, text."""
    found = distribution(name)
    return {
        "name": name,
        "version": found.version,
        "licence": licence_of(found.metadata),
        "text": texts(name),
    }


def held(terms):
    """Yield what installed packages hold of others, under MIT, whose text goes on with `terms`."""
    for name, (package, file, head) in HELD.items():
        place = next(one for one in distribution(package).files if one.name == file)
        found = re.search(head, place.read_text(encoding="utf-8"), re.DOTALL)
        yield mit(name, found["version"], found["holder"], terms)
    for name, holder in HELD_UNNAMED.items():
        yield mit(name, "", holder, terms)


def mit(name, version, holder, terms):
    """Answer the row of a work under MIT."""
    text = f"MIT License\n\n{holder}\n\n{terms}".strip()
    return {"name": name, "version": version, "licence": "MIT", "text": text}


def python_itself(static, terms):
    """Yield CPython and the rest that Pyodide's program is compiled from, where it is there."""
    lock = static / "python" / "pyodide-lock.json"
    if lock.is_file():
        version = json.loads(lock.read_text(encoding="utf-8"))["info"]["python"]
        text = texts(PSF_TEXT)
        yield {"name": "CPython", "version": version, "licence": "PSF-2.0", "text": text}
        for name, holders in IN_PYODIDE.items():
            yield mit(name, "", holders, terms)
        yield libmpdec()
        for name, licence in IN_PYODIDE_BY_NAME.items():
            yield {"name": name, "version": "", "licence": licence, "text": ""}


def libmpdec():
    """Answer the row of CPython's decimal numbers."""
    _, begin, terms = texts(BSD_2_TEXT).partition("Redistribution and use")
    return {
        "name": "libmpdec (in Pyodide)",
        "version": "",
        "licence": "BSD-2-Clause",
        "text": f"{LIBMPDEC}\n\n{begin}{terms}",
    }


def texts(name, within=""):
    """Answer the texts of licences among an installed package's files whose path holds `within`."""
    found = [
        file.read_text(encoding="utf-8")
        for file in distribution(name).files
        if LICENCE_FILE.search(file.name)
        and within in str(file)
        and file.suffix not in (".py", ".pyc")
    ]
    return "\n\n".join(found).strip()


def licence_of(metadata):
    """Answer the licence's short name; where the package gives none, what it is filed under."""
    filed = [one for one in metadata.get_all("Classifier") or [] if one.startswith(OSI)]
    first = "".join((metadata.get("License") or "").strip().splitlines()[:1])
    names = [first] if NAME.fullmatch(first) else [one.removeprefix(OSI) for one in filed]
    return metadata.get("License-Expression") or " OR ".join(map(short, names))


def short(name):
    """Answer the name of a licence as SPDX writes it, as far as it says which."""
    return LONG.fullmatch(name)["name"].replace("BSD 3-Clause", "BSD-3-Clause")


def in_the_page(static):
    """Yield the wheels that Python in the page is made of."""
    for wheel in sorted((static / "python").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            info = next(name for name in names if name.endswith(".dist-info/METADATA"))
            metadata = email.message_from_string(archive.read(info).decode())
            folder = info.removesuffix("METADATA")
            texts = [
                archive.read(name).decode()
                for name in names
                if name.startswith(folder) and LICENCE_FILE.search(Path(name).name)
            ]
        yield {
            "name": metadata["Name"],
            "version": metadata["Version"],
            "licence": licence_of(metadata),
            "text": "\n\n".join(texts).strip(),
        }


def entry(row):
    """Answer one package as a line that opens on its licence's text."""
    licence = row["licence"].strip("()")
    title = html.escape(" ".join(filter(None, (row["name"], row["version"]))) + f": {licence}")
    if not row["text"]:
        return f'<p class="dlb-licence">{title} (its text need not stand beside a program)</p>'
    text = html.escape(row["text"])
    return (
        f'<details class="dlb-licence"><summary>{title}</summary>'
        f'<pre tabindex="0">{text}</pre></details>'
    )
