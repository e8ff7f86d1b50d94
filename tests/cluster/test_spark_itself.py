"""Published on Spark itself: the same figures as DuckDB's, counted on both workers."""

import shutil

from tests.cluster.conftest import COUNTED_ALIKE, REPOSITORY
from tests.spark.alike import differences


def test_the_demo_is_counted_alike_by_tasks_on_both_workers(
    cluster, publishing, served, demo_folder, tmp_path
):
    shutil.copy(REPOSITORY / "data/settings.toml", tmp_path)
    before = cluster.tasks_by_worker()
    code, said = publishing(tmp_path, REPOSITORY / "data/exports").ended()
    assert code == 0, said
    assert differences(served(demo_folder), served(tmp_path)) == COUNTED_ALIKE
    done = [now - then for now, then in zip(cluster.tasks_by_worker(), before, strict=True)]
    assert len(done) == 2
    assert min(done) > 0.1 * sum(done)
