"""The files of a table where a cluster reads them: which there are, and when each was written."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from insight.problems import Failure
from insight.publishing.exports import MOMENT_SECONDS, stamp
from insight.publishing.spark_cluster import Cluster
from insight.publishing.spark_source import FILE_PATH, ROW_INDEX, Found, Source

if TYPE_CHECKING:
    from pyspark.sql.connect.dataframe import DataFrame


class SourceFiles:
    """The files of one table by name, and the rows of some of them."""

    def __init__(self, cluster: Cluster, source: Source, found: Found):
        self._cluster = cluster
        self._found = found
        self._is_catalog = source.is_catalog
        self.stamps = self._listed(source.folder is not None)
        """What tells of each file, in their order, whether it was written since."""

    @property
    def are_many(self) -> bool:
        return len(self.stamps) > 1

    def rows(self, files: Collection[str] | None) -> "DataFrame":
        """The rows of these files or all, with their places where the server has them."""
        from pyspark.sql.connect.functions import col

        spark, place = self._cluster.spark, self._found.place
        if self._is_catalog:
            return spark.table(".".join(f"`{one}`" for one in place.split(".")))
        frame = spark.read.parquet(place)
        if files is not None and len(files) < len(self.stamps):
            reader = spark.read.schema(frame.schema)
            frame = reader.option("basePath", place).parquet(*sorted(files))
        if not self._found.has_row_numbers:
            return frame
        places = (("row_index", ROW_INDEX), ("file_path", FILE_PATH))
        return frame.select("*", *(col(f"_metadata.{one}").alias(name) for one, name in places))

    def number(self, path: str) -> int:
        """The place in their order of the file that the cluster names so; Failure for none."""
        plain = [_plain(one) for one in self.stamps]
        if _plain(path) not in plain:
            raise Failure(
                f"{self._found.place}: {path} is read but not listed, so that nothing tells "
                "whether it was written; publish without work"
            )
        return plain.index(_plain(path))

    def _listed(self, is_here: bool) -> dict[str, str]:
        place = self._found.place
        if self._is_catalog:
            return {place: ""}
        if is_here:
            return {str(path): stamp(path) for path in _files_within(Path(place))}
        with self._cluster.errors():
            reader = self._cluster.spark.read.format("binaryFile")
            listed = reader.load(place).select("path", "length", "modificationTime").collect()
        return {path: _stamp(length, written) for path, length, written in sorted(listed)}


def _files_within(place: Path) -> list[Path]:
    """The files that Spark reads of a place of this machine.

    It passes over hidden ones and over folders that are no partition (`day=2026-06-30`).
    """
    if not place.is_dir():
        return [place]
    return sorted(path for path in place.rglob("*") if path.is_file() and _is_read(place, path))


def _is_read(place: Path, path: Path) -> bool:
    *folders, name = path.relative_to(place).parts
    is_hidden = any(part.startswith(("_", ".")) for part in (*folders, name))
    return not is_hidden and all("=" in folder for folder in folders)


def _stamp(length: int, written: datetime) -> str:
    """Empty where the file was written a moment ago, as a store may not tell two moments apart."""
    moment = written if written.tzinfo else written.replace(tzinfo=UTC)
    if (datetime.now(UTC) - moment).total_seconds() < MOMENT_SECONDS:
        return ""
    return f"{length} {moment.isoformat()}"


def _plain(path: str) -> str:
    """A path without what names its scheme or escapes its signs."""
    scheme, colon, rest = path.partition(":")
    return unquote(rest if colon and scheme == "file" else path).replace("///", "/")
