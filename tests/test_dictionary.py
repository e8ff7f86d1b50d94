from pathlib import Path

from insight.dictionary import dictionary
from insight.query import questions
from insight.tables import TABLES

REPOSITORY = Path(__file__).resolve().parents[1]


def test_the_data_dictionary_is_the_one_generated_now():
    written = (REPOSITORY / "data" / "README.md").read_text(encoding="utf-8")
    assert written == dictionary(), "run make dictionary"


def test_the_data_dictionary_names_every_table_and_question():
    headings = {line[4:] for line in dictionary().splitlines() if line.startswith("### ")}
    assert headings == {*TABLES, *questions()}
