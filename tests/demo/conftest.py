import tomllib
from pathlib import Path

import duckdb
import pytest

from insight.demo import make_demo
from insight.tables import TABLES, export_path

TRUTH_FILE = Path(__file__).parents[2] / "data" / "demo_truth.toml"


@pytest.fixture(scope="session")
def demo_exports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("harbourline")
    make_demo(folder)
    return folder


@pytest.fixture(scope="session")
def demo_tables(demo_exports):
    """A DuckDB connection with the ten tables of the demo company as views."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.read_parquet(str(export_path(demo_exports, table))).create_view(table)
    return connection


@pytest.fixture(scope="session")
def truths():
    return tomllib.loads(TRUTH_FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def truth(truths):
    """A planted truth by its id."""
    return {planted["id"]: planted for planted in truths["truth"]}
