"""Dimensions, and the cells (combinations of their values) that a filter or a policy selects."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from insight.problems import Mistake, nearest

Where = tuple[tuple[str, tuple[str, ...]], ...]
"""Chosen values by dimension: or within a dimension, and between dimensions."""


@dataclass(frozen=True)
class Cells:
    """Every cell of one version, by dimension and value."""

    ids_by_value: dict[str, dict[str, frozenset[int]]] = field(repr=False)

    @classmethod
    def from_table(cls, cell_values: pa.Table, order: Iterable[str]) -> "Cells":
        """From rows (cell_id, dimension, value); `order` is the order dimensions are shown in."""
        found: dict[str, dict[str, set[int]]] = {name: defaultdict(set) for name in order}
        columns = (cell_values[name].to_pylist() for name in ("cell_id", "dimension", "value"))
        for cell_id, dimension, value in zip(*columns, strict=True):
            found[dimension][value].add(cell_id)
        return cls(
            {
                dimension: {value: frozenset(ids) for value, ids in sorted(values.items())}
                for dimension, values in found.items()
            }
        )

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(self.ids_by_value)

    def values(self, dimension: str) -> tuple[str, ...]:
        """The values of a dimension in alphabetical order; Mistake names the nearest one."""
        if dimension not in self.ids_by_value:
            raise Mistake(
                f"there is no dimension {dimension!r}{nearest(dimension, self.dimensions)}"
            )
        return tuple(self.ids_by_value[dimension])

    def checked(self, dimension: str, value: str) -> str:
        """The value itself, if the dimension has it; Mistake names the nearest one."""
        values = self.values(dimension)
        if value not in values:
            raise Mistake(f"{dimension} has no value {value!r}{nearest(value, values)}")
        return value

    def select(self, where: Where, permitted: frozenset[int] | None = None) -> list[int] | None:
        """Ids of the cells that match and may be seen; None means every cell."""
        chosen = permitted
        for dimension, values in where:
            ids = frozenset().union(
                *(self.ids_by_value[dimension][self.checked(dimension, v)] for v in values)
            )
            chosen = ids if chosen is None else chosen & ids
        return None if chosen is None else sorted(chosen)
