"""Figures that rest on too few answers are not shown: the same way for every query."""

from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insight.query import Query


def blank_thin_figures(table: pa.Table, query: Query, minimum: int) -> pa.Table:
    """The promised columns, each figure null where the counts it rests on are below the minimum.

    Nobody is not hidden: a count of zero stays. A row all of whose counts are too small to show
    keeps only its keys.
    """
    rested_on = {name for column in query.columns for name in column.rests_on}
    counts = {name: pc.fill_null(table[name], 0).to_numpy() for name in rested_on}
    shown_counts = [column.name for column in query.columns if column.name in rested_on]
    whole_row = np.zeros(table.num_rows, dtype=bool)
    if shown_counts:
        anyone = reduce(np.logical_or, (counts[name] > 0 for name in shown_counts))
        too_few = reduce(np.logical_and, (counts[name] < minimum for name in shown_counts))
        whole_row = anyone & too_few
    blanked = []
    for column in query.columns:
        values = table[column.name].combine_chunks()
        if column.name not in query.grain:
            thin = whole_row
            for name in column.rests_on:
                hides = counts[name] < minimum
                is_itself = column.rests_on == (column.name,)
                thin = thin | (hides & (counts[name] > 0) if is_itself else hides)
            if thin.any():
                values = pc.if_else(pa.array(thin), pa.scalar(None, values.type), values)
        blanked.append(values)
    return pa.table(blanked, names=list(query.column_names))
