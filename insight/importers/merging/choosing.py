"""Which rows of exports and of new files stay, where files of a source come together."""

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from insight.importers.mappings.mapping import Mapping
from insight.importers.merging.arriving import dating_table
from insight.importers.merging.joining import Choice, Joining, choose_rows, first_doubled
from insight.importers.merging.parts import Decision
from insight.importers.reading.table import made_id
from insight.problems import Mistake
from insight.tables import SOURCE_COLUMN
from insight.warehouse import literal

_WITH_RESPONSES = ("survey_responses", "ratings", "follow_ups")
"""Tables whose rows go with the answered questionnaire they belong to."""
_OF_BOTH = {
    "latest": ("the latest answer stays", "days_later <= 0", "days_later > 0", ""),
    "kept": (
        "those of another day stay beside it under an id of their own, those of the same day are "
        "the same answer",
        "",
        "days_later = 0",
        "days_later <> 0",
    ),
}
"""What becomes of an answer in an earlier file and in a new one: in words; the condition on the
days between by which the earlier one goes, the new one goes, the new one gets its own id."""


def choose(
    connection: duckdb.DuckDBPyConnection,
    rules: Mapping,
    tables: Named[str, Joining],
    decisions: Sequence[Decision],
    labels: Named[str, str],
) -> str | None:
    """Make the views of rows kept and brought; a sentence on answers that stand in both.

    `labels` are other names for new files whose own is taken by a part that stays.
    """
    chosen = Choice(
        replaced=list({part.files: part for one in decisions for part in one.replaced}.values()),
        labels=labels,
    )
    choices = {table.name: replace(chosen, made_id=made_id(table)) for table in rules.tables}
    for name, joining in tables.items():
        choose_rows(connection, joining, choices[name])
    said = None
    repeated = _repeated(rules)
    if repeated in _OF_BOTH and (doubled := _note_doubled_answers(connection, tables)):
        said = f"Answers that stood in an earlier file too: {doubled:,}; {_OF_BOTH[repeated][0]}."
        _, keeps, brings, apart = _OF_BOTH[repeated]
        ours = f"{SOURCE_COLUMN} = {literal(rules.source)}"
        keeps = f"({ours} and {_doubled(keeps)}) is not true" if keeps else ""
        brings = f"({_doubled(brings)}) is not true" if brings else ""
        apart = _doubled(apart) if apart else ""
        for name in _WITH_RESPONSES:
            if name in tables:
                choice = replace(choices[name], keeps=keeps, brings=brings, apart=apart)
                choose_rows(connection, tables[name], choice)
    if "customers" in tables and dating_table(rules) and "customer_id" in tables["customers"].old:
        known = (
            f"({SOURCE_COLUMN} = {literal(rules.source)} and customer_id::VARCHAR in "
            "(select customer_id from new_customers)) is not true"
        )
        choose_rows(connection, tables["customers"], replace(chosen, keeps=known))
    return said


def _doubled(condition: str) -> str:
    return f"response_id::VARCHAR in (select id from doubled where {condition})"


def _repeated(rules: Mapping) -> str | None:
    """What the mapping says of an answer that stands twice."""
    answers = (table for table in rules.tables if table.name == "survey_responses")
    return next((table.repeated for table in answers), None)


def _note_doubled_answers(
    connection: duckdb.DuckDBPyConnection, tables: Named[str, Joining]
) -> int:
    """Make a table `doubled` of ids that stand in a part that stays and in a new one; how many."""
    answers = tables.get("survey_responses")
    if answers is None or "response_id" not in answers.old:
        return 0
    connection.execute(
        "create table doubled as select b.response_id as id, "
        "k.responded_on::DATE - b.responded_on as days_later "
        "from brought_survey_responses as b inner join kept_survey_responses as k "
        f"on b.response_id = k.response_id::VARCHAR and k.{SOURCE_COLUMN} = "
        f"{literal(answers.source)}"
    )
    return connection.execute("select count(*) from doubled").fetchone()[0]


def refuse_doubled(connection: duckdb.DuckDBPyConnection, rules: Mapping, joining: Joining) -> None:
    """Mistake where an id would stand twice in the export."""
    elsewhere = first_doubled(connection, joining, same_source=False)
    if elsewhere:
        raise Mistake(
            f"{joining.export} holds {_in_words(elsewhere[0])} from another source than "
            f"{joining.source!r}; import it under that source's name ([file] source) to replace "
            "it, or leave the id out of the mapping"
        )
    doubled = first_doubled(connection, joining, same_source=True)
    if doubled is None:
        return
    key, new_file, old_file = doubled
    settles = f'({rules.path.name}, [file]):\n  again = "replace"   # if {new_file} stands instead'
    if joining.table in _WITH_RESPONSES:
        settles = (
            f"({rules.path.name}, [survey_responses]):\n"
            '  repeated = "latest"   # if the latest answer stands for both\n'
            '  repeated = "kept"   # if they are two answers: both stay'
        )
    raise Mistake(
        f"{new_file}: {_in_words(key)} stands in {old_file or 'an earlier import'} of "
        f"{joining.source!r} already, but names one row of {joining.table}.\n"
        f"The line that settles it {settles}"
    )


def _in_words(key: Named[str, str]) -> str:
    return " and ".join(f"{column} {value!r}" for column, value in key.items())
