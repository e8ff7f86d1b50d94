"""What a cluster is asked to keep, and that it is let go of whatever happens."""

from contextlib import closing

import pytest
from pyspark.errors import PySparkException

from insight.problems import Failure
from insight.publishing.spark_cluster import Cluster
from insight.publishing.spark_remote import Remote


@pytest.fixture
def cluster(spark_url):
    with closing(Cluster(Remote(spark_url))) as opened:
        yield opened


@pytest.fixture
def frames(cluster) -> type:
    """The class of what is read there; a test's worker can import it once it is connected."""
    del cluster
    from pyspark.sql.connect.dataframe import DataFrame

    return DataFrame


@pytest.fixture
def kept(monkeypatch, frames) -> list[str]:
    """What is kept at the time, as the client tells the server."""
    names: list[str] = []
    persist, unpersist = frames.persist, frames.unpersist

    def name(frame) -> str:
        return frame._plan.table_name

    def persisted(frame, *how):
        names.append(name(frame))
        return persist(frame, *how)

    def let_go(frame, *how):
        names.remove(name(frame))
        return unpersist(frame, *how)

    monkeypatch.setattr(frames, "persist", persisted)
    monkeypatch.setattr(frames, "unpersist", let_go)
    return names


def test_steps_are_kept_while_a_statement_reads_them_and_tables_to_the_end(spark_url, kept):
    with closing(Cluster(Remote(spark_url))) as cluster:
        cluster.keep("answers", "select 1 as a")
        with cluster.keeping([("step", "select a + 1 as b from answers")]):
            assert kept == ["answers", "step"]
            assert cluster.values("select b from step") == [2]
        assert kept == ["answers"]
    assert kept == []


def test_what_was_kept_is_let_go_of_after_an_error(cluster, kept):
    wrong = [("step", "select 1 as a"), ("wrong", "select b from step")]
    with pytest.raises(Failure), cluster.keeping(wrong):
        pytest.fail("the second step cannot be made")
    assert kept == []


def test_a_server_that_keeps_nothing_is_asked_again(cluster, frames, monkeypatch):
    def refused(*_):
        raise PySparkException("PERSIST TABLE is not supported here")

    monkeypatch.setattr(frames, "persist", refused)
    cluster.keep("answers", "select 1 as a")
    assert cluster.values("select a from answers") == [1]


def test_what_another_session_keeps_is_not_taken_for_the_same(spark_url, frames, monkeypatch):
    marked = []
    monkeypatch.setattr(Cluster, "define", lambda *defined: marked.append(defined[-1]))
    monkeypatch.setattr(frames, "persist", lambda *_: None)
    for _ in range(2):
        with closing(Cluster(Remote(spark_url))) as cluster:
            cluster.keep("answers", "select 1 as a")
    assert len(set(marked)) == 2
