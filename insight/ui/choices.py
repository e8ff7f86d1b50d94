"""The choices pages offer beside the filters; each is part of the view and of its link."""

from insight.gateway import UNITS
from insight.query import Result
from insight.ui.view import View, choose


def dimension_title(name: str) -> str:
    """A dimension's name as a label: `Booking channel` for `booking_channel`."""
    return name[:1].upper() + name[1:].replace("_", " ")


def choose_unit(default: str = "month") -> str:
    """Month, quarter or year."""
    units = [unit for unit in UNITS if unit != "all"]
    return choose("unit", "By", units, default, {unit: unit.capitalize() for unit in units})


def choose_breakdown(view: View) -> str | None:
    """A dimension with more than one value, or none."""
    cells = view.gateway.warehouse.cells
    several = [name for name in cells.dimensions if len(cells.values(name)) > 1]
    options = ["", *several]
    written = {"": "Nothing", **{name: dimension_title(name) for name in several}}
    return choose("by", "Broken down by", options, written=written, from_export=True) or None


def choose_drawing() -> bool:
    """Whether a breakdown is drawn as lines on one panel, rather than as small multiples."""
    written = {"panels": "Panels", "lines": "Lines"}
    return choose("draw", "Drawn as", list(written), written=written) == "lines"


def choose_window() -> int:
    """Months of a rolling window."""
    return choose("window", "Rolling window, months", [12, 6, 3])


def choose_item(items: Result) -> str:
    """One of the items rated, the widest gap first."""
    return choose("item", "Item", [row["item"] for row in items.rows()], from_export=True)
