"""The pages of the built site."""

from __future__ import annotations

from tools.paths import SITE

GENERATED = ["genindex.html", "py-modindex.html", "search.html", "_modules/dlbook/quizzes.html"]
"""The pages that Sphinx adds; of those with source code, one."""
PAGES = sorted(path.relative_to(SITE).as_posix() for path in (SITE / "book").rglob("*.html"))
CHAPTERS = [page for page in PAGES if (SITE / "_sources" / page).with_suffix(".ipynb").is_file()]
