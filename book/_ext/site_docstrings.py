"""The package's docstrings, written to be read in the source, as the API pages show them.

A docstring is plain text: `code` in backticks; arguments as "name: text", the first at the start of a
paragraph or named in the signature, the next after a full stop; or "name : text" below an underlined
heading; anything indented after a blank line is shown as it is; rows of a table between bars, as in Markdown.
"""

import inspect
import re
from itertools import groupby

from numpy.typing import ArrayLike
from sphinx import addnodes
from sphinx.util.typing import stringify_annotation

NAMES = r"\*{0,2}[A-Za-z_]\w*(?:, \*{0,2}[A-Za-z_]\w*)*"
BELOW_HEADING = re.compile(rf"({NAMES}) ?: +(?=\S)")
SENTENCE = re.compile(rf"(?:^|(?<=[.;]) )({NAMES}|[a-z]\w* \w+): (?=\S)")
EXPONENT = re.compile(r"\^(−?(?:\w+|\\\|\w+\\\|))")
CODE = re.compile(r"(`+)(.+?)\1")
INHERITED = "(*args: t.Any, **kwargs: t.Any)"
UNDERLINE = re.compile(r"-{3,}$")
FIELD = "Alias for field number "
NAMELESS = re.compile(r"<(?:built-in )?(?:function |class )?'?(\w+)[^<>]*>")
ARRAY_LIKE = stringify_annotation(ArrayLike, "smart")


def setup(app):
    """Rewrite each docstring as it is read, and leave out what says nothing in a signature."""
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-skip-member", is_bare_field)
    app.connect("autodoc-process-signature", readable)
    app.connect("object-description-transform", without_address)


def rewrite(app, what, name, obj, options, lines):
    """Replace `lines`, a docstring, with the reStructuredText that shows it."""
    lines[:] = as_markup(lines, names_of(obj))


def names_of(obj):
    """Answer the names that stand in the object's signature."""
    try:
        return set(inspect.signature(obj).parameters)
    except (TypeError, ValueError):
        return set()


def is_bare_field(app, what, name, obj, skip, options):
    """Leave out the field of a named tuple that its signature names and no docstring describes."""
    return True if (getattr(obj, "__doc__", None) or "").startswith(FIELD) else None


def readable(app, what, name, obj, options, signature, returns):
    """Answer the signature that is shown; none where it is ipywidgets', which takes anything: the
    parameters are listed."""
    return None if signature is None else (readable_signature(signature), returns)


def readable_signature(signature):
    """Answer `signature` as Sphinx can read it and a reader knows it: no types of which NumPy's is made,
    and no "<...>" for a value."""
    if signature == INHERITED:
        return ""
    signature = signature.replace(ARRAY_LIKE, "~numpy.typing.ArrayLike")
    return NAMELESS.sub(lambda found: "..." if found[1] == "factory" else found[1], signature)


def without_address(app, domain, objtype, content):
    """Take out a value that has no name of its own, such as a table of functions."""
    for part in list(content.parent.findall(addnodes.desc_annotation)):
        if part.astext().startswith(" = ") and "<" in part.astext():
            part.parent.remove(part)


def as_markup(lines, names=frozenset()):
    """Answer a docstring's `lines` as lines of reStructuredText; `names` stand in the signature."""
    shown = []
    for number, paragraph in enumerate(paragraphs(lines)):
        if len(paragraph) > 1 and UNDERLINE.match(paragraph[1]):
            shown += [f"**{plain(paragraph[0])}**", "", *below_heading(paragraph[2:]), ""]
        elif is_indented(paragraph):
            shown += ["::", "", *("    " + line for line in paragraph), ""]
        elif paragraph[0].startswith("- "):
            shown += [*map(plain, paragraph), ""]
        elif paragraph[0].startswith("|"):
            shown += [*table(paragraph), ""]
        else:
            shown += [*sentences(" ".join(map(str.strip, paragraph)), names, number == 0), ""]
    return shown


def paragraphs(lines):
    """Yield the paragraphs of `lines`; what is indented is one, with the blank lines in it."""
    for indented, together in groupby(runs(lines), is_indented):
        if indented:
            yield [line for run in together for line in ("", *run)][1:]
        else:
            yield from together


def is_indented(lines):
    """Say whether all lines that are not blank are indented."""
    return all(line.startswith(" ") for line in lines if line)


def runs(lines):
    """Yield runs of lines that are not blank."""
    run = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line.rstrip())
        elif run:
            yield run
            run = []


def below_heading(lines):
    """Answer the arguments, or the errors, below an underlined heading as a list."""
    shown = []
    for line in lines:
        found = BELOW_HEADING.match(line)
        if found:
            shown.append(item(found[1], line[found.end() :]))
        elif line.startswith(" "):
            shown.append("  " + plain(line.strip()))
        else:
            shown.append(item(line))
    return shown


def table(lines):
    """Answer a table's lines, `| cell | cell |`, the second of them a rule, as a list-table."""
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    cells = (
        f"{'   * -' if k == 0 else '     -'} {plain(cell)}".rstrip()
        for row in (head, *rows)
        for k, cell in enumerate(row)
    )
    return [".. list-table::", "   :header-rows: 1", "", *cells]


def sentences(text, names, is_summary):
    """Answer a paragraph's `text` with its arguments as a list.

    The first is named in the signature, or begins a paragraph that is not the docstring's first.
    """
    shown, begun, name = [], 0, None
    for found in SENTENCE.finditer(text):
        before = text[: found.start()][-1:]
        known = set(found[1].replace("*", "").split(", ")) <= names
        if name is None:
            begins = before != ";" and (known or (not before and not is_summary))
        else:
            begins = before == "." or known
        if begins:
            shown += sentence(name, text[begun : found.start()])
            name, begun = found[1], found.end()
    return shown + sentence(name, text[begun:])


def sentence(name, text):
    """Answer what is said of the argument `name`, or of none, as lines."""
    if name:
        return [item(name, text.removesuffix(";"))]
    return [plain(text), ""] if text else []


def item(name, text=""):
    """Answer an argument as an item of a list."""
    return f"- **{plain(name)}**: {plain(text)}".rstrip()


def plain(text):
    """Answer `text` with backticks as code and no other mark taken for markup."""
    shown, end = "", 0
    for code in CODE.finditer(text):
        shown += escape(text[end : code.start()])
        end = code.end()
        shown += f"``{code[2]}``" + ("\\ " if text[end : end + 1].isalnum() else "")
    return shown + escape(text[end:])


def escape(text):
    """Answer `text` with its own minus signs, arrows and exponents, and a backslash before what
    reStructuredText would read as markup, or as an address."""
    text = re.sub(r"(?<=[\s([^])-(?=[\w\s|])", "−", text.replace("->", "→"))
    text = re.sub(r"[\\*|]|(?<=\w)_(?!\w)|(?<=\w):(?=\w)", r"\\\g<0>", text)
    return EXPONENT.sub(r"\ :sup:`\1`\ ", text)
