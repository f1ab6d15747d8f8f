"""The content security policy of the site's pages, and of its scripts where they run as workers."""

from collections.abc import Iterable


def policy(hashes: Iterable[str] = ()) -> str:
    """What may run: the site's own files, and scripts in a page whose `hashes` are given.

    Styles may stand in the page: the formulas and pictures that the build draws have them by the
    thousand, and a style can run nothing.
    """
    scripts = " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes])
    return "; ".join(
        [
            "default-src 'self'",
            scripts,
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )
