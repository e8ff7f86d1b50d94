"""Where nobody is known to have answered twice, every question still answers.

DuckDB 2.0.0 returns no rows for some joins whose right side its statistics prove empty, as the
design effects then are.
"""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insight.filters import Filters
from insight.gateway import Gateway
from insight.publish import publish
from insight.query import questions
from tests.queries.test_promises import by_least

OF_CUSTOMERS = (
    *("nps_by_answer", "nps_by_tenure", "nps_since_first_use", "same_people", "score_flows"),
    "told_or_not",
)
"""Questions that have less to say where no customer is known."""


@pytest.fixture(scope="module")
def nameless(demo_folder, tmp_path_factory):
    """The demo company, its customers unknown."""
    folder = tmp_path_factory.mktemp("nameless")
    shutil.copytree(demo_folder / "exports", folder / "exports")
    path = folder / "exports" / "survey_responses.parquet"
    answers = pq.read_table(path)
    at = answers.schema.get_field_index("customer_id")
    nobody = pa.nulls(answers.num_rows, pa.string())
    pq.write_table(answers.set_column(at, "customer_id", nobody), path)
    publish(folder)
    return Gateway.open(folder)


@pytest.mark.parametrize("name", sorted(set(questions()) - set(OF_CUSTOMERS)))
def test_a_question_has_as_many_rows_where_no_customer_is_known(demo, nameless, name):
    for by in {by_least(name), "segment" if "dimension" in questions()[name].parameters else None}:
        known, unknown = (
            gateway.ask(name, _latest(gateway, name), by=by).rows() for gateway in (demo, nameless)
        )
        assert len(known) > 0
        assert len(unknown) == len(known), by


def _latest(gateway, name):
    everyone = Filters.everything(gateway.coverage)
    return everyone.now(gateway.coverage) if questions()[name].compares else everyone
