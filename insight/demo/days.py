"""The demo's calendar and its dice: fixed days, fixed seeds, no wall clock."""

from collections.abc import Iterable
from datetime import date
from zlib import crc32

import numpy as np

AS_OF = date(2026, 11, 12)
FIRST_DAY = np.datetime64("2021-11-01")
LAST_DAY = np.datetime64(AS_OF)
NO_DAY = np.datetime64("NaT", "D")

# In many draws chance hides one planted truth or another; with this seed each shows.
_SEED = 20261142


def days(given: Iterable[date | str | None]) -> np.ndarray:
    """Dates, or ISO dates, as datetime64[D]; None becomes no day."""
    return np.array([NO_DAY if day is None else day for day in given], dtype="datetime64[D]")


def every_day() -> np.ndarray:
    """Every day of the demo, first to last."""
    return np.arange(FIRST_DAY, LAST_DAY + 1)


def summer(day: np.ndarray) -> np.ndarray:
    """The season from -1 (mid January) to 1 (mid July)."""
    day_of_year = (day - day.astype("datetime64[Y]")).astype(int)
    return np.cos(2 * np.pi * (day_of_year - 197) / 365.25)


def seed(table: str) -> np.random.Generator:
    """The generator of one table, so that changing one table leaves the others as they were."""
    return np.random.default_rng((_SEED, crc32(table.encode())))
