"""Who moved first on each theme, and by how much: customers, the market or we?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from insight.stats.channels import day_of, month_number
from insight.stats.customer_shifts import customer_shifts
from insight.stats.lead_evidence import SERIES_COLUMNS, leads, open_gaps
from insight.stats.take_up import take_up

COLUMNS = ("leading_us", "we_lead", "we_could_lead")
_BEGAN = {
    "ours": "we began with",
    "customers": "customers began with",
    "market": "the market began with",
}

_SCHEMA = pa.schema(
    [
        ("theme", pa.string()),
        ("first_mover", pa.string()),
        *((name, pa.int64()) for name in ("lead_in_days", "low", "high")),
        ("column", pa.string()),
        ("evidence", pa.string()),
        ("changes_are_no_answers", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Move:
    """One side's first move on a theme: the days within which it began, and what it was."""

    likeliest: date
    earliest: date
    latest: date
    said: str
    rises: bool = True


@dataclass(frozen=True)
class Theme:
    """An item or channel with each lane's first move, the open gap and the lead of its series."""

    name: str
    moves: dict[str, Move]
    open_gap: str = ""
    together: str = ""


def lead_or_follow(table: pa.Table) -> pa.Table:
    """Series by period and changes by theme become one row a theme, by column and length."""
    rows = table.to_pylist()
    changes = [row for row in rows if row["theme"] is not None]
    told = [row for row in rows if row["series"] is not None]
    placed = [_placed(theme) for theme in _themes(told, changes)]
    order = {name: place for place, name in enumerate(COLUMNS)}
    minimum = {"changes_are_no_answers": rows[0]["changes_are_no_answers"]} if rows else {}
    placed = [row | minimum for row in placed if row is not None]
    placed.sort(
        key=lambda row: (order.get(row["column"], 3), -abs(row["lead_in_days"] or 0), row["theme"])
    )
    return pa.Table.from_pylist(placed, _SCHEMA)


def _themes(told: list[dict[str, Any]], changes: list[dict[str, Any]]) -> Iterator[Theme]:
    series = _by_series(told)
    shifts = _shifts(told)
    gaps = open_gaps(series)
    together = leads(told)
    items = {name.partition(": ")[2] for name in series if name.startswith(("wanted: ", "gap: "))}
    items |= {row["theme"] for row in changes if not row["is_channel"]}
    for item in sorted(items):
        moves = _recorded(row for row in changes if not row["is_channel"] and row["theme"] == item)
        if item in shifts:
            moves["customers"] = shifts[item]
        yield Theme(item, moves, gaps.get(item, ""), together.get(item, ""))
    for name in sorted(name for name in series if name.startswith("share: ")):
        channel = name.partition(": ")[2]
        taken = _taken_up(channel, [row for row in series[name] if row["counts"]])
        if taken:
            about = (row for row in changes if row["is_channel"] and row["theme"] == channel)
            named = f"{channel} (channel)" if channel in items else channel
            yield Theme(named, _recorded(about) | {"customers": taken})


def _by_series(told: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    series: dict[str, list[dict[str, Any]]] = {}
    for row in told:
        series.setdefault(row["series"], []).append(row)
    return series


def _recorded(changes: Iterator[dict[str, Any]]) -> dict[str, Move]:
    """The first change of each lane, which began on one day."""
    first: dict[str, Move] = {}
    for row in sorted(changes, key=lambda row: (row["started_on"], row["title"])):
        day = row["started_on"]
        if row["lane"] in _BEGAN and row["lane"] not in first:
            said = f"{_BEGAN[row['lane']]} “{row['title']}” on {_day(day)}"
            first[row["lane"]] = Move(day, day, day, said)
    return first


def _shifts(told: Sequence[dict[str, Any]]) -> dict[str, Move]:
    """The first shift of each want, by item, found among all series searched at once."""
    if not told:
        return {}
    searched = pa.Table.from_pylist([{name: row[name] for name in SERIES_COLUMNS} for row in told])
    first: dict[str, Move] = {}
    for row in customer_shifts(searched).to_pylist():
        side, _, item = row["series"].partition(": ")
        if side != "wanted" or item in first:
            continue
        verb = "rose" if row["size"] > 0 else "fell"
        said = (
            f"the want {verb} from {row['before']:.0f} to {row['after']:.0f} % of maximum "
            f"({row['size']:+.0f} points, {row['size_low']:+.0f} to {row['size_high']:+.0f}, "
            f"{row['respondents']:,} answers) between {_day(row['earliest'])} and "
            f"{_day(row['latest'])}"
        )
        said = said.replace("-", "\N{MINUS SIGN}")
        first[item] = Move(row["likeliest"], row["earliest"], row["latest"], said, row["size"] > 0)
    return first


def _taken_up(channel: str, rows: Sequence[dict[str, Any]]) -> Move | None:
    found = take_up(
        [month_number(row["period"]) for row in rows],
        [int(row["total"]) for row in rows],
        [row["n"] for row in rows],
    )
    if found is None:
        return None
    days = [day_of(months) for months in (found.at, found.earliest, found.latest)]
    said = (
        f"the share of {channel} began to rise faster between {_day(days[1])} and {_day(days[2])} "
        f"({found.level_before:.0f} % of interactions in the year before, "
        f"{found.level_after:.0f} % in the year after)"
    )
    return Move(*days, said)


def _placed(theme: Theme) -> dict[str, Any] | None:
    """The row of a theme; None where nobody has moved and no gap is clearly open."""
    ours = theme.moves.get("ours")
    others = {lane: theme.moves[lane] for lane in ("customers", "market") if lane in theme.moves}
    said = [move.said for move in others.values()]
    row = dict.fromkeys(_SCHEMA.names) | {"theme": theme.name}
    if ours is None and not others:
        if not theme.open_gap:
            return None
        mover, column = "nobody", "we_could_lead"
        said = ["nobody has moved"]
    elif ours is None:
        mover = min(others, key=lambda lane: others[lane].likeliest)
        rises = "customers" in others and others["customers"].rises
        could = "market" not in others and (rises or bool(theme.open_gap))
        column = "we_could_lead" if could else "leading_us"
        said.append("no change of ours aims at it")
    elif not others:
        mover, column = "ours", "we_lead"
        said = [ours.said, "neither customers nor the market have moved"]
    else:
        mover = min(others, key=lambda lane: others[lane].likeliest)
        first = others[mover]
        low, days, high = (
            (day - ours.earliest).days for day in (first.earliest, first.likeliest, first.latest)
        )
        row |= {"lead_in_days": days, "low": low, "high": high}
        said.append(ours.said)
        if low > 0:
            mover, column = "ours", "we_lead"
        elif high < 0:
            column = "leading_us"
        else:
            mover, column = "undecided", None
    said += [theme.open_gap] if theme.open_gap else []
    sentence = "; ".join(said)
    evidence = f"{sentence[:1].upper()}{sentence[1:]}."
    evidence += f" {theme.together}." if theme.together else ""
    return row | {"first_mover": mover, "column": column, "evidence": evidence}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
