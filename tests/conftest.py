"""Published answers to ask: literal tables, the demo company, and the real surveys."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from insight.command_line.main import main
from insight.coverage import Span
from insight.filters import Filters
from insight.gateway import Gateway
from insight.importers.imports import import_files
from insight.publish import publish
from insight.settings import Settings
from insight.tables import ARROW_TYPES, TABLES, Source, write_export
from insight.version import Version
from insight.warehouse import Warehouse

REPOSITORY = Path(__file__).resolve().parents[1]
AS_OF = date(2026, 6, 30)

REAL_SURVEYS = {
    "kcmo": [("kcmo", ["kcmo/kcmo_2021_q3.csv", "kcmo/kcmo_2022_q1.csv"])],
    "bank": [("bank", ["bank/bank_nps_2021.csv"])],
    "spack": [
        ("spack_2020", ["spack/spack-user-survey-2020-responses.csv"]),
        ("spack_2021", ["spack/spack-user-survey-2021-responses.csv"]),
        ("spack_2022", ["spack/spack-user-survey-2022-responses.csv"]),
        ("spack_releases", ["spack/releases.csv"]),
    ],
    "prepbench_040": [("prepbench_040", ["prepbench/case_040_input_02.csv"])],
    "prepbench_122": [
        ("prepbench_122", ["prepbench/case_122_input_01.csv", "prepbench/case_122_input_02.csv"])
    ],
}
"""The imports each real survey takes: (mapping, files of one layout)."""


def as_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Literal rows as an export: our columns in our types, all others text."""
    types = {column.name: ARROW_TYPES[column.type] for column in TABLES[name].columns}
    names = list(dict.fromkeys(key for row in rows for key in row))
    return pa.table(
        {
            key: pa.array([row.get(key) for row in rows], types.get(key, pa.string()))
            for key in names
        }
    )


def write_tables(folder: Path, as_of: date = AS_OF, **tables: list[dict[str, Any]]) -> Path:
    """Write literal tables as the exports of a data folder."""
    for name, rows in tables.items():
        source = Source("literal", ("rows",), as_of, as_of, len(rows), len(rows), 0)
        write_export(folder, name, as_table(name, rows), [source])
    return folder


@pytest.fixture(scope="session")
def tables_in() -> Callable[..., Path]:
    """`tables_in(folder, as_of, **tables)`: literal tables as the exports of that folder."""
    return write_tables


@pytest.fixture
def folder_of(tmp_path) -> Callable[..., Path]:
    """A data folder whose exports are these literal tables, not yet published."""
    return lambda as_of=AS_OF, **tables: write_tables(tmp_path, as_of, **tables)


@pytest.fixture
def given(tmp_path) -> Callable[..., Gateway]:
    """Publish literal tables and open them; nothing is hidden unless a minimum is named."""

    def published(
        as_of: date = AS_OF,
        fiscal_year_starts: int = 1,
        minimum_answers: int = 0,
        **tables: list[dict[str, Any]],
    ) -> Gateway:
        write_tables(tmp_path, as_of, **tables)
        (tmp_path / "settings.toml").write_text(f"fiscal_year_starts = {fiscal_year_starts}\n")
        version: Version = publish(tmp_path)
        settings = Settings(fiscal_year_starts=fiscal_year_starts, minimum_answers=minimum_answers)
        return Gateway(Warehouse(version), settings)

    return published


def asked(
    gateway: Gateway,
    question: str,
    start: date | None = None,
    end: date | None = None,
    versus: tuple[date, date] | str | None = None,
    where: dict[str, list[str]] | None = None,
    **options: Any,
) -> list[dict[str, Any]]:
    """The rows of an answer; all time and everyone unless the question says otherwise."""
    filters = Filters.everything(gateway.coverage)
    if start or end:
        period = Span(start or filters.period.start, end or filters.period.end)
        filters = filters.during(period)
    if versus:
        filters = filters.compared_with(versus if isinstance(versus, str) else Span(*versus))
    for dimension, values in (where or {}).items():
        filters = filters.of(dimension, values)
    return gateway.ask(question, filters, **options).rows()


@pytest.fixture(scope="session")
def ask() -> Callable[..., list[dict[str, Any]]]:
    """`ask(gateway, question, start, end, versus, where, by, unit)`: the rows of the answer."""
    return asked


@pytest.fixture
def run(capsys):
    """`run(*arguments)`: exit code, what was printed, what was said on standard error."""

    def command(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory) -> Path:
    """The demo company as committed, published once."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(REPOSITORY / "data" / "exports", folder / "exports")
    shutil.copy(REPOSITORY / "data" / "settings.toml", folder)
    publish(folder)
    return folder


@pytest.fixture(scope="session")
def demo(demo_folder) -> Gateway:
    return Gateway.open(demo_folder)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with real surveys and published results."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared is missing")
        pytest.skip("../shared, with the real surveys and oracles, is not on this machine")
    return folder


@pytest.fixture(scope="session")
def oracle(shared) -> dict[str, dict[str, Any]]:
    """Published results by their id: inputs, expected, tolerance and source."""
    cases = json.loads((shared / "oracles" / "oracles.json").read_text(encoding="utf-8"))["cases"]
    return {case["id"]: case for case in cases}


@pytest.fixture(scope="session")
def real_survey(shared, tmp_path_factory) -> Callable[[str], Path]:
    """The data folder of a real survey, imported by its mapping and published once."""

    @cache
    def published(survey: str) -> Path:
        folder = tmp_path_factory.mktemp(survey)
        for mapping, files in REAL_SURVEYS[survey]:
            import_files(
                folder,
                [shared / "datasets" / file for file in files],
                REPOSITORY / "tests" / "mappings" / f"{mapping}.toml",
                date(2026, 7, 1),
            )
        publish(folder)
        return folder

    return published
