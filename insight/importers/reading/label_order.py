"""Which way a scale runs, by the words on its ends."""

import re
from collections.abc import Mapping

from insight.importers.mappings.field_entries import is_on_scale
from insight.importers.reading.numbers import is_number

_BAD = re.compile(
    r"\b(not?|never|rarely|seldom|worst|worse|bad|badly|poor|poorly|terrible|awful|horrible|"
    r"dis(satisfied|agree|like|appointed)\w*|unsatisf\w*|unlikely|unimportant|unhappy|difficult|"
    r"hard|strongly disagree|least|lowest|nicht|gar nicht|sehr schlecht|schlecht|mangelhaft|"
    r"unzufrieden|unwichtig|schwierig|pas|insatisfait\w*|mauvais\w*|insatisfech\w*|mal[oa]?)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(satisfied|agree|likely|important|excellent|good|great|best|perfect|always|often|easy|"
    r"happy|love|critical|outstanding|delighted|highest|most|sehr gut|gut|zufrieden|wichtig|"
    r"einfach|immer|satisfait\w*|bon|excellente?|satisfech\w*|muy bien|bueno)\b",
    re.IGNORECASE,
)


def is_reversed(labels: Mapping[str, str], scale: tuple[float, float] | None) -> bool:
    """Whether the words of the least code praise and those of the most one blame.

    `labels` go from code to words; the scale's first end is its least.
    """
    if scale is None:
        return False
    numbered = {float(code): words for code, words in labels.items() if is_number(code)}
    on_scale = {code: words for code, words in numbered.items() if is_on_scale(code, scale)}
    if len(on_scale) < 2:
        return False
    ends = [on_scale[min(on_scale)], on_scale[max(on_scale)]]
    least, most = ends if scale[0] < scale[1] else ends[::-1]
    return _praise(least) > 0 > _praise(most)


def _praise(words: str) -> int:
    """1 where the words praise, -1 where they blame, 0 where neither or both can be told."""
    if _BAD.search(words):
        return -1
    return 1 if _GOOD.search(words) else 0
