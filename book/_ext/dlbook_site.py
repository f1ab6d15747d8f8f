"""The book's own Sphinx extension: what the stock theme and myst-nb do not do by themselves."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import site_access  # beside this file
import site_checks
import site_docstrings
import site_downloads
import site_fonts
import site_launch
import site_licences
import site_lines
import site_links
import site_mathematics
import site_pages
import site_pictures
import site_policy
import site_progress
import site_python
import site_search
import site_speed
import site_stills
import site_streams
import site_theme
import site_typeset
import site_widgets

PARTS = (
    site_access,
    site_checks,
    site_docstrings,
    site_downloads,
    site_fonts,
    site_launch,
    site_licences,
    site_lines,
    site_links,
    site_mathematics,
    site_pages,
    site_pictures,
    site_policy,
    site_progress,
    site_python,
    site_search,
    site_speed,
    site_stills,
    site_streams,
    site_theme,
    site_typeset,
    site_widgets,
)


def setup(app):
    """Connect the parts; each one's first lines say what it is for."""
    for part in PARTS:
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
