"""The changes of `changes.toml`: the timeline that is exported, and what each truly did."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from insight.demo.days import days


@dataclass(frozen=True)
class Change:
    """A row of the changes table, and its true effect from its start on, on those exposed.

    `nps` is in points; `wanted` and `delivered` of its item in percent of maximum; a gradual
    one grows evenly from start to end. `told_share` of those it touched were told by us.
    """

    lane: str
    kind: str
    title: str
    started_on: date
    note: str | None = None
    item: str | None = None
    learned_on: date | None = None
    decided_on: date | None = None
    ended_on: date | None = None
    told_on: date | None = None
    exposed: str | None = None
    nps: float = 0.0
    wanted: float = 0.0
    delivered: float = 0.0
    gradual: bool = False
    told_share: float = 0.0


def _read() -> tuple[Change, ...]:
    rows = tomllib.loads(Path(__file__).with_name("changes.toml").read_text(encoding="utf-8"))
    return tuple(sorted((Change(**row) for row in rows["change"]), key=lambda c: c.started_on))


CHANGES = _read()
"""In order of their start."""

_WORDS = ("lane", "kind", "title", "note", "item", "exposed")
_DAYS = ("learned_on", "decided_on", "started_on", "ended_on", "told_on")


def touched(change: Change, respondents: dict[str, np.ndarray], day: np.ndarray) -> np.ndarray:
    """How much of a change each respondent has by that day: 0 not at all, 1 wholly.

    `respondents` holds the dimension values, one array a dimension, as long as `day`.
    """
    start = np.datetime64(change.started_on)
    share = (day >= start).astype(float)
    if change.gradual:
        length = (np.datetime64(change.ended_on) - start).astype(float)
        share = np.clip((day - start).astype(float) / length, 0, 1)
    return share * exposed(change, respondents)


def exposed(change: Change, respondents: dict[str, np.ndarray]) -> np.ndarray | bool:
    """Whether a change touches each respondent at all; True where it touches everybody."""
    whom: np.ndarray | bool = True
    for part in (change.exposed or "").split(";"):
        if part:
            dimension, values = part.strip().split("=")
            whom = whom & np.isin(respondents[dimension], values.split("|"))
    return whom


def changes() -> dict[str, np.ndarray]:
    """The changes table by column, in order of their start."""

    def column(name: str) -> list:
        return [getattr(change, name) for change in CHANGES]

    numbers = range(1, len(CHANGES) + 1)
    return {
        "change_id": np.array([f"CH{number:02d}" for number in numbers], dtype=object),
        **{name: np.array(column(name), dtype=object) for name in _WORDS},
        **{name: days(column(name)) for name in _DAYS},
    }
