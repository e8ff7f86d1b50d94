from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.cells import Cells
from insight.coverage import PRESETS, Coverage, Span
from insight.filters import COMPARISONS, Filters, read_pair, read_span
from insight.problems import Mistake
from insight.words import Words, add_months

COVERAGE = Coverage(
    first_answer=date(2021, 11, 2),
    last_answer=date(2026, 11, 12),
    as_of=date(2026, 11, 12),
    months_with_answers=tuple(add_months(date(2021, 11, 1), n) for n in range(61)),
    baseline=Span(date(2022, 1, 1), date(2022, 12, 31)),
)
CELLS = Cells(
    {
        "region": {"North": frozenset({1}), "South & East": frozenset({2}), "a=b": frozenset({3})},
        "segment": {"SMB": frozenset({1, 2}), "": frozenset({3})},
        "a=b": {"c=d": frozenset({1})},
    }
)
EVERYTHING = Filters.everything(COVERAGE)
WORDS = Words()
YEAR_2025 = Span(date(2025, 1, 1), date(2025, 12, 31))


def read(**url):
    listed = {key: [value] if isinstance(value, str) else value for key, value in url.items()}
    listed = {key.replace("start", "from").replace("end", "to"): v for key, v in listed.items()}
    return Filters.from_url(listed, COVERAGE, CELLS)


def test_everything_is_an_empty_address():
    assert EVERYTHING.to_url() == {}
    assert read() == (EVERYTHING, ())


def test_narrowing_makes_a_new_value_and_leaves_the_old_one():
    narrowed = EVERYTHING.of("region", ["North"]).of("segment", ["SMB"])
    assert EVERYTHING.where == ()
    assert narrowed.where == (("region", ("North",)), ("segment", ("SMB",)))
    assert narrowed.values_of("region") == ("North",)
    assert narrowed.values_of("planet") == ()


def test_no_values_of_a_dimension_means_everyone():
    assert EVERYTHING.of("region", ["North"]).of("region", []) == EVERYTHING


def test_the_order_and_repetition_of_values_do_not_matter():
    one = EVERYTHING.of("segment", ["SMB"]).of("region", ["North", "a=b", "North"])
    other = EVERYTHING.of("region", ["a=b", "North"]).of("segment", ["SMB"])
    assert one == other


@pytest.mark.parametrize(
    ("period", "versus", "compared_with"),
    [
        (YEAR_2025, "year_before", Span(date(2024, 1, 1), date(2024, 12, 31))),
        (YEAR_2025, "period_before", Span(date(2024, 1, 1), date(2024, 12, 31))),
        (YEAR_2025, "baseline", COVERAGE.baseline),
        (YEAR_2025, COVERAGE.all_time, COVERAGE.all_time),
        (
            Span(date(2026, 2, 1), date(2026, 2, 28)),
            "year_before",
            Span(date(2025, 2, 1), date(2025, 2, 28)),
        ),
        (
            Span(date(2026, 1, 1), date(2026, 3, 31)),
            "period_before",
            Span(date(2025, 10, 1), date(2025, 12, 31)),
        ),
        # Two years compared with the year before would overlap: the two years before instead.
        (
            Span(date(2024, 1, 1), date(2025, 12, 31)),
            "year_before",
            Span(date(2022, 1, 1), date(2023, 12, 31)),
        ),
    ],
)
def test_a_comparison_is_a_span_of_days(period, versus, compared_with):
    assert EVERYTHING.during(period).compared_with(versus).versus_span(COVERAGE) == compared_with


@pytest.mark.parametrize(
    ("versus", "name"),
    [
        ("year_before", "the year before"),
        ("period_before", "the period before"),
        ("baseline", "the baseline year 2022"),
        (Span(date(2023, 1, 1), date(2023, 6, 30)), "January to June 2023"),
    ],
)
def test_a_comparison_has_a_name_for_sentences(versus, name):
    assert EVERYTHING.during(YEAR_2025).compared_with(versus).versus_name(COVERAGE, WORDS) == name


def test_filters_speak():
    spring = Span(date(2026, 1, 1), date(2026, 6, 30))
    assert EVERYTHING.during(spring).sentence(WORDS) == "Everyone, January to June 2026"
    narrowed = EVERYTHING.during(spring).of("region", ["North", "a=b"]).of("segment", ["SMB"])
    assert narrowed.sentence(WORDS) == "North or a=b, SMB, January to June 2026"


def test_a_preset_stays_one_in_the_address_and_is_days_in_a_link():
    year = EVERYTHING.during(COVERAGE.preset("12m"), "12m")
    assert year.to_url() == {"period": "12m"}
    assert year.to_url(absolute=True) == {"from": "2025-12-01", "to": "2026-11-30"}
    assert read(period="12m") == (year, ())


SPANS = st.tuples(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(1900, 1, 1), date(2100, 1, 1))
).map(lambda days: Span(min(days), max(days)))
WHERES = st.fixed_dictionaries(
    {},
    optional={
        name: st.sets(st.sampled_from(sorted(values)), min_size=1)
        for name, values in CELLS.ids_by_value.items()
    },
)


@given(SPANS | st.sampled_from(sorted(PRESETS)), st.sampled_from(COMPARISONS) | SPANS, WHERES)
def test_an_address_gives_back_the_filters_it_was_made_of(period, versus, where):
    filters = EVERYTHING.compared_with(versus)
    if isinstance(period, Span):
        filters = filters.during(period)
    else:
        filters = filters.during(COVERAGE.preset(period), period)
    for dimension, values in where.items():
        filters = filters.of(dimension, values)
    assert read(**filters.to_url()) == (filters, ())
    in_a_link, complaints = read(**filters.to_url(absolute=True))
    assert complaints == ()
    assert (in_a_link.period, in_a_link.versus, in_a_link.where) == (
        filters.period,
        filters.versus,
        filters.where,
    )


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ({"period": "3y"}, "there is no period '3y'"),
        ({"period": "12 m"}, "there is no period '12 m'; did you mean '12m'?"),
        ({"start": "2026-02-30"}, "from: '2026-02-30' is no day; did you mean 2026-02-28?"),
        ({"end": "soon"}, "to: 'soon' is no day; write it as 2026-01-31"),
        (
            {"start": "2026-05-01", "end": "2026-04-30"},
            "from 2026-05-01 is later than to 2026-04-30; swap the two days",
        ),
        ({"start": "0001-01-01"}, "from 0001-01-01 is out of range"),
        ({"end": "9999-12-31"}, "to 9999-12-31 is out of range"),
        ({"versus": "yesteryear"}, "there is no comparison 'yesteryear'"),
        ({"versus_start": "x"}, "versus_from: 'x' is no day"),
        ({"where": "region=Nort"}, "region has no value 'Nort'; did you mean 'North'?"),
        ({"where": "regoin=North"}, "no dimension 'regoin'; did you mean 'region'?"),
        ({"where": "region"}, "'region' is no filter; write it as dimension=value"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_a_sentence(url, complaint):
    filters, complaints = read(**url)
    assert len(complaints) == 1
    assert complaint in complaints[0]
    assert filters == EVERYTHING


def test_the_rest_of_an_address_is_used():
    filters, complaints = read(
        period="never", versus="baseline", where=["region=North", "region=Mars", "segment=SMB"]
    )
    assert len(complaints) == 2
    assert filters == EVERYTHING.compared_with("baseline").of("region", ["North"]).of(
        "segment", ["SMB"]
    )


@given(
    st.dictionaries(
        st.sampled_from(["period", "from", "to", "versus", "versus_from", "versus_to", "where"]),
        st.lists(
            st.text(max_size=12) | st.sampled_from(["=", "region=", "2026-01-01"]), max_size=3
        ),
    )
)
def test_no_address_is_an_error(url):
    filters, complaints = Filters.from_url(url, COVERAGE, CELLS)
    assert filters.period.start <= filters.period.end
    assert all(isinstance(sentence, str) for sentence in complaints)
    filters.versus_span(COVERAGE)
    filters.sentence(WORDS)


@pytest.mark.parametrize(
    ("pair", "read"),
    [
        ("region=North", ("region", "North")),
        ("region=a=b", ("region", "a=b")),
        ("a=b=c=d", ("a=b", "c=d")),
        ("segment=", ("segment", "")),
        ("region=South & East", ("region", "South & East")),
    ],
)
def test_a_pair_is_read_whatever_its_names_hold(pair, read):
    assert read_pair(pair, CELLS) == read


def test_an_absent_end_of_a_span_is_that_of_the_default():
    names = ("--from", "--to")
    assert read_span(None, None, names, YEAR_2025) == YEAR_2025
    assert read_span("2025-06-01", None, names, YEAR_2025).end == YEAR_2025.end
    with pytest.raises(Mistake, match="--from 2026-01-01 is later than --to 2025-12-31"):
        read_span("2026-01-01", None, names, YEAR_2025)
