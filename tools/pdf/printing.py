"""One page of the site on paper, by a browser that runs no scripts."""

import io
from dataclasses import dataclass

from playwright.sync_api import Browser
from pypdf import PdfReader

PAPER = {"format": "A4", "print_background": True, "scale": 0.8}
MARGIN = {"top": "18mm", "bottom": "20mm", "left": "18mm", "right": "18mm"}

PREPARE = """(css) => {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    document.documentElement.dataset.theme = "light";
    for (const picture of document.images) picture.loading = "eager";
    // what a page folds away for those who cannot be answered by a script
    for (const fold of document.querySelectorAll("details.dlb-why")) fold.open = true;
    // the browser notes the place of an element in the PDF when something on the page links to it
    for (const element of document.querySelectorAll("article [id]")) {
        const link = document.createElement("a");
        link.href = "#" + element.id;
        document.body.append(link);
    }
    const text = (heading) => [...heading.childNodes]
        .filter((node) => !node.classList?.contains("headerlink"))
        .map((node) => node.querySelector?.("annotation")?.textContent ?? node.textContent)
        .join("").trim();
    return {
        title: text(document.querySelector("article h1")),
        sections: [...document.querySelectorAll("article h2")]
            .map((heading) => [heading.closest("section")?.id, text(heading)])
            .filter(([id]) => id),
    };
}"""
STYLE = """
html .bd-header, html .bd-sidebar, html .bd-header-article, html .bd-footer,
html .bd-footer-content, html .prev-next-footer, .dlb-predict .dlb-button,
.dlb-why summary, p.dlb-why, #print-main-content,
.pst-async-banner-revealer { display: none !important; }
html .bd-main .bd-content .bd-article-container { padding: 0; max-width: none; }
html body { padding: 0; }
* { box-shadow: none !important; } /* each would be a picture */
"""


@dataclass
class Printed:
    """A page on paper: its PDF, title, and the ids and titles of its sections."""

    pdf: PdfReader
    title: str
    sections: list[tuple[str, str]]


class Printer:
    """Prints pages of the site at the address `base`."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.context = browser.new_context(java_script_enabled=False, color_scheme="light")

    def page(self, name: str) -> Printed:
        """Print the site's page `name`."""
        page = self.context.new_page()
        page.goto(f"{self.base}{name}.html")
        page.emulate_media(media="print", color_scheme="light")
        found = page.evaluate(PREPARE, STYLE)
        page.wait_for_load_state("networkidle")
        pdf = page.pdf(**PAPER, margin=MARGIN)
        page.close()
        sections = [tuple(section) for section in found["sections"]]
        return Printed(read(pdf), found["title"], sections)

    def text(self, html: str) -> PdfReader:
        """Print the HTML `html`, which needs nothing from the site."""
        page = self.context.new_page()
        page.set_content(html)
        pdf = page.pdf(**PAPER, margin=MARGIN)
        page.close()
        return read(pdf)

    def numbers(self, count: int) -> PdfReader:
        """Print `count` empty pages, each with its number."""
        page = self.context.new_page()
        blank = '<div style="break-after: page">&nbsp;</div>'
        page.set_content(f"<!doctype html>{blank * (count - 1)}<div>&nbsp;</div>")
        number = (
            '<div style="width: 100%; text-align: center; font-size: 9px">'
            '<span class="pageNumber"></span></div>'
        )
        pdf = page.pdf(
            format="A4",
            margin=MARGIN,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=number,
        )
        page.close()
        return read(pdf)


def read(pdf: bytes) -> PdfReader:
    """Answer the PDF as an object."""
    return PdfReader(io.BytesIO(pdf))
