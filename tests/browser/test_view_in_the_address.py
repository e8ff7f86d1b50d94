"""The view lives in the address: filter, navigate, Back, reload and share keep it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AWKWARD_FARE
from tests.browser.dashboard import Visit


def pick(page: Page, label: str, option: str) -> None:
    """Choose an option of one of the filter bar's boxes."""
    box(page, label).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")


def box(page: Page, label: str):
    return page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)


def go_to(page: Page, title: str) -> None:
    page.get_by_test_id("stTopNav").get_by_role("link", name=title, exact=True).click()


def expect_view(visited: Visit, path: str, period: str, **chosen: list[str]) -> None:
    """The page, the filter bar, its widgets and the sentence under the title agree."""
    page = visited.page
    expect(page).to_have_url(re.compile(rf"^{re.escape(visited.address + path)}(\?|$)"))
    expect(box(page, "Period")).to_have_value(period)
    for dimension in ("region", "fare"):
        tags = page.locator(f".st-key-where-{dimension} [data-tag]")
        expect(tags).to_have_text(chosen.get(dimension, []))
    for value in chosen.get("region", []):
        expect(page.get_by_test_id("stMain").get_by_text(value).first).to_be_visible()


def test_back_and_forward_go_through_the_views_one_by_one(reader):
    visited = reader().open("/")
    page = visited.page
    expect_view(visited, "/", "All time")
    pick(page, "Period", "24 months")
    expect_view(visited, "/", "24 months")
    pick(page, "Region", "Islands")
    expect_view(visited, "/", "24 months", region=["Islands"])
    go_to(page, "NPS trend")
    expect_view(visited, "/nps_trend", "24 months", region=["Islands"])
    pick(page, "Region", "Eastern")
    expect_view(visited, "/nps_trend", "24 months", region=["Islands", "Eastern"])

    page.go_back()
    expect_view(visited, "/nps_trend", "24 months", region=["Islands"])
    page.go_back()
    expect_view(visited, "/", "24 months", region=["Islands"])
    page.go_back()
    expect_view(visited, "/", "24 months")
    page.go_back()
    expect_view(visited, "/", "All time")
    page.go_forward()
    expect_view(visited, "/", "24 months")
    page.go_forward()
    expect_view(visited, "/", "24 months", region=["Islands"])
    page.go_forward()
    expect_view(visited, "/nps_trend", "24 months", region=["Islands"])


def test_a_reload_keeps_the_view(reader):
    visited = reader().open("/")
    pick(visited.page, "Region", "Islands")
    expect_view(visited, "/", "All time", region=["Islands"])
    visited.page.reload()
    expect_view(visited.drawn(), "/", "All time", region=["Islands"])


def test_a_link_opened_in_another_browser_shows_the_same_view(reader):
    first = reader().open("/nps_trend")
    pick(first.page, "Period", "12 months")
    pick(first.page, "Fare", AWKWARD_FARE)
    expect_view(first, "/nps_trend", "12 months", fare=[AWKWARD_FARE])
    expect(first.page).to_have_url(re.compile("fare"))
    title = first.drawn().page.get_by_role("heading", level=1).inner_text()

    second = reader()
    second.page.goto(first.page.url)
    expect_view(second.drawn(), "/nps_trend", "12 months", fare=[AWKWARD_FARE])
    expect(second.page.get_by_role("heading", level=1)).to_have_text(title)


def test_copy_link_writes_dates_and_they_open_as_dates(reader):
    first = reader().open("/nps_trend?period=12m&where=region%3DIslands")
    first.page.get_by_role("button", name="Copy link").click()
    link = first.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").inner_text().strip()
    assert re.search(r"/nps_trend\?from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d", link)

    second = reader()
    second.page.goto(link)
    expect_view(second.drawn(), "/nps_trend", "Dates of my own", region=["Islands"])


def test_a_link_under_a_number_keeps_the_filters(reader):
    visited = reader().open("/?where=region%3DIslands")
    visited.page.get_by_test_id("stMain").get_by_test_id("stPageLink").first.click()
    expect(visited.page).not_to_have_url(re.compile(rf"^{re.escape(visited.address)}/(\?|$)"))
    expect(visited.page.locator(".st-key-where-region [data-tag]")).to_have_text(["Islands"])
    expect(visited.page).to_have_url(re.compile("where=region%3DIslands"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=fortnight", "fortnight"),
        ("from=2026-13-45&to=2026-01-01", "2026-13-45"),
        ("from=2026-06-30&to=2026-01-01", "2026-06-30"),
        ("where=region%3DAtlantis", "Atlantis"),
        ("where=planet%3DMars", "planet"),
        ("where=nonsense", "nonsense"),
        ("versus=last_week", "last_week"),
        ("unit=fortnight", "fortnight"),
    ],
)
def test_a_bad_value_falls_back_with_a_visible_word(reader, query, words):
    visited = reader().open(f"/nps_trend?{query}")
    expect(visited.page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(visited.page.get_by_test_id("stException")).to_have_count(0)
    expect_view(visited, "/nps_trend", "All time")


def test_a_value_that_looks_like_html_is_shown_as_text(reader):
    visited = reader().open("/?where=region%3D%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    expect(visited.page.get_by_role("alert").filter(has_text="<img")).to_be_visible()
    expect(visited.page.get_by_test_id("stMain").locator("img[src=x]")).to_have_count(0)


def test_reset_clears_every_filter_in_one_click_and_back_restores_them(reader):
    visited = reader().open("/?period=12m&where=region%3DIslands")
    visited.page.get_by_test_id("stSidebar").get_by_role("button", name="Reset").click()
    expect_view(visited, "/", "All time")
    visited.page.go_back()
    expect_view(visited, "/", "12 months", region=["Islands"])


def test_quick_choices_are_all_kept(reader):
    visited = reader().open("/nps_trend")
    for region in ("Eastern", "Islands", "Northern"):
        pick(visited.page, "Region", region)
    regions = ["Eastern", "Islands", "Northern"]
    expect_view(visited, "/nps_trend", "All time", region=regions)
    for region in regions:
        expect(visited.page).to_have_url(re.compile(f"region%3D{region}"))


def test_charts_follow_the_theme_the_reader_chooses(reader):
    page = reader(scheme="light").open("/nps_trend").page
    ink = page.locator(".js-plotly-plot text").first
    before = ink.evaluate("text => getComputedStyle(text).fill")
    page.get_by_test_id("stMainMenu").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    expect(ink).not_to_have_css("fill", before)
