"""Efforts set on the page on gaps to close: they rank at once, and live in the address."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.dashboard import Visit

ROW, INTO_EFFORT = 35, 190
"""Pixels of a row of the table, and from its left edge to the column that can be changed."""


def set_effort(visited: Visit, row: int, effort: int) -> None:
    """Click a figure of the table and type another; the first item is row 0."""
    visited.drawn()
    table = visited.page.locator("[class*=st-key-efforts] [data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    table.click(position={"x": INTO_EFFORT, "y": ROW * (row + 1.5)})
    cell = table.get_by_test_id(f"glide-cell-1-{row}")
    expect(cell).to_have_attribute("aria-selected", "true")
    visited.page.keyboard.type(str(effort))
    expect(visited.page.locator("#portal input, #portal textarea").first).to_have_value(str(effort))
    visited.page.keyboard.press("Enter")


def listed(page: Page) -> Locator:
    return page.get_by_test_id("stMain").locator("ol > li strong")


def test_an_effort_ranks_at_once_and_back_and_a_link_keep_it(reader: Callable[..., Visit]):
    visited = reader().open("/opportunities?from=2025-11-01&to=2026-10-31").show_whole_page()
    page = visited.page
    usual = ["Told about delays", "Fair price", "Refunds without a fight"]
    expect(listed(page)).to_have_text(usual)
    set_effort(visited, 3, 1)
    on_time_first = ["On time", "Told about delays", "Fair price"]
    expect(listed(page)).to_have_text(on_time_first)
    set_effort(visited, 0, 5)
    delays_last = ["On time", "Fair price", "Told about delays"]
    expect(listed(page)).to_have_text(delays_last)
    expect(page).to_have_url(re.compile(r"effort=\w{4}[15]\.\w{4}[15]$"))
    link = page.url
    page.go_back()
    expect(listed(page)).to_have_text(on_time_first)
    set_effort(visited, 1, 1)
    expect(listed(page)).to_have_text(["Fair price", "On time", "Told about delays"])

    linked = reader().open(link.removeprefix(visited.address))
    expect(listed(linked.page)).to_have_text(delays_last)
