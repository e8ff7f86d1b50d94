"""The cells of the version before, whose ids stay, without a value that is a forgotten customer."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insight.forgotten import is_forgotten
from insight.version import Version


def cells_before(data_folder: Path, previous: Version | None, scratch: Path) -> Path | None:
    """The file of the previous version's cells, or a copy in which such values are blotted out.

    A blotted value is one of its own, as cells that differed must not become the same.
    """
    if previous is None:
        return None
    path = previous.folder / "cells.parquet"
    forgotten = is_forgotten(data_folder)
    if not forgotten:
        return path
    cells = pq.read_table(path)
    ids = cells["cell_id"].to_pylist()
    for position, field in enumerate(cells.schema):
        if pa.types.is_string(field.type):
            values = [
                f"(forgotten {cell})" if value is not None and forgotten(value) else value
                for cell, value in zip(ids, cells[field.name].to_pylist(), strict=True)
            ]
            cells = cells.set_column(position, field, pa.array(values, field.type))
    blotted = scratch / "cells_before.parquet"
    pq.write_table(cells, blotted)
    return blotted
