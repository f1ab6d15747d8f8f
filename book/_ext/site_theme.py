"""The theme's scripts, where the book knows better.

The theme chooses light or dark once a page is laid out, and has it laid out again; and at every change
of a page it takes out of the tab order all code whose width a browser does not know yet, which
`web/theme/scrolling.js` finds out.
"""

from html_pages import rewrite

NO_THEME = 'localStorage.getItem("theme") || "auto"'
THEME = (
    'localStorage.getItem("theme") || '
    '(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
SCRIPT = "_static/scripts/pydata-sphinx-theme.js"
STOPS = (
    '["pre",".nboutput > .output_area",".cell_output > .output",".jp-RenderedHTMLCommon",'
    '".pst-scrollable-table-container"]'
)
NO_STOPS = '["dlb-no-stops"]'


def setup(app):
    """Run when the pages and all files are written, before the policy is."""
    app.connect("build-finished", mend, priority=790)


def mend(app, exception):
    """Write the pages and the theme's script anew; raises ValueError where that chooses tab stops in
    another way (that a page has its theme from the start is tested in a browser)."""
    rewrite(app, exception, lambda text, page: text.replace(NO_THEME, THEME))
    path = app.outdir / SCRIPT
    if not exception and path.is_file():
        path.write_text(without_stops(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_stops(script):
    """Answer the theme's `script`, which leaves the tab order of a page alone."""
    if STOPS not in script and NO_STOPS not in script:
        raise ValueError(f"{SCRIPT} does not choose tab stops as it did; see {__name__}")
    return script.replace(STOPS, NO_STOPS)
