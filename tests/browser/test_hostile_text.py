"""Text from an export is shown as it stands: it fetches nothing, runs nothing, links nowhere."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PAGES, address_of
from tests.browser.dashboard import running_server, visit
from tests.conftest import write_tables

ELSEWHERE = "http://203.0.113.7/pixel.png"
HOSTILE = (
    f"![x]({ELSEWHERE}) <img src={ELSEWHERE}> [y]({ELSEWHERE}) {ELSEWHERE} :material/home: $x$"
)
SCRIPT = "<script>window.hostile = true</script>"
DAYS = [date(2026, 1, 1) + timedelta(days=day) for day in range(120)]


@pytest.fixture(scope="module")
def hostile_visit(browser, tmp_path_factory):
    folder = write_tables(
        tmp_path_factory.mktemp("hostile"),
        survey_responses=[
            {
                "response_id": str(number),
                "responded_on": day,
                "recommend_score": number % 11,
                "segment": [HOSTILE, SCRIPT, "plain"][number % 3],
                "comment": HOSTILE,
            }
            for number, day in enumerate(DAYS)
        ],
        ratings=[
            {
                "response_id": str(number),
                "item": item,
                **{"wanted": 5.0, "wanted_low": 1.0, "wanted_high": 5.0},
                **{"delivered": number % 3 + 1.0, "delivered_low": 1.0, "delivered_high": 5.0},
            }
            for number in range(len(DAYS))
            for item in (HOSTILE, SCRIPT)
        ],
        changes=[
            {"title": HOSTILE, "started_on": DAYS[40], "lane": "ours", "item": SCRIPT},
            {"title": SCRIPT, "started_on": DAYS[60], "lane": "market", "note": HOSTILE},
        ],
    )
    (folder / "settings.toml").write_text(f"company = '''{HOSTILE}'''\n")
    with running_server(folder) as address, visit(browser, address) as visited:
        yield visited


LEADS_ELSEWHERE = """() => [...document.querySelectorAll('[src], [href]')]
    .map(element => element.src || element.href)
    .filter(address => new URL(address, location).hostname === '203.0.113.7')"""
"""Links and images of hostile text; a link to our own page may carry it as a value."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_hostile_text_stays_text_on_every_page(hostile_visit, page):
    hostile_visit.open(f"{address_of(page)}?by=segment")
    shown = hostile_visit.page
    assert shown.evaluate(LEADS_ELSEWHERE) == []
    assert shown.evaluate("window.hostile") is None
    assert hostile_visit.asked_elsewhere == []
    expect(shown.get_by_text("This card failed")).to_have_count(0)
    expect(shown.get_by_test_id("stMain").get_by_text("203.0.113.7").first).to_be_visible()
