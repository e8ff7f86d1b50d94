"""An SPSS file (SAV or ZSAV) as rows of codes, with the labels and missing codes it declares."""

import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyreadstat
from pyreadstat import PyreadstatError, ReadstatError

from insight.importers.files.compressed import first_bytes
from insight.importers.files.records import FileOptions, Record
from insight.importers.files.written import written, written_seconds
from insight.problems import Mistake

SUFFIXES = (".sav", ".zsav")
BEGINS = (b"$FL2", b"$FL3")
_EPOCH = datetime(1582, 10, 14)
"""SPSS counts the seconds of every date and time from here."""
_DAYS = frozenset({"DATE", "ADATE", "EDATE", "SDATE", "JDATE", "MOYR", "QYR", "WKYR"})
_MOMENTS = frozenset({"DATETIME", "YMDHMS"})
_TIMES = frozenset({"TIME", "DTIME", "MTIME"})
_LONGEST_TIME = 1e12
"""Seconds beyond which a duration is no duration, but damage or a code."""
_CELLS_AT_ONCE = 4_000_000
"""Each chunk opens the file anew and passes over the rows before it, so chunks are large."""

_READ_DICTIONARY = (
    "import sys, pyreadstat; pyreadstat.read_sav("
    "sys.argv[1], metadataonly=True, user_missing=True, output_format='dict')"
)
_PYTHON_EXCEPTION = 1
"""What Python ends with after an exception, which the reading proper then tells of."""

Write = Callable[[Any], str]


@dataclass(frozen=True)
class SavFile:
    """One SPSS file: the names of its variables are row 1, its first case is row 2."""

    path: Path
    name: str
    said: tuple[str, ...]
    questions: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    missing: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, str]
    """Variable -> the format SPSS shows it in, as DATE11: what tells a date from a number."""
    encoding: str | None

    def records(self) -> Iterator[Record]:
        """The names of the variables, then every case: codes as text, "" where missing."""
        yield Record(1, tuple(self.formats))
        number = 1
        for columns in _chunks(self.path, self.encoding, tuple(self.formats)):
            texts = [
                _texts(values, _write(format_))
                for values, format_ in zip(columns, self.formats.values(), strict=True)
            ]
            for fields in zip(*texts, strict=True):
                number += 1
                yield Record(number, fields)


def open_sav(path: Path, options: FileOptions) -> SavFile:
    """Read what the file says about its variables; Mistake where it is no whole SPSS file."""
    begins = first_bytes(path, 4)
    if begins not in BEGINS:
        wrong = " is no SPSS file in spite of its ending" if begins else ": the file is empty"
        raise Mistake(f"{path}{wrong}; save it as SAV again")
    _check_survival(path)
    _, described = _read(path, options.encoding, metadataonly=True)
    shown = described.original_variable_types
    formats = {name: shown[name] or "" for name in described.column_names}
    if not formats:
        raise Mistake(f"{path} has no variables")
    labels = {
        name: {_write(formats[name])(code).strip(): label for code, label in labelled.items()}
        for name, labelled in described.variable_value_labels.items()
    }
    months = [name for name, shown in formats.items() if _kind(shown) in {"MOYR", "QYR", "WKYR"}]
    said = f"{path.name}: months, quarters and weeks are read as the day that SPSS keeps for them: "
    return SavFile(
        path=path,
        name=path.name,
        said=(f"{said}{', '.join(months)}.",) if months else (),
        questions={name: text for name, text in described.column_names_to_labels.items() if text},
        labels=labels,
        missing=_missing(path, options.encoding, formats, described.missing_ranges),
        formats=formats,
        encoding=options.encoding,
    )


def _missing(
    path: Path,
    encoding: str | None,
    formats: Mapping[str, str],
    declared: Mapping[str, Sequence[Mapping[str, Any]]],
) -> dict[str, tuple[str, ...]]:
    """Variable -> the codes it declares missing; of a range, those codes that the file holds."""
    codes: dict[str, list[Any]] = {}
    for name, ranges in declared.items():
        codes[name] = [one["lo"] for one in ranges if one["lo"] == one["hi"]]
    spans = {
        name: [(one["lo"], one["hi"]) for one in ranges if one["lo"] != one["hi"]]
        for name, ranges in declared.items()
    }
    spanned = tuple(name for name in formats if spans.get(name))
    if spanned:
        for columns in _chunks(path, encoding, spanned):
            for name, values in zip(spanned, columns, strict=True):
                inside = {
                    value
                    for value in set(values)
                    if value is not None and any(low <= value <= high for low, high in spans[name])
                }
                codes[name] += sorted(inside.difference(codes[name]))
    texts = {name: [_write(formats[name])(code).strip() for code in codes[name]] for name in codes}
    return {name: tuple(filter(None, dict.fromkeys(texts[name]))) for name in codes if codes[name]}


def _chunks(
    path: Path, encoding: str | None, names: tuple[str, ...]
) -> Iterator[list[Sequence[Any]]]:
    """The cases chunk by chunk, as one sequence of values for each of these variables."""
    rows = max(1000, _CELLS_AT_ONCE // len(names))
    offset = 0
    while True:
        values, _ = _read(path, encoding, usecols=list(names), row_offset=offset, row_limit=rows)
        columns = [values[name] for name in names]
        yield columns
        if len(columns[0]) < rows:
            return
        offset += rows


def _check_survival(path: Path) -> None:
    """Read the file's dictionary in a process of its own: a damaged one can end the process."""
    reading = [sys.executable, "-c", _READ_DICTIONARY, str(path.resolve())]
    ended = subprocess.run(reading, capture_output=True, check=False).returncode
    if ended not in (0, _PYTHON_EXCEPTION):
        raise _damaged(path, "its dictionary cannot be read")


def _read(path: Path, encoding: str | None, **more: Any) -> tuple[Mapping[str, Any], Any]:
    try:
        return pyreadstat.read_sav(
            path,
            encoding=encoding,
            user_missing=True,
            disable_datetime_conversion=True,
            output_format="dict",
            **more,
        )
    except (PyreadstatError, ReadstatError, UnicodeDecodeError, LookupError) as problem:
        if "encod" in str(problem).lower() or isinstance(problem, UnicodeDecodeError | LookupError):
            raise Mistake(
                f"{path} holds text in another encoding than it states ({problem}); "
                'say which: [file] encoding = "cp1252"'
            ) from problem
        raise _damaged(path, str(problem)) from problem


def _damaged(path: Path, problem: str) -> Mistake:
    return Mistake(
        f"{path} is damaged or cut short ({problem}); fetch it again, or save it as SAV again"
    )


def _texts(values: Sequence[Any], write: Write) -> list[str]:
    texts = {value: write(value) for value in set(values)}
    return [texts[value] for value in values]


def _kind(shown: str) -> str:
    return re.match(r"[A-Z]*", shown)[0]


def _write(shown: str) -> Write:
    """How a value of this SPSS format becomes text."""
    kind = _kind(shown)
    if kind in _DAYS:
        return partial(_moment, with_time=False)
    if kind in _MOMENTS:
        return partial(_moment, with_time=True)
    if kind in _TIMES:
        return _time
    if kind == "N":
        return partial(_padded, width=int(re.sub(r"\D.*", "", shown[1:]) or 0))
    return written


def _moment(seconds: Any, *, with_time: bool) -> str:
    if not _is_number(seconds):
        return written(seconds)
    try:
        moment = _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return written(seconds)
    return written(moment if with_time else moment.date())


def _time(seconds: Any) -> str:
    if not _is_number(seconds) or abs(seconds) > _LONGEST_TIME:
        return written(seconds)
    return written_seconds(seconds)


def _padded(number: Any, *, width: int) -> str:
    """A number of the format N, which SPSS shows with leading zeros, as postcodes have them."""
    text = written(number)
    return text.zfill(width) if text.isdigit() else text


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and math.isfinite(value)
