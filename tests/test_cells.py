import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.cells import Cells
from insight.problems import Mistake

# 1: North, SMB   2: North, Enterprise   3: South, SMB   4: no region, SMB
ROWS = [
    (1, "region", "North"),
    (1, "segment", "SMB"),
    (2, "region", "North"),
    (2, "segment", "Enterprise"),
    (3, "region", "South"),
    (3, "segment", "SMB"),
    (4, "segment", "SMB"),
]


def cells_of(rows=ROWS, order=("segment", "region")):
    ids, dimensions, values = zip(*rows, strict=True) if rows else ((), (), ())
    table = pa.table(
        {
            "cell_id": pa.array(ids, "int32"),
            "dimension": pa.array(dimensions, "string"),
            "value": pa.array(values, "string"),
        }
    )
    return Cells.from_table(table, order)


def test_dimensions_keep_their_order_and_values_are_alphabetical():
    cells = cells_of()
    assert cells.dimensions == ("segment", "region")
    assert cells.values("segment") == ("Enterprise", "SMB")


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ((), None),
        ((("region", ("North",)),), [1, 2]),
        ((("region", ("North", "South")),), [1, 2, 3]),
        ((("region", ("North",)), ("segment", ("SMB",))), [1]),
        ((("region", ("South",)), ("segment", ("Enterprise",))), []),
        ((("region", ()),), []),
    ],
)
def test_values_of_a_dimension_mean_or_and_dimensions_mean_and(where, ids):
    assert cells_of().select(where) == ids


def test_everyone_is_no_list_at_all_unless_a_policy_narrows_it():
    assert cells_of().select(()) is None
    assert cells_of().select((), permitted=frozenset({1, 3})) == [1, 3]


def test_a_policy_and_a_filter_intersect():
    where = (("region", ("North",)),)
    assert cells_of().select(where, permitted=frozenset({2, 3})) == [2]
    assert cells_of().select(where, permitted=frozenset()) == []


def test_an_unknown_dimension_names_the_nearest():
    with pytest.raises(Mistake, match="no dimension 'regoin'; did you mean 'region'"):
        cells_of().values("regoin")


def test_an_unknown_value_names_the_nearest():
    with pytest.raises(Mistake, match="region has no value 'Nort'; did you mean 'North'"):
        cells_of().select((("region", ("Nort",)),))


def test_a_company_without_dimensions_has_none():
    assert cells_of([], ()).dimensions == ()
    assert cells_of([], ()).select(()) is None


VALUES = {"segment": ("Enterprise", "SMB"), "region": ("North", "South")}


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.sets(st.sampled_from(v), min_size=1) for name, v in VALUES.items()}
    ),
    st.sets(st.integers(1, 4)),
)
def test_narrowing_never_shows_more(chosen, permitted):
    where = tuple((name, tuple(sorted(values))) for name, values in chosen.items())
    selected = cells_of().select(where, frozenset(permitted))
    assert set(selected) <= permitted
    wider = cells_of().select(where[:1], frozenset(permitted))
    assert set(selected) <= set(wider)
