"""Is the pace of change speeding up or slowing down?"""

from typing import Any

from insight.charts.theme import LANE_TITLES
from insight.query import Result
from insight.stats.many_tests import holm
from insight.words import Words

NOTICED = (
    "customers would notice changes of product, price, process, people, channel or message, and "
    "those of no kind named"
)
_WHO = {"ours": "our changes", "customers": "customers' changes", "market": "the market's changes"}


def finding(result: Result, words: Words, now: str, before: str) -> str:
    """What is sure of our pace, else of others'; `now` and `before` name the periods compared."""
    rows = result.rows()
    sure = _sure(rows)
    for row in rows:
        ratio, trend = sure[row["lane"]]
        who = _WHO.get(row["lane"], row["lane"])
        if ratio:
            return _capital(f"{who} came {_times(row, words)} in {now} as in {before}")
        if trend:
            return _capital(f"{who} are {_direction(row)} over the years on record")
    ours = next((row for row in rows if row["lane"] == "ours"), None)
    if ours is None:
        return "No change of ours is on record"
    in_now, in_before = (words.spelled(ours[name]) for name in ("changes", "versus_changes"))
    made = f"{in_now} in {now}, {in_before} in {before}"
    return f"No sign that our changes speed up or slow down: {made}"


def _times(row: dict[str, Any], words: Words) -> str:
    if row["ratio"] is None:
        return f"{words.spelled(row['changes'])} times, against none,"
    return f"{words.number(row['ratio'], 1)} times as often ({_interval(row, words)})"


def _interval(row: dict[str, Any], words: Words) -> str:
    if row["ratio_high"] is None:
        return f"{words.number(row['ratio_low'], 1)} or more"
    return words.interval(row["ratio_low"], row["ratio_high"], 1)


def _direction(row: dict[str, Any]) -> str:
    return "speeding up" if row["trend"] > 0 else "slowing down"


def _sure(rows: list[dict[str, Any]]) -> dict[str, tuple[bool, bool]]:
    """By lane, whether its ratio and its trend are real after Holm over all that are shown."""
    tests = [(row["lane"], name) for row in rows for name in ("p", "trend_p")]
    known = [
        (test, row[test[1]])
        for test, row in zip(tests, (row for row in rows for _ in "rt"), strict=True)
        if row[test[1]] is not None
    ]
    corrected = holm([p for _, p in known]) if known else []
    real = {test for (test, _), p in zip(known, corrected, strict=True) if p <= 0.05}
    return {row["lane"]: tuple((row["lane"], n) in real for n in ("p", "trend_p")) for row in rows}


def by_lane(result: Result, words: Words) -> list[tuple[str, str]]:
    """Each lane's title, and what its pace does, in words with the figures."""
    return [
        (LANE_TITLES.get(row["lane"], row["lane"]), f"{_ratio(row, words)}; {_trend(row, words)}")
        for row in result.rows()
    ]


def _ratio(row: dict[str, Any], words: Words) -> str:
    counts = f"{words.number(row['changes'])} now, {words.number(row['versus_changes'])} before"
    if row["p"] is None:
        return f"{counts}, nothing to compare"
    if row["ratio"] is None:
        least = words.number(row["ratio_low"], 1)
        return f"{counts}: at least {least} times as fast (p = {_p(row['p'], words)})"
    ratio = f"{words.number(row['ratio'], 1)} times as fast"
    return f"{counts}: {ratio} ({_interval(row, words)}, p = {_p(row['p'], words)})"


def _trend(row: dict[str, Any], words: Words) -> str:
    recorded = words.count(row["recorded"], "change")
    if row["trend"] is None:
        return f"{recorded} on record, too few for a trend"
    said = f"U {words.signed(row['trend'], 1)}, p = {_p(row['trend_p'], words)}"
    if row["trend_p"] > 0.05:
        return f"no trend that {recorded} on record could show ({said})"
    return f"{_direction(row)} over {recorded} on record ({said})"


def _p(p: float, words: Words) -> str:
    return "below .001" if p < 0.001 else words.number(p, 2).lstrip("0") if p < 0.995 else "1"


def since(result: Result, words: Words, end: str) -> str:
    """How long since customers would last have noticed a change of ours; `end` names the day."""
    for row in result.rows():
        if row["lane"] == "ours" and row["last_started"]:
            started = words.day(row["last_started"])
            return (
                f"The latest change of ours that customers would notice started on {started}, "
                f"{words.count(row['days_since'], 'day')} before {end}"
            )
    return "No change of ours that customers would notice is on record"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
