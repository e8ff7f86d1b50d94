"""Selecting an item on a chart makes it the item of the page, and of its story."""

import re

from playwright.sync_api import expect

PLACE = """([chart, curve, index]) => {
    const box = chart.getBoundingClientRect();
    const { xaxis, yaxis } = chart._fullLayout;
    const mark = chart.calcdata[curve][index];
    return [
        box.left + xaxis._offset + xaxis.c2p(mark.x),
        box.top + yaxis._offset + yaxis.c2p(mark.y),
    ];
}"""


def chart(page, key):
    return page.locator(f".st-key-{key} .chart-element")


def click_mark(visited, key, index):
    """Click a mark once nothing on the page moves any more, as a reader would."""
    visited.drawn()
    visited.page.wait_for_timeout(500)
    place = visited.page.evaluate(PLACE, [chart(visited.page, key).element_handle(), 0, index])
    visited.page.mouse.click(*place)


def test_a_click_on_a_gap_or_on_the_map_follows_its_item_to_its_story(reader):
    visited = reader().open("/want_vs_delivered").show_whole_page()
    page = visited.page
    click_mark(visited, "want_vs_delivered", 2)
    expect(page).to_have_url(re.compile(r"item=Fair\+price"))
    click_mark(visited, "importance_map", 0)
    expect(page).not_to_have_url(re.compile(r"item="))
    click_mark(visited, "importance_map", 3)
    expect(page).to_have_url(re.compile(r"item=On\+time"))
    page.get_by_role("link", name="The story of “On time”").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("On time:")
    assert "/item_story" in page.url


def test_the_keyboard_follows_an_item_too(reader):
    visited = reader().open("/want_vs_delivered").show_whole_page()
    page = visited.page
    chart(page, "want_vs_delivered").focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(r"item=Refunds\+without\+a\+fight"))
