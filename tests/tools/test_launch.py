"""Buttons that lead to the source and elsewhere: their links, and none without the repository's
address."""

import sys
from types import SimpleNamespace

import pytest
from sphinx.errors import ConfigError

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))
import site_launch

SOURCE = "https://github.com/teacher/deep"
BINDER = "https://mybinder.org/v2/gh/teacher/deep/main?urlpath=lab/tree/book/losses.ipynb"
COLAB = (
    "https://colab.research.google.com/github/teacher/deep/blob/gh-pages/_sources/book/losses.ipynb"
)


def links(monkeypatch, repository, site="", suffix=".ipynb"):
    """The addresses of the buttons that a page gets, by their text."""
    monkeypatch.setenv("REPOSITORY_URL", repository)
    monkeypatch.setenv("SITE_URL", site)
    context = {"page_source_suffix": suffix, "header_buttons": []}
    site_launch.add_buttons(SimpleNamespace(), "book/losses", "page.html", context, None)
    return {
        button["text"]: button["url"]
        for found in context["header_buttons"]
        for button in found.get("buttons", [found])
    }


@pytest.mark.parametrize("end", ["", "/", ".git"])
def test_binder_opens_the_repository_s_notebook(monkeypatch, end):
    assert links(monkeypatch, f"https://github.com/teacher/deep{end}") == {
        "Source": SOURCE,
        "Binder": BINDER,
    }


def test_with_the_site_s_address_colab_opens_the_notebook_that_installs(monkeypatch):
    found = links(monkeypatch, SOURCE, "https://books.example/")
    assert found == {"Source": SOURCE, "Binder": BINDER, "Colab": COLAB}


def test_without_the_repository_there_is_no_button(monkeypatch):
    assert links(monkeypatch, "", "https://books.example/") == {}


def test_a_page_that_is_no_notebook_has_the_source_alone(monkeypatch):
    assert links(monkeypatch, SOURCE, suffix=".md") == {"Source": SOURCE}


@pytest.mark.parametrize(
    "address", ["github.com/a/b", "https://github.com/a", "https://example.com/a/b", " "]
)
def test_an_address_that_is_no_repository_is_named(monkeypatch, address):
    with pytest.raises(ConfigError, match=r"REPOSITORY_URL must be https://github\.com/OWNER/NAME"):
        links(monkeypatch, address)
