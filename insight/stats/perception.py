"""What staff believe customers want, less what customers say: intervals and corrected tests."""

import pyarrow as pa

from insight.stats.many_tests import holm
from insight.stats.paired_t import two_sided_t
from insight.stats.t_interval import half_width

FEWEST_BELIEFS = 10
"""Below this many beliefs a gap is not tested: a handful who say the same show no error at all."""


def perception_gap(table: pa.Table) -> pa.Table:
    """Add `gap_low`, `gap_high`, `p` and `p_corrected` from `gap`, `gap_se`, `gap_df`, `believers`.

    Welch; Holm over every item of everybody together, and over every item and department together.
    All four are null where there is no gap or no error to estimate, p also where few believe.
    """
    lows, highs, ps = [], [], []
    columns = (table[name].to_pylist() for name in ("gap", "gap_se", "gap_df", "believers"))
    for gap, se, df, believers in zip(*columns, strict=True):
        half = half_width(se, df) if gap is not None and se else None
        lows.append(None if half is None else max(-100.0, gap - half))
        highs.append(None if half is None else min(100.0, gap + half))
        is_tested = half is not None and believers >= FEWEST_BELIEFS
        ps.append(two_sided_t(gap / se, df) if is_tested else None)
    of_everybody = [name is None for name in table["department"].to_pylist()]
    corrected: list[float | None] = [None] * len(ps)
    for family in (True, False):
        tested = [
            place
            for place, (p, everybody) in enumerate(zip(ps, of_everybody, strict=True))
            if p is not None and everybody is family
        ]
        for place, p in zip(tested, holm([ps[place] for place in tested]), strict=True):
            corrected[place] = p
    columns = {"gap_low": lows, "gap_high": highs, "p": ps, "p_corrected": corrected}
    for name, values in columns.items():
        table = table.append_column(name, pa.array(values, pa.float64()))
    return table
