"""The package's docstrings, written to be read in the source, as the API pages show them.

A docstring is plain text: `code` in backticks; arguments as "name: text" at the start of a line, or
"name : text" below an underlined heading; anything indented after a blank line is shown as it is.
"""

import re

from sphinx import addnodes

ITEM = re.compile(r"(\*{0,2}[A-Za-z_]\w*(?:, \*{0,2}[A-Za-z_]\w*)*) ?: +(\S.*)")
CODE = re.compile(r"(`+)(.+?)\1")
INHERITED = "(*args: t.Any, **kwargs: t.Any)"
UNDERLINE = re.compile(r"-{3,}$")


def setup(app):
    """Rewrite each docstring as it is read, and leave out what says nothing in a signature."""
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-process-signature", without_inherited)
    app.connect("object-description-transform", without_address)


def rewrite(app, what, name, obj, options, lines):
    """Replace `lines`, a docstring, with the reStructuredText that shows it."""
    lines[:] = as_markup(lines)


def without_inherited(app, what, name, obj, options, signature, returns):
    """Answer no signature in the place of ipywidgets', which takes anything: the parameters are listed."""
    return ("", None) if signature == INHERITED else None


def without_address(app, domain, objtype, content):
    """Take out a value that has no name of its own, such as a table of functions."""
    for part in list(content.parent.findall(addnodes.desc_annotation)):
        if part.astext().startswith(" = ") and "<" in part.astext():
            part.parent.remove(part)


def as_markup(lines):
    """Answer a docstring's `lines` as lines of reStructuredText."""
    shown = []
    for paragraph in paragraphs(lines):
        if len(paragraph) > 1 and UNDERLINE.match(paragraph[1]):
            shown += [f"**{plain(paragraph[0])}**", ""]
            paragraph = paragraph[2:]
        if not paragraph:
            continue
        if all(line.startswith(" ") for line in paragraph):
            shown += ["::", "", *("    " + line for line in paragraph), ""]
        else:
            shown += [*items(paragraph), ""]
    return shown


def paragraphs(lines):
    """Yield runs of lines that are not blank."""
    run = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line.rstrip())
        elif run:
            yield run
            run = []


def items(paragraph):
    """Answer `paragraph` with its arguments as a list, each name in bold."""
    shown, in_list = [], False
    for line in paragraph:
        found = ITEM.match(line)
        if found:
            if shown and not in_list:
                shown.append("")
            in_list = True
            shown.append(f"- **{plain(found[1])}**: {plain(found[2])}")
        else:
            shown.append(("  " if in_list else "") + plain(line.strip()))
    return shown


def plain(text):
    """Answer `text` with backticks as code and no other mark taken for markup."""
    shown, end = [], 0
    for code in CODE.finditer(text):
        shown += [escape(text[end : code.start()]), f"``{code[2]}``"]
        end = code.end()
    return "".join(shown) + escape(text[end:])


def escape(text):
    """Answer `text` with a backslash before what reStructuredText would read as markup."""
    return re.sub(r"[\\*|]|(?<=\w)_(?!\w)", r"\\\g<0>", text)
