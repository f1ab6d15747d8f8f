"""A page's styles in one file, its scripts out of the way, its code and its larger formulas laid out once
they are near, so that its text is there sooner.

The theme and its extensions bring some twenty small files; before any text is shown a browser would
fetch each of them. Most of their rules are for parts that no page of this book has: those are left
out.
"""

import hashlib
import html
import re
import subprocess
from functools import cache
from pathlib import Path

import site_fonts
import site_rooms
from html_pages import rewrite

from tools import node

PURGE = Path(__file__).parents[2] / "web" / "theme" / "purge.mjs"
OWN = Path(__file__).parents[1] / "_static"
WHOLE = "/* purgecss start ignore */\n{}\n/* purgecss end ignore */"

LINK = re.compile(
    r'\s*<link (?=[^>]*rel="stylesheet")[^>]*href="(?:\.\./)*(_static/(?!page-)[^"?]+\.css)[^"]*"[^>]*>'
)
IMPORT = re.compile(r'@import\s*(?:url\()?["\']?([^"\')\s;]+)["\']?\)?\s*;')
ADDRESS = re.compile(r'url\((["\']?)(?![a-z]+:|#|/)([^)"\']+)\1\)')
CODE = re.compile(r'(<div class="highlight"><pre)>(.*?)</pre>', re.DOTALL)
PLAIN = re.compile(r'<span class="(?:w|n|nn|p)">([^<]*)</span>')
"""Spaces, names and brackets, which have the colour of the text: two thirds of the elements of code."""
TAG = re.compile(r"<[^>]*>")
PRINTED = re.compile(r"[ -~]*")
FORMULA = re.compile(r'<span class="katex-display">(?=(.*?)</div>)', re.DOTALL)
STRUT = re.compile(r'"katex-strut" style="height:([\d.]+)em;(?:vertical-align:-([\d.]+)em;)?"')
SCRIPT = re.compile(r"<script (?=[^>]*src=)(?![^>]*(?:type=|defer|async|documentation_options))")
TABS = re.compile(r'\s*<script [^>]*src="[^"]*/design-tabs\.js[^"]*"[^>]*></script>')


def setup(app):
    """Run when the pages and all files are written, before the policy is."""
    app.connect("build-finished", speed_up, priority=800)


def speed_up(app, exception):
    """Write each page anew."""
    rewrite(app, exception, lambda text, page: quicker(text, page, app.outdir))


def quicker(text, page, outdir):
    """Answer the HTML `text` of a page with one style sheet, the rooms of its figures, and scripts
    that wait."""
    head, end, body = text.partition("</head>")
    if not end:
        return text
    depth = len(page.relative_to(outdir).parts) - 1
    head = with_one_style(head, outdir, "../" * depth)
    head += site_fonts.early(body, "../" * depth) + site_rooms.sheet(body)
    if "sd-tab" not in body:
        head = TABS.sub("", head)
    body = FORMULA.sub(with_height, CODE.sub(with_size, body))
    return SCRIPT.sub("<script defer ", head) + end + body


def with_height(formula):
    """Answer the start of a formula on a line of its own that says how far it reaches above the line and
    below, in its letters' size, as KaTeX has computed it for each of the parts that it may break into.
    """
    parts = [(float(height), float(depth or 0)) for height, depth in STRUT.findall(formula[1])]
    above = max(height - depth for height, depth in parts)
    below = max(depth for _, depth in parts)
    return f'<span class="katex-display" style="--dlb-above:{above:.4g};--dlb-below:{below:.4g}">'


def with_size(code):
    """Answer a block of code that says how large its text is, as large it counts before it is laid out:
    how many lines it has, and how many letters the longest of them, where all are equally wide.
    """
    text = PLAIN.sub(r"\1", code[2])
    lines = html.unescape(TAG.sub("", text)).rstrip("\n").split("\n")
    size = f"--dlb-lines:{len(lines)}"
    if all(PRINTED.fullmatch(line) for line in lines):
        size += f";--dlb-columns:{max(map(len, lines))}"
    return f'{code[1]} style="{size}">{text}</pre>'


def with_one_style(head, outdir, up):
    """Answer `head` with one link in the place of all to style sheets of the site."""
    names = LINK.findall(head)
    if not names:
        return head
    text = used("\n".join(style(outdir / name, outdir / "_static") for name in names), outdir)
    name = f"_static/page-{hashlib.sha256(text.encode()).hexdigest()[:16]}.css"
    (outdir / name).write_text(text, encoding="utf-8")
    at = LINK.search(head).start()
    link = f'\n  <link rel="stylesheet" href="{up}{name}" />'
    return head[:at] + link + LINK.sub("", head[at:])


@cache
def used(text, outdir):
    """Answer what the pages and scripts in `outdir` use of the style sheet `text`."""
    command = [node.folder() / "node", PURGE, outdir]
    return subprocess.run(
        command, input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout


def style(path, place):
    """Answer the style sheet `path` as it reads in the folder `place`, with what it imports; one that
    the book's front end wrote is marked to be kept whole."""
    text = path.read_text(encoding="utf-8")
    if (OWN / path.name).is_file():
        return WHOLE.format(text)
    folder = path.parent.relative_to(place).as_posix()
    if folder != ".":
        text = ADDRESS.sub(rf"url(\g<1>{folder}/\g<2>\g<1>)", text)
    return IMPORT.sub(lambda found: style((path.parent / found[1]).resolve(), place), text)
