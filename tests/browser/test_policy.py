"""The policy at work: what it forbids is refused, what the site needs goes on."""

from __future__ import annotations

from tests.browser.visits import COMPUTED, settled

TRY = """async (text) => {
    const refused = [];
    addEventListener("securitypolicyviolation",
        ({ effectiveDirective }) => refused.push(effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "document.title = 'it ran'";
    document.head.append(script);
    const timer = setTimeout(text, 0);
    await fetch("https://example.org/").catch(() => {});
    try { new Worker(URL.createObjectURL(new Blob([""]))); } catch { /* some browsers throw */ }
    const button = document.createElement("button");
    button.setAttribute("onclick", "document.title = 'it ran'");
    document.body.append(button);
    button.click();
    await new Promise((resolve) => setTimeout(resolve, 300));
    clearTimeout(timer);
    return [refused.sort(), document.title];
}"""

TRY_IN_WORKER = """async () => {
    const refused = [];
    addEventListener("securitypolicyviolation",
        ({ effectiveDirective }) => refused.push(effectiveDirective));
    const timer = setTimeout("self.ran = true", 0);
    await fetch("https://example.org/").catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    clearTimeout(timer);
    return [refused.sort(), self.ran];
}"""


def test_what_is_no_part_of_the_site_is_refused(browser, site):
    page = browser.new_page()
    page.goto(site + "book/pass_fail.html")
    settled(page)
    title = page.title()
    refused, after = page.evaluate(TRY, "document.title = 'it ran'")
    assert set(refused) == {
        "script-src-elem", "script-src-attr", "script-src", "connect-src", "worker-src",
    }  # fmt: skip
    assert after == title
    assert page.context.cookies() == []
    page.close()


def test_a_worker_may_do_no_more_than_its_page(open_page):
    page = open_page("book/pass_fail.html")
    page.wait_for_function(COMPUTED)  # and what the figure needs of it, the worker has done
    (worker,) = page.workers
    assert worker.evaluate(TRY_IN_WORKER) == [["connect-src", "script-src"], None]


def test_the_theme_s_own_buttons_still_work(open_page):
    page = open_page("book/pass_fail.html")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.locator("button.btn-fullscreen-button").first.click()
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.evaluate("document.exitFullscreen()")
    page.locator("[data-calls='window.print']").first.evaluate("(button) => button.click()")
    page.wait_for_function("() => window.printed")
