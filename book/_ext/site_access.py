"""What the stock pages lack for screen readers, keyboards and translators, mended in their HTML."""

import re

from html_pages import rewrite

SIGNATURE = re.compile(r'<dt class="sig .*?</dt>', re.DOTALL)
HEAD = re.compile(r'<th class="head">(.*?)</th>', re.DOTALL)
FORMULA = re.compile(r'<p><span class="math">.*</span></p>', re.DOTALL)
SYMBOLS = re.compile(r"<semantics>(.*?)<annotation", re.DOTALL)
LISTS = (
    ("<dl>", '<span class="sig-lines">'),
    ("<dd>", '<span class="sig-line">'),
    ("</dl>", "</span>"),
    ("</dd>", "</span>"),
)
MENDED = (
    # a name that hides the words that are seen
    (re.compile(r'<summary aria-label="Toggle hidden content">'), "<summary>"),
    (re.compile(r'(<button class="btn search-button-field [^>]*?) aria-label="Search"'), r"\1"),
    # a name where only an icon is seen
    (re.compile(r'<summary>(?=<span class="toctree-toggle")'),
     '<summary aria-label="The pages below it">'),
    # a landmark for the logo and the search button
    (re.compile(r'<div id="pst-primary-sidebar" '),
     '<div id="pst-primary-sidebar" role="region" aria-label="The book" '),
    # the corner of a table heads nothing
    (re.compile(r'<th class="head">\s*(<p>\s*</p>)?\s*</th>'), "<td></td>"),
    # a name that every exercise of a page would have
    (re.compile(r'<section id="(?:exercise|solution)-content"'), "<section"),
    # a link within the words that open a solution
    (re.compile(r'(<p class="admonition-title">Solution to)<a [^>]*>(.*?)</a>(?=</p>)'), r"\1\2"),
    # a formula is no text to translate
    (re.compile(r'<span class="katex">'), '<span class="katex" translate="no">'),
)  # fmt: skip


def setup(app):
    """Mend the pages when all are written."""
    app.connect("build-finished", mend_pages)


def mend_pages(app, exception):
    """Write anew each page that had something to mend."""
    rewrite(app, exception, lambda text, page: mended(text))


def mended(text):
    """Answer the HTML `text` of a page with everything mended."""
    for pattern, replacement in MENDED:
        text = pattern.sub(replacement, text)
    text = HEAD.sub(with_name, text)
    return SIGNATURE.sub(lambda found: without_list(found[0]), text)


def with_name(head):
    """Answer the head of a column, named by its formula where it is nothing else."""
    if not FORMULA.fullmatch(head[1]):
        return head[0]
    symbols = "".join(re.sub("<[^>]*>", "", formula) for formula in SYMBOLS.findall(head[1]))
    return head[0].replace("<th ", f'<th aria-label="{symbols}" ', 1)


def without_list(signature):
    """Answer a signature whose lines are no list of definitions, since nothing is defined in it."""
    for tag, plain in LISTS:
        signature = signature.replace(tag, plain)
    return signature
