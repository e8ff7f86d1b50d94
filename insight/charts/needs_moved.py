"""Which items are wanted more, and which less, than a wave before?"""

from collections import Counter

from insight.charts.claims import could_show, size
from insight.charts.drift import (
    MATTERS_FROM,
    TOO_FEW,
    Move,
    Pair,
    moves_of,
    pairs_of,
    steps_of,
)
from insight.charts.move_rows import needs_moved
from insight.charts.theme import plain
from insight.charts.wave_lines import waves_of
from insight.query import Result
from insight.words import Words

__all__ = ["alt", "finding", "measure", "moved_between", "moved_items", "needs_moved"]


def finding(result: Result, wants: Result, words: Words) -> str:
    """The need that moved most over all waves, and whether any other did, after Holm.

    `wants` is the answer to needs_over_time, which says why there is nothing to compare.
    """
    if result.is_empty:
        return why_nothing(wants)
    moves = [move for move in moves_of(result) if not move.thin]
    if not moves:
        return TOO_FEW
    whole = pairs_of(result)[0]
    # Of each item the move from the first to the last wave, else the largest between two.
    ordered = sorted(moves, key=lambda move: (move.pair != whole, -abs(move.points)))
    by_item: dict[str, Move] = {}
    for move in ordered:
        if move.matters:
            by_item.setdefault(move.item, move)
    if not by_item:
        first, last = whole
        of_size = "" if moves[0].is_pick else f" by {words.points(MATTERS_FROM)}"
        answers = max(move.respondents for move in moves)
        return (
            f"No need moved{of_size} from {plain(first, 30)} to {plain(last, 30)} "
            f"{could_show(answers, words)} a wave"
        )
    most = max(by_item.values(), key=lambda move: abs(move.points))
    return f"{_said(most, moves, words)}; {_others(most, by_item, words)}"


def moved_items(result: Result) -> set[str]:
    """The items that moved between any two waves, as the title counts them."""
    return {move.item for move in moves_of(result) if move.matters}


def why_nothing(wants: Result) -> str:
    """Why no two waves can be compared: there is one only, or none shares an item with the next."""
    waves = waves_of(wants)
    if len(waves) == 1:
        wave = plain(waves[0], 30)
        return f"Only one wave in this period, {wave}: a longer one may have more to compare"
    asked = Counter(row["item"] for row in wants.rows())
    if max(asked.values(), default=0) < 2:
        return "No item was asked in two waves, so no need can be compared"
    return TOO_FEW


def _said(move: Move, moves: list[Move], words: Words) -> str:
    """`“X” is wanted 12 points more in 2026 than in 2022, a step from 2024 to 2025`."""
    first, second = (plain(wave, 30) for wave in move.pair)
    moved = f"{size(move.change, words)} {'more' if move.points > 0 else 'less'}"
    if move.is_pick:
        share = f"{words.number(move.after)} %"
        said = f"{move.name} is picked by {share} in {second}, {moved} than in {first}"
    else:
        said = f"{move.name} is wanted {moved} in {second} than in {first}"
    steps = steps_of(move, moves)
    if len(steps) == 1:
        start, end = (plain(wave, 30) for wave in steps[0].pair)
        return f"{said}, a step from {start} to {end}"
    return said


def _others(most: Move, by_item: dict[str, Move], words: Words) -> str:
    if len(by_item) == 1:
        of_size = "" if most.is_pick else f" by {words.points(MATTERS_FROM)}"
        return f"no other need moved{of_size}"
    others = len(by_item) - 1
    return f"{words.spelled(others)} other {'need' if others == 1 else 'needs'} moved too"


def moved_between(result: Result, pair: Pair, words: Words) -> str:
    """Every item that rose or fell between two waves, after correction, with the size."""
    between = " to ".join(plain(wave, 30) for wave in pair)
    moves = moves_of(result, pair)
    if not moves:
        return f"{between}: too few answers to compare"
    real = [move for move in moves if move.is_real]
    if not real:
        answers = max(move.respondents for move in moves)
        return f"{between}: no need rose or fell {could_show(answers, words)} a wave"
    said = []
    for verb, sign in (("rose", 1), ("fell", -1)):
        ones = sorted((m for m in real if m.points * sign > 0), key=lambda m: -abs(m.points))
        if ones:
            said.append(_listed(ones, verb, words))
    return f"{between}: {'; '.join(said)}"


def _listed(moves: list[Move], verb: str, words: Words) -> str:
    """`“X” rose 13 points, “Y” 6 and four more rose`."""
    first, *others = moves
    points = words.points(abs(first.points), first.decimals)
    parts = [f"{first.name} {verb} {points}"]
    parts += [f"{one.name} {words.number(abs(one.points), one.decimals)}" for one in others[:2]]
    if len(others) > 2:
        parts.append(f"{words.spelled(len(others) - 2)} more")
    return words.listed(parts)


def measure(result: Result, pair: Pair, words: Words) -> str:
    """What is drawn, and what it was corrected for."""
    every = moves_of(result)
    pairs = len({move.pair for move in every})
    items = len({move.item for move in every})
    tested = f"{words.count(items, 'item')} and {words.count(pairs, 'pair')} of waves"
    return (
        f"Change of the want from {pair[0]} to {pair[1]}, points, with its 95 % interval; filled "
        f"where it is real after correction (Holm) for {tested}"
    )


def alt(result: Result, words: Words, pair: Pair | None = None) -> str:
    """Every change as a sentence, for who does not see the rows."""
    if result.is_empty:
        return f"{TOO_FEW}."
    pair = pair or pairs_of(result)[0]
    said = [f"Rows of changes. {moved_between(result, pair, words)}"]
    for move in moves_of(result, pair):
        interval = words.interval(move.change.low, move.change.high) if move.change else "no error"
        said.append(f"{plain(move.item)}: {words.signed(move.points)} ({interval})")
    return ". ".join(said) + "."
