"""What is asked of a cluster: names for statements, small tables sent, rows that arrive."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from uuid import uuid4

import pyarrow as pa

from insight.publishing.spark_remote import Remote, connected, errors_in_words


class Cluster:
    """A session of Spark Connect; statements are in Spark's dialect, errors are Failures."""

    def __init__(self, remote: Remote):
        self.remote = remote
        self.spark = connected(remote)
        self.names: set[str] = set()
        """What statements may name there."""
        self._kept: list[str] = []
        self._mark = uuid4().hex

    def define(self, name: str, sql: str) -> None:
        """Let statements name what a select gives."""
        with self.errors():
            self.spark.sql(sql).createOrReplaceTempView(name)
        self.names.add(name)

    def keep(self, name: str, sql: str) -> None:
        """`define` what is read more than once: its rows stay there once they were read.

        Where the server does not keep rows, they are read again each time.
        """
        from pyspark import StorageLevel
        from pyspark.errors import PySparkException

        # Spark knows what it keeps by what it is, and would take what a client that was killed has
        # left there for the same rows, although the files have changed.
        self.define(name, f"select * from ({sql}) where '{self._mark}' is not null")
        with suppress(PySparkException):
            self.spark.table(name).persist(StorageLevel.MEMORY_AND_DISK)
            self._kept.append(name)

    @contextmanager
    def keeping(self, steps: Iterable[tuple[str, str]]) -> Iterator[None]:
        """`keep` each (name, select) until the end of the context."""
        before = len(self._kept)
        try:
            for name, sql in steps:
                self.keep(name, sql)
            yield
        finally:
            self._release(before)

    def send(self, name: str, table: pa.Table) -> None:
        """Let statements name the rows of a small table."""
        from pyspark.sql.pandas.types import from_arrow_schema

        with self.errors():
            # Of a table without rows pyspark does not look at the columns.
            rows = table if table.num_rows else []
            schema = None if table.num_rows else from_arrow_schema(table.schema)
            self.spark.createDataFrame(rows, schema).createOrReplaceTempView(name)
        self.names.add(name)

    def arriving(self, sql: str) -> Iterator[pa.Table]:
        """What a select gives, batch by batch."""
        with self.errors():
            frame = self.spark.sql(sql)
            # toArrow() would hold the whole of it; this is what toLocalIterator() reads from.
            plan = frame._plan.to_proto(self.spark.client)
            for arrived in self.spark.client.to_table_as_iterator(plan, {}):
                if isinstance(arrived, pa.Table):
                    yield arrived

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a select that gives only a few."""
        return [
            row
            for table in self.arriving(sql)
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
        ]

    def values(self, sql: str) -> list:
        """The values of the only column of a select that gives only a few."""
        return [value for (value,) in self.rows(sql)]

    def errors(self) -> AbstractContextManager[None]:
        """Failure for what goes wrong within; jobs are cancelled when interrupted."""
        return errors_in_words(self.remote, self.spark)

    def close(self) -> None:
        """End the session; what runs there for it is cancelled, what was kept let go."""
        self._release(0)
        self.spark.stop()

    def _release(self, before: int) -> None:
        """Let go of all but the first so many of what is kept."""
        import grpc
        from pyspark.errors import PySparkException

        # Where the server is gone there is nothing left to let go of.
        with suppress(PySparkException, grpc.RpcError):
            while len(self._kept) > before:
                self.spark.table(self._kept.pop()).unpersist()
