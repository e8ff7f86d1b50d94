"""The settings of a data folder: one small TOML file, every key with a default."""

import os
import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from insight.problems import Mistake, nearest

DEFAULT_DATA = Path(__file__).resolve().parent.parent / "data"
LEAST_MINIMUM_ANSWERS = 10
LEAST_VERSIONS = 2
MOST_SECONDS = 3600
_SHARE_OF_DUCKDB = 0.75


def memory_for_duckdb(memory_limit: str) -> int:
    """Bytes of a memory limit that DuckDB may have; Python takes the rest."""
    number, unit = re.fullmatch(r"([\d.]+) ?(\w+)", memory_limit).groups()
    size = 1024 if "i" in unit else 1000
    return int(float(number) * size ** ("KMGT".index(unit[0]) + 1) * _SHARE_OF_DUCKDB)


def default_data_folder() -> Path:
    """The folder named by UNDERCURRENT_DATA, else the repository's own `data/`."""
    return Path(os.environ.get("UNDERCURRENT_DATA") or DEFAULT_DATA).resolve()


@dataclass(frozen=True)
class Benchmark:
    """An NPS to hold ours against, -100 to 100: a target of one's own or a figure of the field."""

    name: str
    nps: float
    source: str
    dated: date


@dataclass(frozen=True)
class Settings:
    """What a company says of itself and of how its dashboard behaves."""

    company: str = "Your company"
    fictional: bool = False
    fiscal_year_starts: int = 1
    minimum_answers: int = LEAST_MINIMUM_ANSWERS
    language: str = "en_GB"
    baseline_year: int | None = None
    question_seconds: float = 20.0
    memory_limit: str = "4GiB"
    charts: str = "own"
    strata: str | None = None
    edit_changes: bool = True
    keep_versions: int = 5
    keep_imports: int = 3
    publish_from_page: bool = True
    publishers: tuple[str, ...] = ()
    engine: str = "duckdb"
    remote: str | None = None
    source: str | None = None
    work: str | None = None
    detail_rows: int = 1_000_000
    benchmarks: tuple[Benchmark, ...] = ()


_TYPES: dict[str, type | tuple[type, ...]] = {
    "company": str,
    "fictional": bool,
    "fiscal_year_starts": int,
    "minimum_answers": int,
    "language": str,
    "baseline_year": int,
    "question_seconds": (int, float),
    "memory_limit": str,
    "charts": str,
    "strata": str,
    "edit_changes": bool,
    "keep_versions": int,
    "keep_imports": int,
    "publish_from_page": bool,
    "publishers": list,
    "engine": str,
    "remote": str,
    "source": str,
    "work": str,
    "detail_rows": int,
}
CHARTS = ("own", "streamlit")
"""What charts are drawn with: our own element, or Streamlit's, slower and larger."""

ENGINES = ("duckdb", "spark")
"""What publishing runs on: this machine, or the cluster that `remote` names."""

_BENCHMARK = {
    "name": 'name = "Our target"',
    "nps": "nps = 40",
    "source": 'source = "Board, plan for 2027"',
    "dated": "dated = 2026-01-31",
}
"""What a [[benchmark]] states, each with an example."""


def read_settings(data_folder: Path) -> Settings:
    """The folder's settings.toml over the defaults; Mistake names the key and the fix."""
    path = Path(data_folder) / "settings.toml"
    if not path.exists():
        return Settings()
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Mistake(f"{path}: this is no TOML: {error}") from None
    benchmarks = _benchmarks(stated.pop("benchmark", []), path)
    known = [one.name for one in fields(Settings) if one.name != "benchmarks"] + ["benchmark"]
    for key, value in stated.items():
        if key not in known:
            raise Mistake(f"{path}: there is no setting {key!r}{nearest(key, known)}")
        is_bool_for_number = isinstance(value, bool) and _TYPES[key] is not bool
        if not isinstance(value, _TYPES[key]) or is_bool_for_number:
            shown = "..." if key == "remote" else repr(value)
            raise Mistake(f"{path}: {key} = {shown} should be like {_example(key)}")
    stated["publishers"] = _addresses(stated.get("publishers", []), path)
    settings = Settings(**stated, benchmarks=benchmarks)
    _check(settings, path)
    return settings


def _example(key: str) -> str:
    default = getattr(Settings(), key)
    if default is None:
        default = {
            "baseline_year": 2022,
            "strata": "segment",
            "remote": "sc://spark.example.com:15002",
            "source": "sales.answers",
            "work": "s3://lake/undercurrent",
        }[key]
    if key == "publishers":
        return 'publishers = ["ann@example.com"]'
    return f"{key} = {default!r}"


def _addresses(stated: list[Any], path: Path) -> tuple[str, ...]:
    """The addresses people sign in with, in small letters; Mistake names one that is none."""
    for one in stated:
        if not isinstance(one, str) or "@" not in one:
            raise Mistake(f"{path}: publishers holds {one!r}; write {_example('publishers')}")
    return tuple(one.strip().lower() for one in stated)


def _benchmarks(stated: Any, path: Path) -> tuple[Benchmark, ...]:
    """The [[benchmark]] tables as stated; Mistake names the table, its key and the fix."""
    if not isinstance(stated, list) or not all(isinstance(one, dict) for one in stated):
        raise Mistake(
            f"{path}: benchmark should be tables headed [[benchmark]], each with "
            f"{', '.join(_BENCHMARK)}"
        )
    for number, one in enumerate(stated, start=1):
        where = f"{path}: [[benchmark]] {number}"
        for key in one:
            if key not in _BENCHMARK:
                raise Mistake(f"{where} has no key {key!r}{nearest(key, _BENCHMARK)}")
        for key, example in _BENCHMARK.items():
            if key not in one:
                raise Mistake(f"{where} lacks {key}; add a line like {example}")
            if not _is_of_benchmark(key, one[key]):
                raise Mistake(f"{where}: {key} = {one[key]!r} should be like {example}")
        if not -100 <= one["nps"] <= 100:
            raise Mistake(f"{where}: nps = {one['nps']} is no NPS, -100 to 100")
    return tuple(Benchmark(**one | {"nps": float(one["nps"])}) for one in stated)


def _is_of_benchmark(key: str, value: Any) -> bool:
    if key == "nps":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if key == "dated":
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, str) and bool(value.strip())


def _check(settings: Settings, path: Path) -> None:
    if settings.minimum_answers < LEAST_MINIMUM_ANSWERS:
        raise Mistake(
            f"{path}: minimum_answers = {settings.minimum_answers} is below "
            f"{LEAST_MINIMUM_ANSWERS}, the least that keeps single answers hidden"
        )
    if not 1 <= settings.fiscal_year_starts <= 12:
        raise Mistake(
            f"{path}: fiscal_year_starts = {settings.fiscal_year_starts} is no month, 1 to 12"
        )
    try:
        Locale.parse(settings.language)
    except (UnknownLocaleError, ValueError):
        raise Mistake(
            f"{path}: language = {settings.language!r} is not known; write it like 'en_GB'"
        ) from None
    if not 0 < settings.question_seconds <= MOST_SECONDS:
        raise Mistake(
            f"{path}: question_seconds = {settings.question_seconds} is not between 0 and "
            f"{MOST_SECONDS}"
        )
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", settings.memory_limit):
        raise Mistake(
            f"{path}: memory_limit = {settings.memory_limit!r} is no size; write it like '4GiB'"
        )
    if settings.keep_imports < 0:
        raise Mistake(
            f"{path}: keep_imports = {settings.keep_imports} is below 0, which keeps none to undo"
        )
    if settings.keep_versions < LEAST_VERSIONS:
        raise Mistake(
            f"{path}: keep_versions = {settings.keep_versions} is below {LEAST_VERSIONS}, "
            "the least that leaves a version to go back to"
        )
    if settings.charts not in CHARTS:
        raise Mistake(f"{path}: charts = {settings.charts!r} is none of {', '.join(CHARTS)}")
    if settings.engine not in ENGINES:
        raise Mistake(
            f"{path}: engine = {settings.engine!r} is none of {', '.join(ENGINES)}"
            f"{nearest(settings.engine, ENGINES)}"
        )
    if settings.detail_rows < 1:
        raise Mistake(f"{path}: detail_rows = {settings.detail_rows} is below 1")
    if settings.baseline_year is not None and not 1000 <= settings.baseline_year <= 2999:
        raise Mistake(f"{path}: baseline_year = {settings.baseline_year} is no year")
