"""A new company: from an empty folder to its first dashboard, in the browser alone."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.dashboard import running_server, visit

FIRST_DAY = date(2026, 1, 13)
SURVEY = "\n".join(
    [
        "Answer,Day,How likely are you to recommend us?,Region",
        *(
            f"A{number},{FIRST_DAY + timedelta(days=number)},{3 if number % 3 else 10},"
            f"{('North', 'South')[number // 30 % 2]}"
            for number in range(90)
        ),
    ]
)


def test_a_file_dropped_on_an_empty_dashboard_becomes_its_first_version(browser, tmp_path):
    (tmp_path / "survey.csv").write_text(SURVEY)
    company = tmp_path / "company"
    company.mkdir()
    with running_server(company) as address, visit(browser, address, width=390) as visited:
        page = visited.page
        page.goto(address)
        expect(page.get_by_role("heading", name="Nothing to show yet")).to_be_visible()
        page.locator("input[type=file]").set_input_files(tmp_path / "survey.csv")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_text("from 90 answers: 30 promoters")).to_be_visible()
        page.get_by_role("button", name="Bring in and publish").click()
        kept = page.get_by_text("survey_responses: 90 rows read, 90 kept, 0 rejected.")
        expect(kept).to_be_visible(timeout=30_000)
        visited.drawn()
        assert visited.console_errors == [
            error for error in visited.console_errors if "404" in error
        ]
