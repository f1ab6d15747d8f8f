"""What axe-core finds wrong in a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tools.paths import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (where) => {
    scrollTo({ top: 0, behavior: "instant" }); // the bar half over a control makes it no small one
    const changes = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(changes.map(({ finished }) => finished)); // from theme to theme
    const rules = Object.fromEntries(["label-content-name-mismatch", "target-size"]
        .map((name) => [name, { enabled: true }]));
    const { violations } = await axe.run(where, { resultTypes: ["violations"], rules });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
}"""


def complaints(page: Page, where: str = "html") -> dict[str, list[str]]:
    """What axe-core finds wrong in a part of the page, by its rule, once tab stops are known."""
    page.locator("html[data-tab-stops]").wait_for(timeout=60_000)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return dict(page.evaluate(RUN, where))
