"""Which encoding a text file is in: stated by its mark, said by the mapping, or tried."""

import codecs
from pathlib import Path

from insight.importers.files.compressed import first_bytes, open_bytes
from insight.problems import Mistake

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
STATED_ENCODINGS = frozenset(_BYTE_ORDER_MARKS.values())
"""Encodings that a file states itself, so that they are not guessed."""
_TRIED = ("utf-8", "cp1252")
_BYTES_AT_ONCE = 1 << 22
_BYTES_LOOKED_AT = 400
_FEWEST_ZEROS = 0.01
_ZERO_PLACES = {
    "utf-16-le": {1, 3},
    "utf-16-be": {0, 2},
    "utf-32-le": {1, 2, 3},
    "utf-32-be": {0, 1, 2},
}
"""Which of each four bytes can be zero in plain text, the most likely encoding first."""


def encoding_of(path: Path, said: str | None) -> str:
    """The encoding in which every byte of the file is text; Mistake names the first that is not.

    The file is read once in full, a few megabytes at a time.
    """
    start = first_bytes(path, 4)
    marked = next(
        (name for mark, name in _BYTE_ORDER_MARKS.items() if start.startswith(mark)), None
    )
    if said and marked == "utf-8-sig" and codecs.lookup(said).name == "utf-8":
        said = marked
    for encoding in [said] if said else [marked] if marked else _TRIED:
        refused = _refused(path, encoding)
        if refused is None:
            return encoding
    raise Mistake(f'{refused}; say which encoding it is: [file] encoding = "..."')


def _refused(path: Path, encoding: str) -> str | None:
    """Where the file is not in this encoding; Mistake where it is, but is empty or no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    is_empty = True
    taken = 0
    with open_bytes(path) as file:
        ended = False
        while not ended:
            content = file.read(_BYTES_AT_ONCE)
            ended = not content
            taken += len(content)
            try:
                text = decoder.decode(content, final=ended)
            except UnicodeDecodeError as problem:
                lines = _line_ends(path, taken - len(problem.object) + problem.start)
                byte = problem.object[problem.start]
                return f"{path}, line {lines + 1}: the byte {byte:#04x} is not {encoding}"
            if "\0" in text:
                raise Mistake(_zero_bytes(path))
            is_empty = is_empty and not text.strip().strip("\ufeff")
    if is_empty:
        raise Mistake(f"{path}: the file is empty")
    return None


def _zero_bytes(path: Path) -> str:
    """What a file that holds zero bytes may be: UTF-16 or UTF-32 by where they stand, or none."""
    start = first_bytes(path, _BYTES_LOOKED_AT)
    zeros = [place for place, byte in enumerate(start) if not byte]
    many = len(zeros) > max(1, len(start) * _FEWEST_ZEROS)
    for encoding, places in _ZERO_PLACES.items():
        if many and {place % 4 for place in zeros} <= places:
            return (
                f"{path} holds zero bytes: it is in an encoding that the mapping must name: "
                f'[file] encoding = "{encoding}"'
            )
    with open_bytes(path) as file:
        line = next(number for number, line in enumerate(file, 1) if b"\0" in line)
    return f"{path}, line {line} holds a zero byte: it is no text, or damaged; export it again"


def _line_ends(path: Path, above: int) -> int:
    """How many lines end within the first bytes of a file."""
    found = 0
    with open_bytes(path) as file:
        while above > 0 and (content := file.read(min(above, _BYTES_AT_ONCE))):
            found += content.count(b"\n")
            above -= len(content)
    return found
