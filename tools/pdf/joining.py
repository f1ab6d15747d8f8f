"""Printed pages as one book: links between them, an outline, one numbering."""

import os
import unicodedata
from pathlib import Path
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from tools.pdf.contents import TITLE, Parts, front_matter
from tools.pdf.printing import Printed, Printer

Place = tuple[int, float | None]
"""A number of a page, from 0, and a height on it in points from below (None: its top)."""


class Book:
    """What is printed, put together."""

    def __init__(self, base: str, public: str = "") -> None:
        self.base = base
        self.public = public and public.rstrip("/") + "/"
        self.writer = PdfWriter()
        self.titles: dict[str, str] = {}
        self.places: dict[str, Place] = {}
        self.owners: list[str] = []

    def add(self, pdf: PdfReader, name: str) -> None:
        """Append the PDF of page `name`, and note where its targets lie."""
        first = len(self.owners)
        self.places[name] = (first, None)
        for target, place in pdf.named_destinations.items():
            number = pdf.get_destination_page_number(place)
            if number is not None:
                key = f"{name}#{unquote(target.removeprefix('/'))}"
                self.places[key] = (first + number, place.top)
        for page in pdf.pages:
            self.writer.add_page(page)
            self.owners.append(name)

    def link(self) -> None:
        """Let every link to a page of the book lead to its place in the PDF, and one to a page that
        is not printed to the website's public address, or nowhere without one."""
        for page, owner in zip(self.writer.pages, self.owners, strict=True):
            kept = ArrayObject()
            for annotation in page.get("/Annots", ()):
                link = annotation.get_object()
                address = str(action(link).get("/URI", ""))
                place = self.target(link, owner, address)
                if place:
                    self.lead(link, *place)
                elif address.startswith(self.base):
                    if not self.public:
                        continue
                    path = address.removeprefix(self.base)
                    action(link)[NameObject("/URI")] = TextStringObject(self.public + path)
                kept.append(annotation)
            page[NameObject("/Annots")] = kept

    def target(self, link: DictionaryObject, owner: str, address: str) -> Place | None:
        """Answer where `link` on a page of `owner`, with the `address` it names or none, leads
        inside the book, or None."""
        inside = link.get("/Dest", action(link).get("/D"))
        if inside is not None and not isinstance(inside, ArrayObject):
            return self.places.get(f"{owner}#{unquote(str(inside).removeprefix('/'))}")
        if not address.startswith(self.base):
            return None
        path, _, fragment = address.removeprefix(self.base).partition("#")
        name = path.removesuffix(".html")
        return self.places.get(f"{name}#{unquote(fragment)}", self.places.get(name))

    def lead(self, link: DictionaryObject, number: int, top: float | None) -> None:
        """Let `link` lead to the height `top` on page `number`."""
        link.pop("/A", None)
        height = NullObject() if top is None else NumberObject(round(top))
        link[NameObject("/Dest")] = ArrayObject(
            [
                self.writer.pages[number].indirect_reference,
                NameObject("/XYZ"),
                NullObject(),
                height,
                NullObject(),
            ]
        )

    def outline(self, parts: Parts, printed: dict[str, Printed]) -> None:
        """Add the outline: parts, their pages, and the sections of these."""
        for caption, names in parts:
            first = self.places[names[0]][0]
            part = self.item(caption, (first, None), None) if caption else None
            for name in names:
                chapter = self.item(self.titles[name], self.places[name], part)
                for target, title in printed[name].sections:
                    place = self.places.get(f"{name}#{target}", self.places[name])
                    self.item(title, place, chapter)

    def item(self, title: str, place: Place, parent: IndirectObject | None) -> IndirectObject:
        """Add one line to the outline; answer it."""
        number, top = place
        return self.writer.add_outline_item(
            title=title, page_number=number, parent=parent, fit=Fit.xyz(top=top)
        )

    def number(self, numbers: PdfReader) -> None:
        """Print on each page but the first the number that stands on the same page of `numbers`."""
        for page, numbered in list(zip(self.writer.pages, numbers.pages, strict=True))[1:]:
            page.merge_page(numbered)
            page.compress_content_streams()

    def write(self, file: Path) -> None:
        """Write the book into `file`, what occurs twice in it once."""
        self.writer.compress_identical_objects()
        self.writer.write(file)


def action(link: DictionaryObject) -> DictionaryObject:
    """Answer what following `link` does, empty where it names a place alone."""
    return link["/A"].get_object() if "/A" in link else DictionaryObject()


def joined(printer: Printer, parts: Parts) -> Book:
    """Print the pages of `parts`; answer them as one book."""
    printed = {name: printer.page(name) for _, names in parts for name in names}
    book = Book(printer.base, os.environ.get("SITE_URL", ""))
    book.titles = {name: one.title for name, one in printed.items()}
    book.add(opening(printer, parts, printed), "")
    for name, one in printed.items():
        book.add(one.pdf, name)
    book.link()
    book.outline(parts, printed)
    book.number(printer.numbers(len(book.owners)))
    book.writer.add_metadata({"/Title": TITLE, "/Author": "The dlbook authors"})
    return book


def opening(printer: Printer, parts: Parts, printed: dict[str, Printed]) -> PdfReader:
    """Print title and contents; their own length decides the numbers that stand in them."""
    titles = {name: one.title for name, one in printed.items()}
    first = len(printer.text(front_matter(printer.base, parts, titles, {})).pages) + 1
    numbers = {}
    for name, one in printed.items():
        numbers[name] = first
        first += len(one.pdf.pages)
    return printer.text(front_matter(printer.base, parts, titles, numbers))


def missing(file: Path, titles: dict[str, str]) -> list[str]:
    """Answer those of `titles` that the PDF `file` has not at the top of the page where its outline
    says that they are."""
    book = PdfReader(file)
    starts: dict[str, list[int | None]] = {}
    for item in flat(book.outline):
        starts.setdefault(item.title, []).append(book.get_destination_page_number(item))
    return [
        title
        for title in titles.values()
        if not any(begins(book, number, title) for number in starts.get(title, ()))
    ]


def begins(book: PdfReader, number: int | None, title: str) -> bool:
    """Say whether page `number` of `book` has the words of `title` near its beginning."""
    if number is None:
        return False
    text = letters(book.pages[number].extract_text())
    return letters(title) in text[: len(title) + 200]


def letters(text: str) -> str:
    """Answer `text` without spaces, and with two letters where a font has one sign for them: ﬁ."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def flat(outline: list) -> list:
    """Answer the items of an outline whose levels are lists in lists, as one list."""
    return [one for item in outline for one in (flat(item) if isinstance(item, list) else [item])]
