"""The chart element in Chromium: nothing is lost against st.plotly_chart."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from plotly.offline import get_plotlyjs_version

from insight.ui.chart_message import message
from insight.ui.plotly_element import STATIC, TRACES, can_draw
from tests.browser.dashboard import REPOSITORY, Visit, visit

POLICY = (
    "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:"
)
"""Streamlit makes a module of a component's code, under blob:; nothing needs unsafe-eval."""

TALL = {"width": 1200, "height": 1700}

DRAWING = {"data": [], "layout": {}, "config": {}, "alt": "", "height": 300, "selects": False}

MARKED = "chart => chart._fullData.map(trace => [...(trace.selectedpoints ?? [])])"


@pytest.fixture(scope="module")
def chart_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of chart_app.py under the policy, with the static files of the dashboard."""
    folder = tmp_path_factory.mktemp("charts")
    shutil.copy(REPOSITORY / "tests" / "browser" / "chart_app.py", folder)
    shutil.copytree(REPOSITORY / ".streamlit", folder / ".streamlit")
    (folder / "static").symlink_to(STATIC)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.chart_server", "chart_app.py", POLICY],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), "the server did not start"
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def open_charts(browser: Browser, chart_server: str) -> Iterator[Callable[..., Visit]]:
    """`open_charts()`: a fresh reader of the page, its two charts in view drawn."""
    with ExitStack() as opened:

        def open_page(before: Callable[[Page], object] | None = None) -> Visit:
            visited = opened.enter_context(visit(browser, chart_server))
            visited.page.set_viewport_size(TALL)
            if before:
                before(visited.page)
            visited.page.goto(chart_server)
            expect(visited.page.get_by_text("Remembered:")).to_be_visible(timeout=30_000)
            return visited

        yield open_page


@pytest.fixture
def page(open_charts: Callable[..., Visit]) -> Page:
    opened = open_charts().page
    drawn(opened, "plain")
    drawn(opened, "selecting")
    return opened


def chart(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} .chart-element")


def drawn(page: Page, key: str) -> Locator:
    """The chart, once it stands."""
    found = chart(page, key)
    expect(found).to_have_attribute("aria-busy", "false")
    expect(found.locator(".main-svg").first).to_be_visible()
    return found


def flip(page: Page, label: str) -> None:
    page.get_by_text(label, exact=True).click()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def place_of(page: Page, key: str, curve: int, point: int) -> tuple[float, float]:
    """Where a point is drawn, in pixels of the window."""
    box = (
        chart(page, key).locator(".scatterlayer .trace").nth(curve).locator("path.point").nth(point)
    ).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def hover_label(page: Page, key: str) -> Locator:
    return chart(page, key).locator(".hoverlayer .hovertext")


def said(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key}").get_by_role("status")


def first_y(page: Page, key: str) -> float:
    return chart(page, key).evaluate("chart => chart.calcdata[0][0].y")


# What it is made of


def test_the_library_is_the_one_recorded_and_made_for_the_installed_plotly():
    [library] = STATIC.glob("plotly-basic-*.min.js")
    record = (STATIC / "README.md").read_text(encoding="utf-8")
    assert library.name == f"plotly-basic-{get_plotlyjs_version()}.min.js"
    assert hashlib.sha256(library.read_bytes()).hexdigest() in record
    assert (STATIC / f"plotly-basic-{get_plotlyjs_version()}.LICENSE.txt").exists()


def test_the_library_draws_the_traces_that_the_element_takes(page):
    known = page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)")
    assert set(known) == TRACES
    assert can_draw(go.Figure([go.Bar(), go.Scatter()]))
    assert not can_draw(go.Figure([go.Scatter(), go.Sankey()]))


def test_the_library_is_asked_for_once_whatever_is_redrawn(open_charts):
    asked = []
    page = open_charts(lambda page: page.on("request", lambda one: asked.append(one.url))).page
    drawn(page, "selecting")
    flip(page, "Raised")
    page.get_by_role("tab", name="Second").click()
    drawn(page, "in_tab")
    assert len([url for url in asked if "plotly-basic" in url]) == 1
    assert len([url for url in asked if "chart.js" in url]) == 1
    assert page.locator("script[src*=plotly-basic]").count() == 1


def test_the_place_of_a_chart_is_kept_until_its_library_arrives(open_charts):
    held = []
    page = open_charts(
        lambda page: page.route("**/plotly-basic-*", lambda route: held.append(route))
    ).page
    expect(page.get_by_role("img", name="Two lines, raised by 0")).to_be_visible()
    below = page.get_by_text("Below the first chart")
    before = below.bounding_box()
    assert chart(page, "plain").locator(".main-svg").count() == 0
    [library] = held
    library.continue_()
    assert drawn(page, "plain").bounding_box()["height"] == 300
    assert below.bounding_box() == before


def test_charts_need_nothing_that_a_policy_without_unsafe_eval_forbids(open_charts):
    visited = open_charts()
    drawn(visited.page, "plain")
    flip(visited.page, "Raised")
    expect(chart(visited.page, "plain")).to_have_attribute("aria-label", "Two lines, raised by 5")
    assert first_y(drawn(visited.page, "plain").page, "plain") == 35
    # Streamlit's own page has one script of one line in it, which does nothing here.
    assert [error for error in visited.console_errors if "inline script" not in error] == []


# Reruns


def test_a_rerun_redraws_the_chart_that_is_there(page):
    drawn(page, "plain").evaluate("chart => chart.querySelector('.svg-container').stays = true")
    flip(page, "Raised")
    expect(chart(page, "plain")).to_have_attribute("aria-label", "Two lines, raised by 5")
    drawn(page, "plain")
    assert first_y(page, "plain") == 35
    assert chart(page, "plain").evaluate("chart => chart.querySelector('.svg-container').stays")


def test_a_rerun_with_the_same_figure_leaves_the_chart_alone(page):
    page.get_by_role("tab", name="Second").click()
    drawn(page, "in_tab").evaluate(
        "chart => { chart.plots = 0; chart.on('plotly_afterplot', () => chart.plots++) }"
    )
    flip(page, "Raised")
    expect(chart(page, "plain")).to_have_attribute("aria-label", "Two lines, raised by 5")
    drawn(page, "plain")
    assert drawn(page, "in_tab").evaluate("chart => chart.plots") == 0


def test_a_chart_out_of_sight_is_drawn_before_it_is_printed_in_idle_time_and_when_it_is_seen(page):
    page.evaluate(
        "() => { window.later = []; window.requestIdleCallback = (call) => later.push(call) }"
    )
    page.set_viewport_size({"width": 1200, "height": 450})
    hidden = chart(page, "selecting")
    opacity = "chart => getComputedStyle(chart.firstElementChild).opacity"

    def flip_and_wait(label: str) -> None:
        flip(page, label)
        page.wait_for_function("() => later.length === 1")
        assert hidden.get_attribute("aria-busy") == "true"
        assert hidden.evaluate(opacity) == "0"

    flip_and_wait("Raised")
    assert first_y(drawn(page, "plain").page, "plain") == 35
    assert first_y(page, "selecting") == 30
    page.evaluate("() => void dispatchEvent(new Event('beforeprint'))")
    assert first_y(page, "selecting") == 35
    page.evaluate("() => later.pop()()")
    flip_and_wait("Raised")
    page.evaluate("() => later.pop()()")
    assert first_y(page, "selecting") == 30
    flip_and_wait("Raised")
    hidden.scroll_into_view_if_needed()
    assert first_y(drawn(page, "selecting").page, "selecting") == 35
    assert hidden.evaluate(opacity) == "1"


def test_a_chart_stays_when_an_older_call_ends_before_the_next_begins(page):
    stays = drawn(page, "plain").evaluate(
        """async (chart, message) => {
            const found = performance.getEntriesByType('resource')
                .find(({ name }) => name.includes('chart.js'));
            const { draw } = await import(found.name);
            const parentElement = chart.parentElement.parentElement;
            const data = Uint8Array.from(message);
            const end = await draw({ data, parentElement, setStateValue() {} });
            end();
            return parentElement.contains(chart);
        }""",
        list(message(DRAWING, {"points": []})),
    )
    assert stays


def test_a_chart_that_left_the_page_comes_back(page):
    flip(page, "Hidden")
    expect(chart(page, "plain")).to_have_count(0)
    flip(page, "Hidden")
    assert first_y(drawn(page, "plain").page, "plain") == 30


def test_a_change_of_theme_repaints_the_chart(page):
    colour = "chart => chart.querySelector('.xtick text').style.fill"
    light = drawn(page, "plain").evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "before => document.querySelector('.xtick text').style.fill !== before", arg=light
    )
    assert drawn(page, "plain").evaluate(colour) == "rgb(163, 175, 185)"


# Reading it


def test_a_chart_is_an_image_with_its_alternative_text(page):
    expect(page.get_by_role("img", name="Two lines, raised by 0")).to_be_visible()


def test_a_point_under_the_mouse_says_what_it_is(page):
    page.mouse.move(*place_of(page, "plain", 1, 2))
    expect(hover_label(page, "plain")).to_have_text("Southin 2026-03")


def test_the_keyboard_goes_from_point_to_point_and_what_it_meets_is_said(page):
    chart(page, "plain").focus()
    for key, text in [
        ("ArrowRight", "North, in 2026-01"),
        ("ArrowRight", "North, in 2026-02"),
        ("ArrowDown", "South, in 2026-02"),
        ("End", "South, in 2026-04"),
        ("ArrowRight", "South, in 2026-04"),
        ("ArrowLeft", "South, in 2026-03"),
        ("ArrowUp", "North, in 2026-03"),
        ("Home", "North, in 2026-01"),
    ]:
        page.keyboard.press(key)
        expect(said(page, "plain")).to_have_text(text)
        expect(hover_label(page, "plain")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(hover_label(page, "plain")).to_have_count(0)
    expect(said(page, "plain")).to_have_text("")


def test_the_keyboard_stays_within_what_is_zoomed_to(page):
    chart(page, "plain").evaluate(
        "chart => Plotly.relayout(chart, {'xaxis.range': ['2026-01-15', '2026-03-15']})"
    )
    chart(page, "plain").focus()
    page.keyboard.press("End")
    expect(said(page, "plain")).to_have_text("North, in 2026-03")
    page.keyboard.press("Home")
    expect(said(page, "plain")).to_have_text("North, in 2026-02")


def test_tab_reaches_a_chart_shows_where_it_is_and_goes_on(page):
    page.get_by_label("Hidden").focus()
    page.keyboard.press("Tab")
    expect(chart(page, "plain")).to_be_focused()
    assert chart(page, "plain").evaluate("chart => getComputedStyle(chart).outlineWidth") == "2px"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(chart(page, "selecting")).to_be_focused()
    expect(hover_label(page, "plain")).to_have_count(0)


def test_dragging_zooms_in_time_and_a_double_click_zooms_out(page):
    span = "chart => chart._fullLayout.xaxis.range.map(end => String(end).slice(0, 7))"
    before = chart(page, "plain").evaluate(span)
    [left, top], [right, _] = place_of(page, "plain", 0, 1), place_of(page, "plain", 0, 2)
    page.mouse.move(left - 20, top + 30)
    page.mouse.down()
    page.mouse.move(right + 20, top + 30, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "() => String(document.querySelector('.st-key-plain .chart-element')"
        "._fullLayout.xaxis.range[0]) > '2026-01-15'"
    )
    page.mouse.dblclick(left, top + 30)
    page.wait_for_function(
        "() => String(document.querySelector('.st-key-plain .chart-element')"
        "._fullLayout.xaxis.range[0]) < '2026-01-15'"
    )
    assert chart(page, "plain").evaluate(span) == before


# Selecting


def test_a_selected_point_reaches_the_page_and_a_second_click_lets_it_go(page):
    page.mouse.click(*place_of(page, "selecting", 1, 2))
    expect(page.get_by_text("Returned: South 2026-03")).to_be_visible()
    expect(page.get_by_text("Remembered: South 2026-03")).to_be_visible()
    page.wait_for_timeout(400)  # within 300 ms Plotly takes the second click for a double click
    page.mouse.click(*place_of(page, "selecting", 1, 2))
    expect(page.get_by_text("Returned: nothing")).to_be_visible()
    expect(page.get_by_text("Remembered: nothing")).to_be_visible()


def test_a_chart_that_selects_nothing_tells_the_page_nothing(page):
    page.mouse.click(*place_of(page, "plain", 1, 2))
    page.mouse.click(*place_of(page, "selecting", 0, 1))
    expect(page.get_by_text("Returned: North 2026-02")).to_be_visible()


def test_a_selection_outlives_a_new_figure_as_long_as_its_point_is_there(page):
    page.mouse.click(*place_of(page, "selecting", 1, 3))
    expect(page.get_by_text("Returned: South 2026-04")).to_be_visible()
    flip(page, "Raised")
    page.wait_for_function(
        "() => document.querySelector('.st-key-selecting .chart-element').calcdata[0][0].y === 35"
    )
    assert drawn(page, "selecting").evaluate(MARKED) == [[], [3]]
    expect(page.get_by_text("Returned: South 2026-04")).to_be_visible()
    flip(page, "Without April")
    expect(page.get_by_text("Returned: nothing")).to_be_visible()


def test_the_keyboard_selects_the_point_it_is_on_however_fast(page):
    chart(page, "selecting").focus()
    for key in ("ArrowRight", "Enter", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("Returned: North 2026-01, North 2026-02")).to_be_visible()
    assert drawn(page, "selecting").evaluate(MARKED) == [[0, 1], []]
    page.keyboard.press("Enter")
    expect(page.get_by_text("Returned: North 2026-01", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Returned: nothing")).to_be_visible()
    assert drawn(page, "selecting").evaluate(MARKED) == [[], []]


# Room


@pytest.mark.parametrize("key", ["in_tab", "in_expander"])
def test_a_chart_that_was_hidden_fills_its_width_when_it_is_opened(page, key):
    opener = page.get_by_role("tab", name="Second") if key == "in_tab" else page.get_by_text("More")
    opener.click()
    box = drawn(page, key).bounding_box()
    assert box["height"] == 300
    svg = chart(page, key).locator(".main-svg").first.bounding_box()
    assert (svg["width"], svg["height"]) == (pytest.approx(box["width"], abs=1), 300)


def test_a_chart_follows_the_width_of_the_window(page):
    before = drawn(page, "plain").bounding_box()["width"]
    page.set_viewport_size({"width": 400, "height": 1700})
    page.wait_for_function(
        "() => { const chart = document.querySelector('.st-key-plain .chart-element');"
        " return chart._fullLayout.width === chart.clientWidth && chart.clientWidth < 400 }"
    )
    assert drawn(page, "plain").bounding_box()["width"] < before


def test_a_chart_is_drawn_narrower_on_narrower_paper_and_never_cut(page):
    page.emulate_media(media="print")
    # Read at once, as paper is laid out: before any observer could have drawn it anew.
    widths = drawn(page, "plain").evaluate(
        """chart => {
            chart.parentElement.style.width = '400px';
            const svg = chart.querySelector('.main-svg').getBoundingClientRect();
            return [chart.clientWidth, svg.width, svg.height];
        }"""
    )
    assert widths[:2] == [400, 400]
    assert widths[2] < 300
