"""Published on Spark itself: the same figures as DuckDB's, counted on both workers."""

import shutil

from bench.spark_cluster import wait_until
from tests.alike import differences
from tests.cluster.conftest import COUNTED_ALIKE, everything_in

SECONDS_TO_NOTICE = 30


def test_a_server_killed_is_a_sentence_and_the_next_publish_is_as_on_this_machine(
    cluster, publishing, served, demo_folder, tmp_path
):
    folder = shutil.copytree(demo_folder, tmp_path / "data")
    begun = publishing(folder, folder / "exports")
    begun.until("Checking rows")
    wait_until(cluster.running_jobs, "the cluster works at a query", 60)
    cluster.kill_server()
    code, said = begun.ended(SECONDS_TO_NOTICE)
    sentence = said.splitlines()[-1]
    assert code == 1, said
    assert cluster.remote in sentence
    assert sentence.endswith("nothing was written")
    assert "Traceback" not in said
    assert everything_in(folder) == everything_in(demo_folder)
    assert served(folder).name == served(demo_folder).name

    cluster.mend()
    code, said = publishing(folder, folder / "exports").ended()
    assert code == 0, said
    assert served(folder).name > served(demo_folder).name
    assert differences(served(demo_folder), served(folder)) == COUNTED_ALIKE
    assert cluster.kept() == 0
    done = cluster.tasks_by_worker()
    assert len(done) == 2
    assert min(done) > 0.1 * sum(done)
