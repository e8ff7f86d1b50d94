"""What holds for every page, in both themes, on a desk and on a phone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from insight.charts.theme import theme_for
from insight.words import Words
from tests.browser.conftest import PAGES, address_of
from tests.browser.dashboard import Visit

THEMES = ["light", "dark"]
INKS = {theme: theme_for(theme, Words()).ink for theme in THEMES}
WIDTHS = DESK, PHONE = 1440, 390

AXE = """async () => {
    const found = await axe.run({resultTypes: ['violations']});
    return found.violations.flatMap(violation => violation.nodes.map(node => ({
        impact: violation.impact,
        says: `${violation.id}: ${node.html.slice(0, 160)} | ${node.failureSummary}`,
    })));
}"""

IN_THEME = """([theme, ink]) => {
    const app = document.querySelector('[data-testid=stApp]');
    const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/[0-9.]+/g).map(Number);
    return (red + green + blue < 382) === (theme === 'dark')
        && [...document.querySelectorAll('.js-plotly-plot')]
            .every(chart => chart._fullLayout?.font.color === ink);
}"""
"""True once the page is painted in a theme and every chart is drawn in it."""


@dataclass(frozen=True)
class Seen:
    """What a visit to one page showed."""

    violations: tuple[str, ...]
    console_errors: tuple[str, ...]
    asked_elsewhere: tuple[str, ...]
    dialogs: int
    failures: tuple[str, ...]
    widest: int
    window: int


@pytest.fixture(scope="module")
def seen(lasting_reader: Callable[..., Visit]) -> Callable[[Path, str, int], Seen]:
    """Each page opened once, and looked at in each theme and width without being opened again."""

    @cache
    def tab() -> Visit:
        return lasting_reader(width=DESK)

    @cache
    def looks(page: Path) -> dict[tuple[str, int], Seen]:
        visited = tab()
        visited.page.emulate_media(color_scheme=THEMES[0])
        visited.page.set_viewport_size({"width": DESK, "height": 900})
        visited.console_errors.clear()
        visited.asked_elsewhere.clear()
        visited.open(address_of(page))
        visited.page.evaluate(AXE_SCRIPT)
        return {
            (theme, width): _look(visited, theme, width) for theme in THEMES for width in WIDTHS
        }

    return lambda page, theme, width: looks(page)[theme, width]


def _look(visited: Visit, theme: str, width: int) -> Seen:
    visited.page.emulate_media(color_scheme=theme)
    visited.page.set_viewport_size({"width": width, "height": 900})
    visited.page.wait_for_function(IN_THEME, arg=[theme, INKS[theme]])
    visited.drawn().show_whole_page()
    violations = visited.page.evaluate(AXE)
    failures = visited.page.get_by_text("This card failed").or_(
        visited.page.get_by_test_id("stException")
    )
    return Seen(
        violations=tuple(
            one["says"] for one in violations if one["impact"] in ("serious", "critical")
        ),
        console_errors=tuple(visited.console_errors),
        asked_elsewhere=tuple(visited.asked_elsewhere),
        dialogs=visited.page.get_by_role("dialog").count(),
        failures=tuple(failures.all_inner_texts()),
        widest=visited.page.get_by_test_id("stMain").evaluate("main => main.scrollWidth"),
        window=visited.page.evaluate("document.documentElement.clientWidth"),
    )


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
both_themes = pytest.mark.parametrize("theme", THEMES)
desk_and_phone = pytest.mark.parametrize("width", [DESK, PHONE])


@every_page
@both_themes
@desk_and_phone
def test_axe_finds_no_serious_violation(seen, page, theme, width):
    assert seen(page, theme, width).violations == ()


@every_page
def test_a_phone_never_scrolls_sideways(seen, page):
    on_a_phone = seen(page, "light", PHONE)
    assert on_a_phone.widest <= on_a_phone.window == PHONE


@every_page
@both_themes
def test_no_request_leaves_the_machine(seen, page, theme):
    assert seen(page, theme, DESK).asked_elsewhere == ()


@every_page
@both_themes
@desk_and_phone
def test_the_console_holds_only_the_two_404s_of_a_deep_link(seen, page, theme, width):
    not_streamlits = [
        error
        for error in seen(page, theme, width).console_errors
        if not (
            "404" in error
            and error.endswith(
                (f"/{page.stem}/_stcore/health)", f"/{page.stem}/_stcore/host-config)")
            )
        )
    ]
    assert not_streamlits == []


@every_page
@both_themes
def test_no_dialog_lies_over_the_page(seen, page, theme):
    assert seen(page, theme, DESK).dialogs == 0


@every_page
@both_themes
@desk_and_phone
def test_no_card_fails_on_the_demo(seen, page, theme, width):
    assert seen(page, theme, width).failures == ()
