"""Links with a query: myst-parser escapes their & itself, and the page's writer does so again."""

import html

from docutils import nodes


def setup(app):
    """Mend the links of each page when it has been read."""
    app.connect("doctree-read", unescape)


def unescape(app, doctree):
    """Leave the escaping of addresses to the writer."""
    for link in doctree.findall(nodes.reference):
        if "&amp;" in link.get("refuri", ""):
            link["refuri"] = html.unescape(link["refuri"])
