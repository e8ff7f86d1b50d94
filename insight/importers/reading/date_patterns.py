"""strptime formats as patterns: telling quickly what cannot fit, and reading what is all digits."""

import re
from datetime import datetime
from functools import cache

_DIGITS = {"%Y": r"\d{4}", "%f": r"\d{1,6}"}
_NUMERIC = frozenset({"%d", "%m", "%Y", "%y", "%H", "%M", "%S", "%f"})
_WORDS = {
    "%b": r"[^\W\d_]+\.?",
    "%B": r"[^\W\d_]+",
    "%a": r"[^\W\d_]+",
    "%A": r"[^\W\d_]+",
    "%I": r"\d{1,2}",
    "%p": r"[AaPp][Mm]",
    "%z": r"(?:Z|[+-]\d{2}:?\d{2}(?::?\d{2})?)",
    "%Z": r"[A-Za-z]+",
}
_LAST_OF_THIS_CENTURY = 68
"""Years of two digits up to this one are 20xx to strptime, by POSIX."""


@cache
def _pattern(date_format: str) -> re.Pattern[str] | None:
    """The texts a format may read; None where it has directives that are left to strptime."""
    pair = r"\d{2}" if re.search(r"%\w%", date_format) else r"\d{1,2}"
    parts: list[str] = []
    named: set[str] = set()
    for part in re.findall(r"%.|\s+|[^%\s]+", date_format):
        if part in named:
            return None
        if part in _NUMERIC:
            digits = _DIGITS.get(part, r"\d{2}" if part == "%y" else pair)
            parts.append(f"(?P<{part[1]}>{digits})")
            named.add(part)
        elif part in _WORDS:
            parts.append(_WORDS[part])
        elif part.startswith("%"):
            return None
        else:
            parts.append(r"\s+" if part.isspace() else re.escape(part))
    return re.compile("".join(parts), re.ASCII)


@cache
def _is_numeric(date_format: str) -> bool:
    return set(re.findall(r"%.", date_format)) <= _NUMERIC


def read_by(text: str, date_format: str) -> datetime:
    """What strptime reads, without its search for formats; ValueError where it does not fit."""
    pattern = _pattern(date_format)
    found = pattern.fullmatch(text) if pattern else None
    if pattern and not found:
        raise ValueError(f"{text!r} does not fit {date_format!r}")
    if not found or not _is_numeric(date_format):
        return datetime.strptime(text, date_format)
    said = found.groupdict()
    if "Y" in said:
        year = int(said["Y"])
    else:
        year = int(said["y"])
        year += 2000 if year <= _LAST_OF_THIS_CENTURY else 1900
    return datetime(
        year,
        int(said["m"]),
        int(said["d"]),
        int(said.get("H", 0)),
        int(said.get("M", 0)),
        int(said.get("S", 0)),
        int(said.get("f", "0").ljust(6, "0")),
    )
