"""The changes of the export with those edited on the page, written as one table."""

import pyarrow as pa

from insight.changes_journal import Journal, replayed
from insight.engine import Engine
from insight.query import QUERIES
from insight.tables import ARROW_TYPES, TABLES
from insight.version import PublishedFile

SOURCE = QUERIES / "sources" / "changes.sql"
AS_GIVEN = "changes_as_given"
"""The changes of a cluster's table without those edited here, kept in the version: the next edit
starts from them and not from the cluster."""


def write_changes(session: Engine, journal: Journal) -> tuple[PublishedFile, list[str]]:
    """(the changes of the export with those edited on the page, notes on what found no place)."""
    if not journal.entries:
        notes = [journal.trouble] if journal.trouble else []
        return session.write_file(SOURCE, "detail"), notes
    exported = session.connection.execute(SOURCE.read_text(encoding="utf-8")).to_arrow_table()
    records, lost = replayed(exported.to_pylist(), journal)
    columns = TABLES["changes"].columns
    schema = pa.schema([(column.name, ARROW_TYPES[column.type]) for column in columns])
    session.connection.register("changes_edited", pa.Table.from_pylist(records, schema))
    file = session.write_view("select * from changes_edited", "changes", "detail")
    notes = [f"changes: {one.title} ({one.change_id}) was edited but is gone" for one in lost]
    return file, [*notes, *([journal.trouble] if journal.trouble else [])]
