"""Print the built site into one PDF. Usage: python -m tools.pdf [file [page ...]]"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools import chromium
from tools.command_line import parser
from tools.paths import BUILD, SITE
from tools.pdf.contents import listed
from tools.pdf.joining import joined, missing
from tools.pdf.printing import Printer
from tools.serve import serving

PRINTED = BUILD / "deep-learning-by-hand.pdf"


def make(file: Path = PRINTED, names: list[str] | None = None, site: Path = SITE) -> list[str]:
    """Print the pages `names` (all of the table of contents but the API) into `file`; answer the
    titles of pages that are not found in what was written: none, if all went well.

    Raises FileNotFoundError when the site, or one of the pages, is not built.
    """
    parts = listed(names)
    for name in (name for _, below in parts for name in below):
        if not (site / f"{name}.html").is_file():
            raise FileNotFoundError(f"{name}.html is not in {site}: make site")
    with (
        serving(site, 8500) as address,
        sync_playwright() as playwright,
        chromium.launch(playwright) as browser,
    ):
        book = joined(Printer(browser, address), parts)
    file.parent.mkdir(parents=True, exist_ok=True)
    book.write(file)
    return missing(file, book.titles)


def main(arguments: list[str]) -> int:
    """Print the book and say where it is; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument("file", nargs="?", type=Path, default=PRINTED)
    command_line.add_argument("pages", nargs="*", metavar="page", help="such as book/losses")
    asked = command_line.parse_args(arguments)
    there = [name for _, names in listed() for name in names]
    if unknown := [name for name in asked.pages if name not in there]:
        command_line.error(f"no page {', '.join(unknown)}; there are {', '.join(there)}")
    file = asked.file
    try:
        lost = make(file, asked.pages or None)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if lost:
        print(f"{file} lacks {', '.join(lost)}", file=sys.stderr)
        return 1
    print(f"{file} ({file.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
