"""Whether new files are more of a source that is here already, which only a person can say."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from insight.importers.drafts.draft import Choice, Draft, Line
from insight.tables import TABLES, export_path, read_sources

_MOST_OFFERED = 12


def sources_here(data_folder: Path) -> tuple[str, ...]:
    """The sources that files were imported into, those of the latest import first."""
    latest: dict[str, object] = {}
    for table in TABLES:
        with suppress(OSError, ValueError, TypeError, KeyError, pa.ArrowException):
            for part in read_sources(export_path(data_folder, table)):
                if part.is_part:
                    latest[part.name] = max(part.imported_on, latest.get(part.name, part.as_of))
    return tuple(sorted(latest, key=lambda name: latest[name], reverse=True))


def asked_for_source(draft: Draft, name: str, there: Sequence[str]) -> Draft:
    """The draft with a question where its files are called otherwise than every source so far."""
    if not there or name in there or draft.line("file", "source"):
        return draft
    more = [Choice(one, f"if it is more of {one!r}") for one in there[:_MOST_OFFERED]]
    own = Choice(name, "if it is a survey of its own")
    question = f"is {', '.join(draft.files[:3])} more of a source that is here, or another one?"
    reason = "more of a source adds to its answers or replaces them; another one stands beside it"
    return draft.placing(Line("file", "source", None, reason, question, (*more, own)))
