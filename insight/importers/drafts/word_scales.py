"""Answers in words that have an order: which scale they belong to, and their numbers on it."""

from collections.abc import Iterable, Sequence

_SCALES: tuple[tuple[str, ...], ...] = (
    (
        "very dissatisfied|extremely dissatisfied|completely dissatisfied",
        "dissatisfied|somewhat dissatisfied|rather dissatisfied",
        "neutral|neither satisfied nor dissatisfied|neither|neither dissatisfied nor satisfied",
        "satisfied|somewhat satisfied|rather satisfied",
        "very satisfied|extremely satisfied|completely satisfied",
    ),
    (
        "strongly disagree|completely disagree",
        "disagree|somewhat disagree",
        "neutral|neither agree nor disagree|undecided",
        "agree|somewhat agree",
        "strongly agree|completely agree",
    ),
    ("very poor", "poor", "fair|average|acceptable|ok|okay", "good", "very good|excellent"),
    ("poor", "fair", "good", "very good", "excellent"),
    ("horrible|terrible|awful", "bad|poor", "ok|okay|fair|average", "good", "excellent|great"),
    ("very bad", "bad", "ok|okay|fair|neutral|neither good nor bad", "good", "very good"),
    (
        "not important|not at all important|unimportant",
        "slightly important|a little important",
        "somewhat important|moderately important|important",
        "very important",
        "critical|extremely important",
    ),
    ("not at all important", "not important", "neutral", "important", "very important"),
    ("very unlikely", "unlikely", "neutral|neither likely nor unlikely", "likely", "very likely"),
    ("very difficult", "difficult", "neutral|neither easy nor difficult", "easy", "very easy"),
    ("never", "rarely|seldom", "sometimes", "often|usually", "always"),
    (
        "not at all satisfied",
        "slightly satisfied",
        "moderately satisfied",
        "very satisfied",
        "extremely satisfied|completely satisfied",
    ),
    (
        "sehr unzufrieden",
        "unzufrieden|eher unzufrieden",
        "neutral|teils/teils|weder noch",
        "zufrieden|eher zufrieden",
        "sehr zufrieden",
    ),
    (
        "très insatisfait|très insatisfaite|pas du tout satisfait",
        "insatisfait|insatisfaite|plutôt insatisfait",
        "neutre|ni satisfait ni insatisfait",
        "satisfait|satisfaite|plutôt satisfait",
        "très satisfait|très satisfaite",
    ),
    (
        "muy insatisfecho|muy insatisfecha",
        "insatisfecho|insatisfecha",
        "neutral|ni satisfecho ni insatisfecho",
        "satisfecho|satisfecha",
        "muy satisfecho|muy satisfecha",
    ),
)
"""Least first; a place lists the words that may stand for it."""

_PLACES = tuple(
    {word: place for place, words in enumerate(scale, start=1) for word in words.split("|")}
    for scale in _SCALES
)


def scale_of(texts: Iterable[str]) -> dict[str, int] | None:
    """Text as written -> its number from 1, where one known scale has every text; else None."""
    written = list(texts)
    for places in _PLACES:
        numbers = [places.get(" ".join(text.casefold().split())) for text in written]
        if len(written) > 1 and None not in numbers and len(set(numbers)) == len(numbers):
            found = dict(zip(written, numbers, strict=True))
            return dict(sorted(found.items(), key=lambda pair: pair[1]))
    return None


def longest_scale(scales: Sequence[dict[str, int]]) -> int:
    """How many places the scale has that these answers are on; five in all the known ones."""
    return max((len(_SCALES[0]), *(max(scale.values()) for scale in scales)))
