"""What the search shows of a page: its text, not its formulas a second and a third time as MathML and
TeX, not its list of contents nor its folded code, with a space between its parts; and names that
break after their dots.

Sphinx's script fetches each page that it found, and cuts a piece out of its text.
"""

SCRIPT = "_static/searchtools.js"
MENDED = (
    ('[".headerlink", "script", "style"]',
     '[".headerlink", "script", "style", ".katex-mathml", ".eqno", ".bd-header-article", '
     '".bd-sidebar-secondary", "#jb-print-docs-body", ".prev-next-footer", ".bd-footer-content", '
     '"details.hide", ".viewcode-link"]'),
    ("    if (anchor) {\n      const anchorContent",
     '    htmlElement.querySelectorAll("div, p, li, dt, dd, td, th, pre, h1, h2, h3, h4, figcaption, summary")'
     '.forEach((el) => { el.append(" ") });\n'
     "    if (anchor) {\n      const anchorContent"),
    ("const text = Search.htmlToText(htmlText, anchor);",
     r'const text = Search.htmlToText(htmlText, anchor).replace(/\s+/g, " ").trim();'),
    ("Math.max(actualStartPosition - 120, 0)", "Math.max((actualStartPosition ?? 0) - 120, 0)"),
    ('"Search finished, found ${resultCount} page(s) matching the search query."',
     'resultCount === 1 ? "Found in one place." : "Found in ${resultCount} places."'),
    ("linkEl.innerHTML = title;", 'linkEl.innerHTML = title.replace(/\\.(?=\\w)/g, ".<wbr>");'),
)  # fmt: skip


def setup(app):
    """Run when all files are written."""
    app.connect("build-finished", mend)


def mend(app, exception):
    """Write the script anew."""
    path = app.outdir / SCRIPT
    if not exception and path.is_file():
        path.write_text(mended(path.read_text(encoding="utf-8")), encoding="utf-8")


def mended(script):
    """Answer Sphinx's `script` with everything mended, once; raises ValueError where it is another."""
    for stock, better in MENDED:
        if better not in script and stock not in script:
            raise ValueError(f"{SCRIPT} does not read {stock}; see {__name__}")
        script = script if better in script else script.replace(stock, better)
    return script
