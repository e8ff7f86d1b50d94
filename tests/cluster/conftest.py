"""A real Spark on this machine, and publishing with it in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.spark_cluster import SparkCluster, missing_for_spark
from insight.publish import publish
from insight.publishing.edited_changes import AS_GIVEN
from insight.version import Version, last_good_version

REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS_TO_PUBLISH = 240
COUNTED_ALIKE = [f"{AS_GIVEN} is in one of them only"]
"""What differs between versions of a cluster and of this machine, whose exports stay beside it."""
STARTS_SOONER = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java without what pays off only after minutes."""


def everything_in(folder: Path) -> set[str]:
    """The files and folders of a folder, however deep."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[SparkCluster]:
    """A master, two workers and a Connect server on 127.0.0.1, gone after the last test."""
    if missing := missing_for_spark():
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with SparkCluster(tmp_path_factory.mktemp("spark"), java_options=STARTS_SOONER) as running:
        yield running


@dataclass
class Publishing:
    """`publish --engine spark` in a process of its own, at which signals can be sent."""

    process: subprocess.Popen

    def until(self, step: str) -> None:
        """Read on until a step has begun."""
        for line in self.process.stderr:
            if step in line:
                return
        pytest.fail(f"it ended before {step!r}")

    def ended(self, seconds: float = SECONDS_TO_PUBLISH) -> tuple[int, str]:
        """(exit code, what it said on standard error since it was last read)."""
        _, said = self.process.communicate(timeout=seconds)
        return self.process.returncode, said


@pytest.fixture
def publishing(cluster) -> Iterator[Callable[[Path, Path], Publishing]]:
    """`publishing(folder, source)`: begin to publish the tables of source into a data folder.

    What the test killed is started again afterwards.
    """
    begun: list[subprocess.Popen] = []

    def begin(folder: Path, source: Path) -> Publishing:
        command = ["publish", "--engine", "spark", "--remote", cluster.remote]
        places = ["--source", str(source), "--data", str(folder)]
        process = subprocess.Popen(
            [sys.executable, "-m", "insight", *command, *places],
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return Publishing(process)

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()
    cluster.mend()


@pytest.fixture(scope="session")
def answers_published(tmp_path_factory) -> Path:
    """The demo's answers alone, published by DuckDB."""
    folder = tmp_path_factory.mktemp("answers")
    (folder / "exports").mkdir()
    shutil.copy(REPOSITORY / "data/exports/survey_responses.parquet", folder / "exports")
    shutil.copy(REPOSITORY / "data/settings.toml", folder)
    publish(folder)
    return folder


@pytest.fixture
def published_before(answers_published, tmp_path) -> Path:
    """A copy of that folder, with its version, to be published again."""
    return Path(shutil.copytree(answers_published, tmp_path / "data"))


@pytest.fixture(scope="session")
def served() -> Callable[[Path], Version]:
    """`served(folder)`: the version that readers get, whole to the last byte."""

    def whole(folder: Path) -> Version:
        version, trouble = last_good_version(folder)
        assert trouble is None
        assert version.damage() is None
        return version

    return whole
