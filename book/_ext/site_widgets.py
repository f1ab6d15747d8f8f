"""A page's widgets: their state in one file beside the page, each drawing module once for the site.

myst-nb writes the state into the page, and with it the text of a module for every figure and every
question. The page would not end before all of that had come, though its text needs none of it.
"""

import hashlib
import json

STATE = "application/vnd.jupyter.widget-state+json"
FOLDER = "_static/widgets"


def setup(app):
    """Run when a page's scripts are all known."""
    app.connect("html-page-context", move_state, priority=900)


def move_state(app, pagename, templatename, context, doctree):
    """Replace the script with the state by a link to a file that holds it."""
    kept = []
    for script in context.get("script_files", []):
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") != STATE:
            kept.append(script)
            continue
        state = json.loads(attributes["body"])
        for model in state["state"].values():
            module = model["state"].get("_esm")
            if module:
                model["state"]["_esm"] = relative(pagename, save(app, module, "js"))
        address = relative(pagename, save(app, json.dumps(state), "json"))
        context["metatags"] = context.get("metatags", "") + link(address)
    context["script_files"] = kept


def link(address):
    """Answer the tag by which the page's script finds the state, which may be fetched at once."""
    return f'<link rel="preload" as="fetch" crossorigin href="{address}" data-widget-state>\n'


def relative(pagename, name):
    """Answer the address of a file of the site as seen from a page."""
    return "../" * pagename.count("/") + name


def save(app, text, suffix):
    """Write `text` once, under a name that only it has; answer that name."""
    name = f"{FOLDER}/{hashlib.sha256(text.encode()).hexdigest()[:16]}.{suffix}"
    path = app.outdir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name
