"""What is printed, in which order, and the pages before it: title and table of contents."""

import html

import yaml

from tools.paths import ROOT

Parts = list[tuple[str, list[str]]]
"""The captions of the book's parts, each with the names of its pages, such as book/losses."""

LEFT_OUT = "book/api"
TITLE = "Deep learning, by hand"

STYLE = """
body { font: 11pt/1.5 system-ui, sans-serif; margin: 0; }
.title { height: 220mm; display: flex; flex-direction: column; justify-content: center; }
.title h1 { font-size: 32pt; margin: 0 0 8mm; }
h2 { break-before: page; font-size: 18pt; }
h3 { font-size: 11pt; margin: 5mm 0 1mm; break-after: avoid; }
p.entry { display: flex; margin: 0; break-inside: avoid; }
p.entry a { color: inherit; text-decoration: none; }
p.entry i { flex: 1; border-bottom: 1px dotted #888; margin: 0 2mm 1.5mm; }
"""


def listed(names: list[str] | None = None) -> Parts:
    """Answer the parts of the table of contents with their pages, the API's left out; those in
    `names` alone where they are given."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    parts = [("", [contents["root"]])]
    parts += [
        (part["caption"], [c["file"] for c in part["chapters"]]) for part in contents["parts"]
    ]
    wanted = [
        (caption, [n for n in pages if n != LEFT_OUT and (names is None or n in names)])
        for caption, pages in parts
    ]
    return [(caption, pages) for caption, pages in wanted if pages]


def front_matter(base: str, parts: Parts, titles: dict[str, str], numbers: dict[str, int]) -> str:
    """Answer the HTML of title and contents, with each page's number from `numbers`; links lead to
    the pages' addresses under `base`."""
    lines = []
    for caption, names in parts:
        if caption:
            lines.append(f"<h3>{html.escape(caption)}</h3>")
        lines += [
            f'<p class="entry"><a href="{base}{name}.html">{html.escape(titles[name])}</a>'
            f"<i></i>{numbers.get(name, 0)}</p>"
            for name in names
        ]
    return (
        f'<!doctype html><html lang="en"><title>{TITLE}</title><style>{STYLE}</style>'
        f'<div class="title"><h1>{TITLE}</h1><p>An interactive textbook of the foundations of deep '
        "learning, printed. Where the website has a figure to move, a picture of it stands.</p>"
        f"<p>The dlbook authors. Text and pictures: CC BY 4.0; code: MIT.</p></div>"
        f"<h2>Contents</h2>{''.join(lines)}</html>"
    )
