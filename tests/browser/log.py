"""What pages ask for and complain of."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

SILENT_FAILURES = ("error", "warning")


@dataclass
class Log:
    """What pages asked for and what they complained of."""

    responses: list[Response] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page, site: str) -> None:
        """Note every request of `page`, stop those to other hosts, note errors and warnings."""

        def decide(route) -> None:
            if route.request.url.startswith(site):
                route.continue_()
            else:
                self.foreign.append(route.request.url)
                route.abort()

        page.route(lambda url: not url.startswith(("data:", "blob:")), decide)
        page.on("response", lambda response: self.responses.append(response))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: said.type in SILENT_FAILURES and self.complaints.append(said.text),
        )

    def check(self) -> None:
        """Fail when a page asked another host for something, or complained; then begin anew."""
        foreign, responses, complaints = self.foreign, self.responses, self.complaints
        self.responses, self.foreign, self.complaints = [], [], []
        assert not foreign, f"requests to other hosts: {foreign}"
        failed = [r.url for r in responses if r.status >= 400]
        assert not failed, f"requests that failed: {failed}"
        assert not complaints, f"errors and warnings in the console: {complaints}"
