"""The book on paper: every page is there, linked, numbered, its questions as text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypdf import PdfReader, PdfWriter

from dlbook.figures.kit.typeset import curled
from tests.book.pages import chapters, notebook
from tools import chromium
from tools.paths import ROOT
from tools.pdf.contents import listed
from tools.pdf.joining import flat, letters, missing

SMALL = ("book/perceptron", "book/notation")


def printed(file, *names):
    """The PDF that the command prints of the pages `names`, or of all."""
    if not chromium.find():
        pytest.skip("printing needs a Chromium on the PATH")
    command = [sys.executable, "-m", "tools.pdf", str(file), *names]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return PdfReader(file)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return printed(tmp_path_factory.mktemp("pdf") / "small.pdf", *SMALL)


@pytest.fixture(scope="module")
def texts(small):
    """What is written on each page."""
    return [page.extract_text() for page in small.pages]


def test_the_outline_leads_to_each_page_and_section(small, texts):
    items = flat(small.outline)
    titles = [item.title for item in items]
    assert titles[:3] == ["Networks", "The perceptron", "Multiply, add, squash"]
    assert "Notation" in titles
    captions = {caption for caption, _ in listed()}
    for item in items:
        text = texts[small.get_destination_page_number(item)]
        assert letters(item.title) in letters(text) or item.title in captions


def test_links_stay_inside_and_lead_to_pages(small):
    pages = [page.indirect_reference for page in small.pages]
    links = [a.get_object() for page in small.pages for a in page.get("/Annots", ())]
    inside = [link["/Dest"] for link in links if "/Dest" in link]
    assert len(inside) >= 5
    assert all(place[0].idnum in {page.idnum for page in pages} for place in inside)
    outside = [str(link["/A"]["/URI"]) for link in links if "/A" in link]
    assert any("youtube.com/watch" in address for address in outside)
    assert not any("127.0.0.1" in address for address in outside)


def test_the_contents_say_the_numbers_that_the_pages_carry(small, texts):
    for number, text in enumerate(texts[1:], 2):
        assert text.split()[-1] == str(number) or text.split()[0] == str(number)
    for title in ("The perceptron", "Notation"):
        place = next(item for item in flat(small.outline) if item.title == title)
        number = small.get_destination_page_number(place) + 1
        assert letters(f"{title}{number}") in letters(texts[1])


def test_questions_are_text_and_figures_are_pictures(small, texts):
    text = letters("".join(texts))
    shown = [
        output["data"]["text/plain"]
        for cell in notebook("perceptron").cells
        for output in cell.get("outputs", [])
        if output.get("data", {}).get("text/plain", "").startswith("Predict: ")
    ]
    questions = [
        one.removeprefix("Predict: ").partition(" (")[0].partition("\n")[0] for one in shown
    ]
    assert len(questions) > 1
    for question in questions:
        assert letters(curled(question)) in text
    assert "Commitmyanswer" not in text
    assert any(page.images for page in small.pages)


def test_a_page_that_is_not_where_the_outline_says_is_missed(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_outline_item(title="Losses", page_number=0)
    writer.write(tmp_path / "empty.pdf")
    titles = {"book/losses": "Losses", "book/dropout": "Dropout"}
    assert missing(tmp_path / "empty.pdf", titles) == ["Losses", "Dropout"]


def test_every_chapter_is_to_be_printed_and_no_page_of_the_api():
    pages = [name for _, names in listed() for name in names]
    assert {f"book/{name}" for name in chapters()} < set(pages)
    assert not any("api" in name for name in pages)


@pytest.mark.slow
def test_the_whole_book_is_printed(tmp_path):
    book = printed(tmp_path / "book.pdf")  # the command fails where a page is missing
    assert len(book.pages) > 200
