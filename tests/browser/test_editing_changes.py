"""A change added on the page is seen on the chart, by hand and by keyboard, and undone."""

import json
import shutil

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.dashboard import running_server, visit
from tests.browser.test_every_page import AXE


@pytest.fixture
def folder(demo_folder, tmp_path):
    copied = tmp_path / "data"
    shutil.copytree(demo_folder / "exports", copied / "exports")
    shutil.copy(demo_folder / "settings.toml", copied)
    return copied


@pytest.fixture
def visited(browser, folder):
    with running_server(folder) as address, visit(browser, address) as reader:
        yield reader.open("/change_timeline")


def violations(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE)
    return [one["says"] for one in found if one["impact"] in ("serious", "critical")]


def hovered_on(page):
    chart = page.locator(".st-key-change_timeline .chart-element")
    return chart.evaluate("chart => JSON.stringify(chart.data.map(one => one.hovertext))")


def test_a_change_added_by_keyboard_is_on_the_chart_until_it_is_undone(visited, folder):
    page = visited.page
    page.get_by_text("Add or edit changes").click()
    adding = page.get_by_role("button", name="Add a change")
    expect(adding).to_be_visible()
    assert violations(page) == []
    adding.press("Enter")
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="Your name").fill("Maria Jensen")
    form.get_by_role("textbox", name="What changed, in a few words").fill("<i>Night</i> boat")
    assert violations(page) == []
    save = form.get_by_role("button", name="Save")
    save.press("Enter")
    expect(form.get_by_text("Started: say on which day it started")).to_be_visible()
    form.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first.focus()
    page.keyboard.type("20260301")
    save.press("Enter")
    expect(form).to_be_hidden()
    visited.drawn()
    expect(page.get_by_text("Maria Jensen added “<i>Night</i> boat”")).to_be_visible()
    assert "&lt;i&gt;Night&lt;/i&gt; boat" in hovered_on(page)
    (kept,) = (folder / "changes.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(kept)["after"]["started_on"] == "2026-03-01"
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone.")).to_be_visible()
    visited.drawn()
    assert "Night" not in hovered_on(page)
