"""A Spark of its own on this machine: a standalone master, workers and a Spark Connect server.

Each is a process as a company runs it, on free ports of 127.0.0.1, and ends with the cluster.
`make spark` brings the distribution; SPARK_HOME names another.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen

Waited = TypeVar("Waited")
REPOSITORY = Path(__file__).resolve().parents[1]
DISTRIBUTION = REPOSITORY / ".spark"
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"
SECONDS_TO_START = 90
DAEMON_MEMORY = "256m"
EXECUTOR_MEMORY = "768m"
DRIVER_MEMORY = "768m"
_MANY = 100_000


def missing_for_spark() -> str | None:
    """What this machine lacks for a cluster of its own, as a sentence; None where nothing."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "Java is not on this machine; Spark 4 needs Java 17 or later"
    if not (spark_home() / "bin" / "spark-class").exists():
        return f"no Spark in {spark_home()}; `make spark` brings it, or SPARK_HOME names it"
    return None


def spark_home() -> Path:
    """Where the distribution lies."""
    return Path(os.environ.get("SPARK_HOME") or DISTRIBUTION)


@dataclass
class Worker:
    """A process with one core that starts executors; `folder` holds what they say."""

    process: subprocess.Popen
    folder: Path

    def executors(self) -> set[str]:
        """Executors it has started for any application: "application/number"."""
        return {f"{one.parent.name}/{one.name}" for one in self.folder.glob("app-*/*")}


class SparkCluster:
    """The master, its workers and the Connect server; a context that ends all of them."""

    def __init__(
        self,
        folder: Path,
        workers: int = 2,
        java_options: str = "",
        settings: Mapping[str, str] | None = None,
    ):
        self.folder = folder
        self._settings = dict(settings or {})
        self._java_options = java_options
        self._wanted = workers
        self._processes: list[subprocess.Popen] = []
        self._master, self._master_page = free_port(), free_port()
        self._connect, self._driver_page = free_port(), free_port()
        self.workers: list[Worker] = []
        self.server: subprocess.Popen

    @property
    def remote(self) -> str:
        """The address of the Connect server, the same after it is started again."""
        return f"sc://127.0.0.1:{self._connect}"

    def __enter__(self) -> "SparkCluster":
        try:
            self._start(
                "master",
                ["spark-class", "org.apache.spark.deploy.master.Master"],
                *("--host", "127.0.0.1", "--port", str(self._master)),
                *("--webui-port", str(self._master_page)),
                memory=DAEMON_MEMORY,
            )
            for _ in range(self._wanted):
                self._add_worker()
            self.start_server()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Kill every process that was started, and what those started."""
        for process in self._processes:
            kill_group(process)

    def start_server(self) -> None:
        """Start the Connect server; it answers, with an executor on every worker."""
        settings = {
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.connect.grpc.binding.port": self._connect,
            "spark.executor.memory": EXECUTOR_MEMORY,
            "spark.executor.extraJavaOptions": self._java_options,
            "spark.ui.port": self._driver_page,
            "spark.ui.showConsoleProgress": "false",
            # As many tasks after a shuffle as there are cores to run them.
            "spark.sql.shuffle.partitions": self._wanted,
            **self._settings,
        }
        self.server = self._start(
            "server",
            ["spark-submit", "--class", SERVER, "--master", f"spark://127.0.0.1:{self._master}"],
            *(f"--conf={name}={value}" for name, value in settings.items()),
            memory=DRIVER_MEMORY,
        )
        self._until(lambda: _listens(self._connect), "the Connect server answers")
        self.until_whole()

    def until_whole(self) -> None:
        """Wait until every worker has its executor."""
        self._until(
            lambda: len(self._executors("id")) == len(self.workers), "every worker has its executor"
        )

    def mend(self) -> None:
        """Start again what was killed."""
        while len(self.workers) < self._wanted:
            self._add_worker()
        if self.server.poll() is None:
            self.until_whole()
        else:
            self.start_server()

    def kill_busy_worker(self, seconds: float = 60) -> None:
        """Wait for a worker that is in the middle of a task; it and its executor are gone."""
        worker = wait_until(self._busy_worker, "a worker works", seconds)
        kill_group(worker.process)
        self.workers.remove(worker)

    def _busy_worker(self) -> Worker | None:
        working = {executor for executor, tasks in self._executors("activeTasks").items() if tasks}
        return next((one for one in self.workers if working & one.executors()), None)

    def kill_server(self) -> None:
        """The Connect server, Spark's driver, is gone from one moment to the next."""
        kill_group(self.server)

    def _executors(self, figure: str) -> dict[str, int]:
        """A figure of every living executor, as "application/number"."""
        application = self._application()
        return {
            f"{application}/{one['id']}": one[figure]
            for one in self._asked_of_driver("executors")
            if one["id"] != "driver"
        }

    def tasks_by_worker(self) -> list[int]:
        """Tasks finished so far on each worker, by the executors that it started."""
        finished = self._executors("completedTasks")
        return [
            sum(finished.get(executor, 0) for executor in worker.executors())
            for worker in self.workers
        ]

    def running_jobs(self) -> int:
        """Jobs that the server works at now."""
        return len(self._asked_of_driver("jobs?status=running"))

    def jobs_begun(self) -> int:
        """Jobs of this server so far, whatever became of them."""
        return len(self._asked_of_driver("jobs"))

    def kept(self) -> int:
        """Relations whose rows the cluster keeps, for any session."""
        return len(self._asked_of_driver("storage/rdd"))

    def tasks_lost(self) -> int:
        """Tasks that did not end well since the server was started."""
        return sum(one["numFailedTasks"] for one in self._asked_of_driver("jobs"))

    def seconds_of_last_scan(self) -> float:
        """How long the latest stage that read many rows of files took, from its first task on."""

        def scanned() -> list[dict]:
            stages = self._asked_of_driver("stages?status=complete")
            return [one for one in stages if one["inputRecords"] > _MANY]

        latest = max(scanned(), key=lambda one: one["stageId"])
        began, ended = (
            datetime.strptime(latest[name].removesuffix("GMT"), "%Y-%m-%dT%H:%M:%S.%f")
            for name in ("firstTaskLaunchedTime", "completionTime")
        )
        return (ended - began).total_seconds()

    def _application(self) -> str:
        return self._page("applications")[0]["id"]

    def _asked_of_driver(self, question: str) -> list[Any]:
        return self._page(f"applications/{self._application()}/{question}")

    def _page(self, path: str) -> list[Any]:
        with urlopen(f"http://127.0.0.1:{self._driver_page}/api/v1/{path}", timeout=10) as page:
            return json.load(page)

    def _add_worker(self) -> None:
        number = sum(1 for _ in self.folder.glob("worker-*.log"))
        folder = self.folder / f"worker-{number}"
        process = self._start(
            f"worker-{number}",
            ["spark-class", "org.apache.spark.deploy.worker.Worker"],
            *("--host", "127.0.0.1", "--webui-port", "0", "--cores", "1", "--memory", "1g"),
            *("--work-dir", str(folder), f"spark://127.0.0.1:{self._master}"),
            memory=DAEMON_MEMORY,
        )
        self.workers.append(Worker(process, folder))

    def _start(
        self, name: str, command: list[str], *arguments: str, memory: str
    ) -> subprocess.Popen:
        home = spark_home()
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*_ends_with_us(), str(home / "bin" / command[0]), *command[1:], *arguments],
                cwd=self.folder,
                env=os.environ
                | {
                    "SPARK_HOME": str(home),
                    "SPARK_LOCAL_IP": "127.0.0.1",
                    "SPARK_LOCAL_DIRS": str(self.folder / "scratch"),
                    "SPARK_DAEMON_MEMORY": memory,
                    "SPARK_DAEMON_JAVA_OPTS": self._java_options,
                    "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        def unless_ended() -> bool:
            if self.server.poll() is not None:
                said = (self.folder / "server.log").read_text(errors="replace")
                raise RuntimeError(f"the Connect server ended instead:\n{said[-3000:]}")
            # Before its interface stands, the driver answers with a page in place of JSON.
            with suppress(OSError, IndexError, json.JSONDecodeError):
                return is_so()
            return False

        wait_until(unless_ended, what, SECONDS_TO_START)


def wait_until(value: Callable[[], Waited], what: str, seconds: float) -> Waited:
    """The first value that is not false; RuntimeError where there is none for so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := value():
            return found
        time.sleep(0.05)
    raise RuntimeError(f"for {seconds} seconds it was not so that {what}")


def kill_group(process: subprocess.Popen) -> None:
    """Kill a process and what it started, without asking."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _listens(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def _ends_with_us() -> list[str]:
    """What makes a process end with this one, even when this one is killed; Linux has it."""
    return ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
