"""Numbers as files write them: plain, or with the decimal and thousands marks of a mapping."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isinf

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)

DECIMALS = (".", ",")
THOUSANDS = (",", ".", " ", "'")
_ALIKE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"})


@dataclass(frozen=True)
class Notation:
    """How a column writes numbers: the mark before decimals, and between thousands if any."""

    decimal: str = "."
    thousands: str | None = None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        whole = r"\d+"
        if self.thousands:
            whole = rf"(\d{{1,3}}({re.escape(self.thousands)}\d{{3}})+|\d+)"
        mark = re.escape(self.decimal)
        return re.compile(rf"[+-]?({whole}({mark}\d*)?|{mark}\d+)([eE][+-]?\d+)?", re.ASCII)

    @cached_property
    def is_plain(self) -> bool:
        return self.decimal == "." and self.thousands is None

    def plain(self, text: str) -> str | None:
        """The number as programs write it; None where this notation does not read the text."""
        if self.is_plain:
            return text if _PLAIN.fullmatch(text) else None
        text = text.translate(_ALIKE)
        if not self._pattern.fullmatch(text):
            return None
        return text.replace(self.thousands or "", "").replace(self.decimal, ".")

    def number(self, text: str) -> float:
        """The number; ValueError where the text is none, or infinite."""
        plain = self.plain(text)
        number = float("inf") if plain is None else float(plain)
        if isinf(number):
            raise ValueError("is not a number")
        return number


def is_number(text: str) -> bool:
    """Whether a file wrote a plain number: no thousands separator, no nan, no decimal comma."""
    return bool(_PLAIN.fullmatch(text))


def notations(texts: Iterable[str]) -> Iterator[Notation]:
    """Every way of writing numbers, but the plain one, that reads all these texts."""
    texts = list(texts)
    for decimal in DECIMALS:
        for thousands in (None, *THOUSANDS):
            notation = Notation(decimal, thousands)
            if thousands == decimal or notation.is_plain:
                continue
            marked = thousands is None or any(thousands in text.translate(_ALIKE) for text in texts)
            if marked and all(notation.plain(text) is not None for text in texts):
                yield notation


def may_be_thousands(texts: Iterable[str]) -> list[str]:
    """The texts with a point, where every one of them could as well mark thousands: 1.234."""
    pointed = [text for text in texts if "." in text]
    return pointed if all(map(_LIKE_THOUSANDS.fullmatch, pointed)) else []
