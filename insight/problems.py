"""The two ways a request can end without an answer, and the word that helps with one."""

import difflib
from typing import Any


class Mistake(Exception):
    """What was asked or given cannot be used; the message names the place and the fix.

    The command line ends with exit code 2, a page shows the message in its card.
    """


class Failure(Exception):
    """Something broke on our side of the request (disk, damaged version, time limit).

    The command line ends with exit code 1, a page shows the message in its card.
    """


def closest(word: str, known: Any) -> Any | None:
    """The most similar known word, whatever its case; None where none is near."""
    by_lower = {str(candidate).lower(): candidate for candidate in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.4)
    return by_lower[close[0]] if close else None


def nearest(word: str, known: Any) -> str:
    """`; did you mean 'x'?` for the most similar known word, or the list where none is near."""
    known = list(known)
    if (close := closest(word, known)) is not None:
        return f"; did you mean {close!r}?"
    listed = ", ".join(repr(candidate) for candidate in known[:8])
    return f"; there is {listed}" if listed else ""
