"""A page's widgets: their state in one file beside the page, the modules that draw them once for the
site, with what several of them need in files that they share.

myst-nb writes the state into the page, and with it the text of a module for every figure and every
question. The page would not end before all of that had come, though its text needs none of it.
"""

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path

from tools.front_end import manager_files

STATE = "application/vnd.jupyter.widget-state+json"
FOLDER = "_static/figures"
VIEW = re.compile(r'(<script type="application/vnd.jupyter.widget-view\+json">)(.*?)(?=</script>)')
NAME = re.compile(r"\b(?:IPY_MODEL_)?([0-9a-f]{32})\b")


def setup(app):
    """Begin with an empty folder; run when a page's scripts are all known."""
    app.connect("builder-inited", forget_earlier)
    app.connect("html-page-context", move_state, priority=900)


def forget_earlier(app):
    """Empty the folder of what earlier builds wrote under other names. Every page is written anew
    (`tools/build.py` builds with --all), so each file that is named comes again."""
    if app.builder.format == "html":
        for old in Path(app.outdir, FOLDER).glob("*"):
            old.unlink()


def move_state(app, pagename, templatename, context, doctree):
    """Replace the script with the state by a link to a file that holds it."""
    kept = []
    for script in context.get("script_files", []):
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") != STATE:
            kept.append(script)
            continue
        names = lasting_names(pagename, attributes["body"], context["body"])
        context["body"] = VIEW.sub(sorted_view, named(names, context["body"]))
        state = json.loads(named(names, attributes["body"]))
        manager = [relative(pagename, f"_static/{path.name}") for path in manager_files()]
        files = [*manager, *share_modules(app, pagename, state)]
        compress_buffers(state)
        address = relative(pagename, save(app, json.dumps(state, sort_keys=True)))
        context["metatags"] = context.get("metatags", "") + links(address, files)
    context["script_files"] = kept


def lasting_names(pagename, text, body):
    """Answer a name for the name of each model in the state `text` of the page with that `body`:
    Jupyter's are drawn at random, these are the same in every build."""
    counted = (
        (model, hashlib.sha256(f"{pagename} {count}".encode()).hexdigest()[:32])
        for count, model in enumerate(in_order(json.loads(text)["state"], body))
    )
    return dict(counted)


def in_order(models, body):
    """Answer the names of `models` as the page comes to them: those that the `body` shows, each with
    those that it refers to, then the others, as links are, by what they and those that they refer to
    say."""
    found = {}

    def come_to(name):
        if name in models and name not in found:
            found[name] = str(len(found))
            for other in NAME.findall(json.dumps(models[name], sort_keys=True)):
                come_to(other)

    @cache
    def said(name):
        if name in found or name not in models:
            return found.get(name, name)
        return NAME.sub(lambda other: said(other[1]), json.dumps(models[name], sort_keys=True))

    for name in NAME.findall(body):
        come_to(name)
    referred = {other for model in models.values() for other in NAME.findall(json.dumps(model))}
    for left in (models.keys() - referred, models.keys()):
        for name in sorted(left - found.keys(), key=said):
            come_to(name)
    return list(found)


def named(names, text):
    """Answer `text` with the models' names exchanged."""
    return NAME.sub(lambda found: found[0].replace(found[1], names.get(found[1], found[1])), text)


def sorted_view(view):
    """Answer a view whose entries have the same order whether it is new or was kept."""
    return view[1] + json.dumps(json.loads(view[2]), sort_keys=True)


def share_modules(app, pagename, state):
    """Put the address of its module into each widget of `state`; answer all files that they need."""
    known = json.loads(Path(app.srcdir, "book", FOLDER, "files.json").read_text(encoding="utf-8"))
    needed = {}
    for model in state["state"].values():
        if "_esm" in model["state"]:
            module = model["state"]["_anywidget_id"].split(".")[-2]
            files = [relative(pagename, f"{FOLDER}/{name}") for name in known[module]]
            model["state"]["_esm"] = files[0]
            needed.update(dict.fromkeys(files))
    return list(needed)


def compress_buffers(state):
    """Compress the binary parts of `state`: as text they would travel a fifth longer, since what is in
    letters of six bits a host's compression hardly finds. `web/manager/buffers.js` unpacks them."""
    for model in state["state"].values():
        for buffer in model.get("buffers", []):
            packed = gzip.compress(base64.b64decode(buffer["data"]), mtime=0)
            buffer.update(encoding="gzip", data=base64.b64encode(packed).decode())


def links(state, modules):
    """Answer the tags by which `web/manager/start.js` finds the state and the modules; by themselves they
    fetch nothing."""
    found = [("state", state), *(("module", module) for module in modules)]
    return "".join(f'<link rel="dlb-{kind}" href="{address}">\n' for kind, address in found)


def relative(pagename, name):
    """Answer the address of a file of the site as seen from a page."""
    return "../" * pagename.count("/") + name


def save(app, text):
    """Write `text` under a name that only it has; answer that name."""
    name = f"{FOLDER}/{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
    path = app.outdir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name
