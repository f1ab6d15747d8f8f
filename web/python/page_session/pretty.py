"""Shows a value as IPython does: what does not fit on a line is broken at its commas."""

WIDTH = 79
BRACKETS = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), dict: ("{", "}")}


def pretty(value, indent=0, after=0):
    """Answer `value` as text.

    indent: the column at which it begins; after: how many characters follow it on its last line.
    """
    brackets = BRACKETS.get(type(value))
    if brackets is None or not value:
        return repr(value).replace("\n", "\n" + " " * indent)
    line = repr(value)
    if "\n" not in line and indent + len(line) + after <= WIDTH:
        return line
    opening, closing = brackets
    inner = indent + len(opening)
    entries = value.items() if isinstance(value, dict) else in_order(value)
    shown = [entry(part, inner, isinstance(value, dict)) for part in entries]
    comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
    return opening + (",\n" + " " * inner).join(shown) + comma + closing


def in_order(value):
    """Answer the entries, those of a set sorted where they can be."""
    if isinstance(value, set):
        try:
            return sorted(value)
        except TypeError:
            return list(value)
    return value


def entry(part, indent, is_pair):
    """Answer one entry of a container; of a dictionary, its key and its value."""
    if not is_pair:
        return pretty(part, indent, after=1)
    key = pretty(part[0], indent)
    return f"{key}: {pretty(part[1], indent + len(key) + 2, after=1)}"
