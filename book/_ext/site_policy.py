"""A content security policy in each page: scripts of the site's own files and of the page itself, by
their hashes, nothing from another host, nothing that text is turned into (tools/policy.py).
"""

import base64
import hashlib
import re

from html_pages import rewrite

from tools.policy import policy

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
TYPE = re.compile(r'\btype="([^"]*)"')
RUN = {"", "text/javascript", "module"}
LIVE_CODE = re.compile(
    r'\s*<script type="text/x-thebe-config">.*?</script>|\s*<script>kernelName = [^<]*</script>',
    re.DOTALL,
)
HANDLER = re.compile(r'(<(?:button|a)\b[^>]*?) onclick="(\w+(?:\.\w+)?)\(\)"')
EARLIER = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
"""What an earlier build wrote into a page that this one did not write anew."""
CHARSET = '<meta charset="utf-8" />'


def setup(app):
    """Run when everything else has written what it has to say into the pages."""
    app.connect("build-finished", protect, priority=990)


def protect(app, exception):
    """Write its policy into each page."""
    rewrite(app, exception, lambda text, page: protected(text))


def protected(text):
    """Answer the HTML `text` of a page with its policy, and without what the policy would stop."""
    text = EARLIER.sub("", LIVE_CODE.sub("", text))
    text = HANDLER.sub(r'\1 data-calls="\2"', text)  # web/theme/buttons.js calls it
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes(text))}" />'
    return text.replace(CHARSET, f"{CHARSET}\n    {tag}", 1)


def hashes(text):
    """Answer the hashes of the scripts that stand in a page, each once, in their order."""
    found = {}
    for script in SCRIPT.finditer(text):
        kind = TYPE.search(script["attributes"])
        if " src=" not in script["attributes"] and (kind[1] if kind else "") in RUN:
            digest = hashlib.sha256(script["body"].encode()).digest()
            found[f"'sha256-{base64.b64encode(digest).decode()}'"] = None
    return list(found)
