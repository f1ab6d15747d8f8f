"""Buttons that lead to the book's source and open a chapter elsewhere, where the build is told the
repository's public address.

Binder sets up the repository's main branch. Colab opens the notebook that the site offers for
download, from the branch that the site is published from, since that one installs the package; it
takes the wheel from the site, so this needs the site's address as well.
"""

import os
import re

from sphinx.errors import ConfigError

PUBLISHED = "gh-pages"
"""The branch that .github/workflows/site.yml publishes."""

ADDRESS = re.compile(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def setup(app):
    """Add the buttons when the theme has made its own."""
    app.connect("config-inited", lambda app, config: repository())
    app.connect("html-page-context", add_buttons, priority=502)


def repository():
    """Answer OWNER/NAME of the repository's address, or None where the build is given none."""
    address = os.environ.get("REPOSITORY_URL", "")
    found = ADDRESS.fullmatch(address)
    if address and not found:
        raise ConfigError(
            f"REPOSITORY_URL must be https://github.com/OWNER/NAME or empty, got {address!r}"
        )
    return "/".join(found.groups()) if found else None


def add_buttons(app, pagename, templatename, context, doctree):
    """Give a page the link to the source, and one that is a notebook its buttons."""
    name, site = repository(), os.environ.get("SITE_URL", "")
    if name:
        context["header_buttons"].append(source(name))
    if name and context.get("page_source_suffix") == ".ipynb":
        group = {"type": "group", "tooltip": "Run this chapter elsewhere", "icon": "fas fa-rocket",
                 "label": "launch-buttons", "buttons": buttons(name, pagename, bool(site))}  # fmt: skip
        context["header_buttons"].append(group)


def source(repository):
    """Answer the theme's description of the link to the repository."""
    return {"type": "link", "text": "Source", "url": f"https://github.com/{repository}",
            "tooltip": "The book's repository: its source, and where to report a mistake",
            "icon": "fas fa-code-branch", "label": "source"}  # fmt: skip


def buttons(repository, pagename, has_site):
    """Answer the theme's descriptions of the buttons of a page."""
    file = f"{pagename}.ipynb"
    addresses = {"Binder": f"https://mybinder.org/v2/gh/{repository}/main?urlpath=lab/tree/{file}"}
    if has_site:
        at = f"github/{repository}/blob/{PUBLISHED}/_sources/{file}"
        addresses["Colab"] = f"https://colab.research.google.com/{at}"
    return [
        {"type": "link", "text": name, "tooltip": f"Run this chapter on {name}", "url": address,
         "icon": "fas fa-rocket", "label": f"launch-{name.lower()}"}
        for name, address in addresses.items()
    ]  # fmt: skip
