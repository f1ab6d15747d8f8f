"""How a text is set: minus signs before numbers, apostrophes and primes, and where no line ends."""

import re

JOINED = "\N{NO-BREAK SPACE}"

_MINUS = re.compile(r"(?<![\w-])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%(?!\w)")
_PRIME = re.compile(r"(?<=\b[^\W\d_])['’](?=\()")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[a-z])|^'(?=s\b)|(?<=\w[sx])'(?=[\s,.;:?)]|$)")

_LONGEST = 28  # characters that no line end parts, where there is a sign to break before
_SIGN = re.compile(r"[ \n](?=[=%←≈≤≥<>×·/±]|[+−][ \n])|(?<=[=←≈≤≥<>×·/±+−])[ \n]")
_FACTOR = re.compile(
    r"(?:(?<=[α-ω])|(?<=[α-ω][₀-₉])|(?<=\bln))[ \n](?=∇|[^ \n]{1,3}?(?:[\s,.;:)]|$))"
)
_UNIT = re.compile(r"(?:(?<=\d)|^)[ \n](?=(?:[mµn]?s|[kMGT]?B)\b)")
_TUPLE = re.compile(r"[(\[][^\s,()\[\]]{1,6}(?:,[ \n][^\s,()\[\]]{1,6}){1,2}[)\]]")
_TOO_LONG = re.compile(rf"[^ \n]{{{_LONGEST + 1},}}")
_BEFORE = [re.compile(f"{JOINED}(?=[{signs}]{JOINED})") for signs in ("+−", "=←≈≤≥<>", "×·/±")]
_WITHIN = re.compile(r"(?<=/)(?=∂)|(?<=′)(?=\()")


def typeset(text: str) -> str:
    """The text with a minus sign for the hyphen before a number, and U+00A0 before ``%``."""
    return _PERCENT.sub(f"{JOINED}%", _MINUS.sub("\N{MINUS SIGN}", text))


def curled(text: str) -> str:
    """The text with ’ for the straight apostrophe, and with ′ for that of a derivative, g'(z)."""
    return _APOSTROPHE.sub("’", _PRIME.sub("′", text))


def unbroken(text: str) -> str:
    """Text in which no line ends within a formula, a derivative or a pair, nor before a unit or %.

    A long formula may break before its signs: the terms' first, then the relations'. As in
    web/drawing/status.js.
    """
    for where in (_SIGN, _FACTOR, _UNIT):
        text = where.sub(JOINED, text)
    text = _TUPLE.sub(lambda found: re.sub(r"\s", JOINED, found[0]), text)
    for before in _BEFORE:
        text = _TOO_LONG.sub(lambda found, before=before: before.sub(" ", found[0]), text)
    return _WITHIN.sub("\N{WORD JOINER}", text)


def printed(text: str) -> str:
    """The text as a page shows it; what stands between backticks is code and stays as it is."""
    parts = text.split("`")
    parts[::2] = [unbroken(curled(typeset(part))) for part in parts[::2]]
    return "`".join(parts)
