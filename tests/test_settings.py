from datetime import date
from pathlib import Path

import pytest

from insight.problems import Mistake
from insight.settings import (
    DEFAULT_DATA,
    Benchmark,
    Settings,
    default_data_folder,
    memory_for_duckdb,
    read_settings,
)


@pytest.fixture
def read(tmp_path):
    def from_text(text):
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
        return read_settings(tmp_path)

    return from_text


def test_a_folder_without_settings_takes_the_defaults(tmp_path):
    assert read_settings(tmp_path) == Settings()
    assert Settings().minimum_answers == 10


def test_what_is_left_out_takes_its_default(read):
    settings = read('company = "Ours"\nfiscal_year_starts = 4\n')
    assert (settings.company, settings.fiscal_year_starts) == ("Ours", 4)
    assert settings.language == "en_GB"


def test_every_setting_can_be_stated(read):
    assert read(
        'company = "Ours"\nfictional = true\nfiscal_year_starts = 7\nminimum_answers = 25\n'
        'language = "de_DE"\nbaseline_year = 2021\nquestion_seconds = 5\nmemory_limit = "8GB"\n'
    ) == Settings("Ours", True, 7, 25, "de_DE", 2021, 5, "8GB")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("company = ", "this is no TOML"),
        ('compny = "Ours"', "there is no setting 'compny'; did you mean 'company'?"),
        ("company = 7", "company = 7 should be like company = 'Your company'"),
        ('minimum_answers = "20"', "should be like minimum_answers = 10"),
        ("minimum_answers = true", "should be like minimum_answers = 10"),
        ("minimum_answers = 9", "minimum_answers = 9 is below 10"),
        ("minimum_answers = -1", "is below 10"),
        ("fiscal_year_starts = 13", "fiscal_year_starts = 13 is no month, 1 to 12"),
        ("fiscal_year_starts = 0", "is no month, 1 to 12"),
        ('language = "xx"', "language = 'xx' is not known; write it like 'en_GB'"),
        ('language = ""', "is not known"),
        ("strata = 3", "strata = 3 should be like strata = 'segment'"),
        ("baseline_year = 20222", "baseline_year = 20222 is no year"),
        ("question_seconds = 0", "question_seconds"),
        ("question_seconds = nan", "question_seconds"),
        ("question_seconds = inf", "question_seconds"),
        ('memory_limit = "lots"', "memory_limit = 'lots' is no size; write it like '4GiB'"),
        ("fictional = 1", "should be like fictional = False"),
        ('engine = "flink"', "engine = 'flink' is none of duckdb, spark"),
        ("detail_rows = 0", "detail_rows = 0 is below 1"),
        ("source = 3", "source = 3 should be like source = 'sales.answers'"),
        ('remote = ["sc://x/;token=abc"]', "remote = ... should be like remote = 'sc://spark."),
    ],
)
def test_a_wrong_setting_is_named_with_its_file_and_the_fix(read, tmp_path, text, sentence):
    with pytest.raises(Mistake) as refused:
        read(text)
    assert sentence in str(refused.value)
    assert str(tmp_path / "settings.toml") in str(refused.value)


TARGET = '[[benchmark]]\nname = "Target"\nnps = 40\nsource = "Board"\ndated = 2026-01-31\n'


def test_benchmarks_are_read_in_the_order_stated(read):
    field = TARGET.replace("Target", "The field").replace("40", "-12.5")
    assert read('company = "Ours"\n' + TARGET + field).benchmarks == (
        Benchmark("Target", 40.0, "Board", date(2026, 1, 31)),
        Benchmark("The field", -12.5, "Board", date(2026, 1, 31)),
    )
    assert Settings().benchmarks == ()


@pytest.mark.parametrize(
    ("instead_of", "stands", "sentence"),
    [
        ("[[benchmark]]", "[benchmark]", "benchmark should be tables headed [[benchmark]]"),
        ("[[benchmark]]", "[[benchmarks]]", "there is no setting 'benchmarks'; did you mean"),
        ("nps = 40\n", "", "[[benchmark]] 1 lacks nps; add a line like nps = 40"),
        ("nps = 40", "nps = 101", "[[benchmark]] 1: nps = 101 is no NPS, -100 to 100"),
        ("nps = 40", "nps = nan", "nps = nan is no NPS"),
        ("nps = 40", "nps = true", "nps = True should be like nps = 40"),
        ("nps = 40", 'nps = "40"', "nps = '40' should be like nps = 40"),
        ('"Board"', '" "', "source = ' ' should be like source = "),
        ("2026-01-31", '"2026"', "dated = '2026' should be like dated = 2026-01-31"),
        ("2026-01-31", "2026-01-31T10:00:00", "should be like dated = 2026-01-31"),
        ("dated", "date", "[[benchmark]] 1 has no key 'date'; did you mean 'dated'?"),
    ],
)
def test_a_wrong_benchmark_is_named_with_the_fix(read, tmp_path, instead_of, stands, sentence):
    with pytest.raises(Mistake) as refused:
        read(TARGET.replace(instead_of, stands))
    assert sentence in str(refused.value)
    assert str(tmp_path / "settings.toml") in str(refused.value)


def test_publishers_are_the_addresses_they_sign_in_with(read):
    assert read('publishers = [" Ann@Example.com "]').publishers == ("ann@example.com",)
    assert Settings().publishers == ()


@pytest.mark.parametrize("text", ['publishers = ["Ann"]', "publishers = [1]", 'publishers = "a@b"'])
def test_a_publisher_without_an_address_is_named_with_the_fix(read, text):
    with pytest.raises(Mistake, match=r'publishers = \["ann@example.com"\]'):
        read(text)


@pytest.mark.parametrize(
    ("limit", "size"),
    [("4GiB", 3 * 2**30), ("4 GB", 3_000_000_000), ("0.5MiB", 393_216), ("8KB", 6_000)],
)
def test_duckdb_has_three_quarters_of_the_memory_that_is_set(limit, size):
    assert memory_for_duckdb(limit) == size


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Mistake, match="this is no TOML"):
        read_settings(tmp_path)


def test_the_data_folder_is_named_by_the_environment_or_the_repositorys_own(monkeypatch):
    monkeypatch.delenv("UNDERCURRENT_DATA", raising=False)
    assert default_data_folder() == DEFAULT_DATA
    monkeypatch.setenv("UNDERCURRENT_DATA", "")
    assert default_data_folder() == DEFAULT_DATA
    monkeypatch.setenv("UNDERCURRENT_DATA", "/some/where")
    assert default_data_folder() == Path("/some/where")


def test_the_demos_settings_call_it_fictional():
    assert read_settings(DEFAULT_DATA).fictional
