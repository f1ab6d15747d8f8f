"""The policy in each page of the built site: its own scripts by their hashes, no other."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from tools.paths import SITE

PAGES = sorted(path for path in SITE.rglob("*.html") if path != SITE / "index.html")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r"<[a-zA-Z][^<>]*\son[a-z]+\s*=\s*[\"'][^<>]*>")
DATA = ("application/", "text/x-")


def policy(text: str) -> dict[str, list[str]]:
    found = POLICY.findall(text)
    assert len(found) == 1
    return {rule.split()[0]: rule.split()[1:] for rule in found[0].split(";")}


@pytest.mark.skipif(not PAGES, reason="the site is not built: make site")
def test_a_page_runs_its_own_scripts_and_files_of_the_site_alone():
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        rules = policy(text)
        allowed = rules["script-src"]
        inside = [
            body
            for attributes, body in SCRIPT.findall(text)
            if "src=" not in attributes and not any(kind in attributes for kind in DATA)
        ]
        hashes = {hashlib.sha256(body.encode()).digest() for body in inside}
        wanted = {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes}
        assert set(allowed) == {"'self'", "'wasm-unsafe-eval'"} | wanted, page
        assert rules["default-src"] == rules["worker-src"] == ["'self'"]
        assert rules["object-src"] == rules["base-uri"] == ["'none'"]
        assert "connect-src" not in rules  # the default then: this site alone
        assert HANDLER.findall(text) == [], page
