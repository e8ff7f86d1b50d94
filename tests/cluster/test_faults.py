"""Whatever ends in the middle of publishing, readers have a whole version, and it says what it is.

In every test the fault comes while the cluster works at a query.
"""

import signal
import time

import pytest

from bench.spark_cluster import free_port, wait_until
from tests.alike import differences
from tests.cluster.conftest import COUNTED_ALIKE, everything_in

AN_EARLY_STEP = "Checking rows"
A_LONG_STEP = "Counting nps_repeats"
SECONDS_TO_NOTICE = 30


@pytest.fixture
def interrupted(request, cluster, publishing, published_before):
    """A publish in the middle of a query of that step, over a version that is served."""
    begun = publishing(published_before, published_before / "exports")
    begun.until(getattr(request, "param", AN_EARLY_STEP))
    wait_until(cluster.running_jobs, "the cluster works at a query", 60)
    return begun


@pytest.mark.parametrize("interrupted", [A_LONG_STEP], indirect=True)
def test_a_worker_killed_in_the_middle_of_a_query_changes_nothing(
    cluster, interrupted, published_before, answers_published, served
):
    lost = cluster.tasks_lost()
    cluster.kill_busy_worker()
    code, said = interrupted.ended()
    assert code == 0, said
    assert cluster.tasks_lost() > lost
    assert cluster.kept() == 0
    ours, theirs = served(answers_published), served(published_before)
    assert theirs.name > ours.name
    assert differences(ours, theirs) == COUNTED_ALIKE


def test_ctrl_c_cancels_what_the_cluster_works_at(
    cluster, interrupted, published_before, answers_published, served
):
    interrupted.process.send_signal(signal.SIGINT)
    code, said = interrupted.ended(SECONDS_TO_NOTICE)
    assert (code, said.splitlines()[-1]) == (130, "stopped")
    wait_until(lambda: not cluster.running_jobs(), "no job is left on the cluster", 5)
    begun = cluster.jobs_begun()
    time.sleep(1)
    assert cluster.jobs_begun() == begun
    assert cluster.kept() == 0
    assert everything_in(published_before) == everything_in(answers_published)
    assert served(published_before).name == served(answers_published).name


def test_a_publish_killed_leaves_the_old_version_served(
    interrupted, published_before, answers_published, served
):
    interrupted.process.kill()
    interrupted.ended()
    assert served(published_before).name == served(answers_published).name


def test_an_address_that_nobody_listens_on_is_said_within_ten_seconds(
    run, published_before, answers_published
):
    remote = f"sc://127.0.0.1:{free_port()}"
    source = published_before / "exports"
    asked = time.monotonic()
    code, _, said = run(
        *("publish", "--engine", "spark", "--remote", remote),
        *("--source", source, "--data", published_before),
    )
    assert time.monotonic() - asked < 10
    assert code == 1
    assert f"nobody answers at {remote}" in said
    assert everything_in(published_before) == everything_in(answers_published)
