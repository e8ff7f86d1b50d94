"""Typed values as a careful person would write them into a text file."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

LIST_MARK = "; "
"""Stands between the values of a list that becomes one text."""


def written(value: Any) -> str:
    """3.0 as "3", a day as "2021-09-30", true as "true", nothing as ""; other values as str."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _written_float(value)
    if isinstance(value, Decimal):
        return _without_trailing_zeros(format(value, "f")) if value.is_finite() else ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return written_seconds(value.total_seconds())
    return str(value)


def written_seconds(seconds: float) -> str:
    """A time of day or a duration: 93_784 as "26:03:04"; fractions of a second stay."""
    sign = "-" if seconds < 0 else ""
    whole, fraction = divmod(round(abs(seconds) * 1e6), 1_000_000)
    hours, rest = divmod(whole, 3600)
    text = f"{sign}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{text}.{fraction:06d}" if fraction else text


def _written_float(value: float) -> str:
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _without_trailing_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
