"""A bookmark opened on a server that has just started."""

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard import running_server, visit

DEEP_LINK = "/nps_trend?where=region%3DIslands"


@pytest.fixture(scope="module")
def first_visit(browser, demo_folder, server):  # the server has published the folder already
    with running_server(demo_folder) as address, visit(browser, address) as reader:
        assert address != server
        yield reader.open(DEEP_LINK)


def test_app_py_runs_before_a_page_opened_by_its_address(first_visit):
    page = first_visit.page
    expect(page.get_by_role("combobox", name="Period")).to_be_visible()
    expect(page.get_by_test_id("stTopNav").get_by_text("NPS trend")).to_be_visible()


def test_the_first_deep_link_says_nothing_of_a_page_not_found(first_visit):
    expect(first_visit.page.get_by_role("dialog")).to_have_count(0)
    expect(first_visit.page.get_by_text("Page not found")).to_have_count(0)


def test_the_first_deep_link_shows_the_page_and_the_filters_it_names(first_visit):
    assert first_visit.page.url.endswith(DEEP_LINK)
    expect(first_visit.page.get_by_test_id("stSidebar").get_by_text("Islands")).to_be_visible()
