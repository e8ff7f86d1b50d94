"""A folder to import in: files and mappings written as text, tables read back as rows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from insight.importers.imports import ImportSummary, import_files
from insight.tables import FILE_COLUMN, SOURCE_COLUMN, Source, export_path, read_sources

TODAY = date(2026, 7, 1)


@dataclass(frozen=True)
class Folder:
    """A data folder and a desk beside it, where the files to import lie."""

    desk: Path

    @property
    def data(self) -> Path:
        return self.desk / "data"

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.desk / name
        path.write_bytes(text.encode(encoding))
        return path

    def take(self, text: str, mapping: str, *, file="answers.csv", named="shop.toml", **more):
        """Import one file of this text by a mapping of this text."""
        return self.take_files({file: text}, mapping, named=named, **more)

    def take_files(
        self, texts: dict[str, str], mapping: str, named: str = "shop.toml", **more
    ) -> ImportSummary:
        files = [self.write(name, text) for name, text in texts.items()]
        return import_files(self.data, files, self.write(named, mapping), TODAY, **more)

    def rows(self, table: str) -> list[dict]:
        """The rows of an export, without the columns that name their source and file."""
        read = pq.read_table(export_path(self.data, table))
        return read.drop_columns([SOURCE_COLUMN, FILE_COLUMN]).to_pylist()

    def column(self, table: str, name: str) -> list:
        return pq.read_table(export_path(self.data, table))[name].to_pylist()

    def sources(self, table: str) -> list[Source]:
        return read_sources(export_path(self.data, table))

    def exports(self) -> dict[str, bytes]:
        """Everything in the data folder, by path, to see that nothing changed."""
        files = sorted(path for path in self.data.rglob("*") if path.is_file())
        return {str(path.relative_to(self.data)): path.read_bytes() for path in files}


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path)
