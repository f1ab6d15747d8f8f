"""What each page loads: the theme, without its icon script, icon fonts and live-code scripts."""

import os
import re
import shutil
from pathlib import Path

from docutils import nodes
from html_pages import rewrite

UNUSED_FOLDERS = ("vendor/fontawesome", "locales")
UNWANTED = re.compile(r"fontawesome|thebe")
THEME_STYLE = Path("_static", "styles", "pydata-sphinx-theme.css")
ICON_RULES = re.compile(
    r"@font-face\{[^}]*Font Awesome[^}]*\}|(?:\.fa-[\w-]+::?before,?)+\{content:[^}]*\}"
)
SOURCE_MAP = re.compile(r"\n?(?://|/\*)# sourceMappingURL=[^\s*]+(?: *\*/)?\s*$")
ICON_SCRIPT = re.compile(r"\s*<(?:script|link)[^>]*fontawesome[^>]*>(?:\s*</script>)?")


def setup(app):
    """Filter late, after every extension has added its own files."""
    app.connect("config-inited", use_address)
    app.connect("html-page-context", drop_margin_notes, priority=400)
    app.connect("html-page-context", drop_files, priority=900)
    app.connect("build-finished", drop_icon_links)
    app.connect("build-finished", drop_icon_fonts)
    app.connect("build-finished", drop_unwanted_files)
    app.connect("build-finished", drop_source_maps)


def use_address(app, config):
    """Links for sharing need the site's public address, which only its host knows: SITE_URL."""
    config.ogp_site_url = config.html_baseurl = os.environ.get("SITE_URL", "")


def drop_margin_notes(app, pagename, templatename, context, doctree):
    """A page's description for sharing, made after this, begins with its text and not with a note
    in the margin. The page itself is written already."""
    if doctree is not None:
        for note in list(doctree.findall(nodes.sidebar)):
            note.parent.remove(note)


def drop_files(app, pagename, templatename, context, doctree):
    """Take the unwanted scripts and style sheets out of the page's lists."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            file
            for file in context.get(kind, [])
            if not UNWANTED.search(str(getattr(file, "filename", file) or ""))
            and "thebe" not in str(getattr(file, "attributes", {}).get("body", ""))
        ]


def drop_icon_links(app, exception):
    """The theme writes its icon files into the pages' heads by hand: take them out there."""
    rewrite(app, exception, lambda text, page: ICON_SCRIPT.sub("", text))


def drop_icon_fonts(app, exception):
    """Take the icon fonts out of the theme's style sheet; icons.css draws those in use."""
    if exception or app.builder.format != "html":
        return
    path = app.outdir / THEME_STYLE
    path.write_text(ICON_RULES.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    for template in (app.outdir / "_static").glob("*webpack-macros.html"):
        template.unlink()  # of the theme's own build


def drop_unwanted_files(app, exception):
    """What no page names any more is not shipped either."""
    if exception or app.builder.format != "html":
        return
    for folder in UNUSED_FOLDERS:
        shutil.rmtree(app.outdir / "_static" / folder, ignore_errors=True)
    for path in (app.outdir / "_static").rglob("*"):
        if UNWANTED.search(path.name) and path.is_file():
            path.unlink()


def drop_source_maps(app, exception):
    """The theme's maps are of files that were shortened here: no map is better than a wrong one."""
    if exception or app.builder.format != "html":
        return
    for folder in ("scripts", "styles"):
        for path in (app.outdir / "_static" / folder).iterdir():
            if path.suffix == ".map":
                path.unlink()
            elif path.suffix in (".js", ".css"):
                text = path.read_text(encoding="utf-8")
                path.write_text(SOURCE_MAP.sub("", text), encoding="utf-8")
