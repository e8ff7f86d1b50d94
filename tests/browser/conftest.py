"""A server on the demo and a Chromium for the whole session; a fresh reader for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.dashboard import REPOSITORY, Visit, chromium, launched, running_server, visit

PAGES = sorted(
    path.relative_to(REPOSITORY / "pages")
    for path in (REPOSITORY / "pages").rglob("*.py")
    if path.name != "__init__.py"
)

expect.set_options(timeout=15_000)  # ms: two cores may be busy with other tests

AWKWARD_FARE = "A&B = \"open\" 'any' 50 %/+#?"
"""A value with everything that an address treats specially."""


def address_of(page: Path) -> str:
    """The path a page is found at; the overview is the front page."""
    return "/" if page.stem == "overview" else f"/{page.stem}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; .ci/run installs it")
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright, launched(playwright) as chrome:
        yield chrome


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo with one awkward value; the server publishes it when it starts."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    shutil.copytree(REPOSITORY / "data" / "exports", folder / "exports")
    shutil.copy(REPOSITORY / "data" / "settings.toml", folder)
    path = folder / "exports" / "survey_responses.parquet"
    answers = pq.read_table(path)
    fares = pc.replace_substring(answers["fare"], "Flexible", AWKWARD_FARE)
    column = answers.column_names.index("fare")
    pq.write_table(answers.set_column(column, "fare", fares), path)
    return folder


@pytest.fixture(scope="session")
def server(demo_folder: Path) -> Iterator[str]:
    with running_server(demo_folder) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """Opens a fresh browser: `reader(scheme="dark", width=390)`."""
    with ExitStack() as opened:
        yield lambda **how: opened.enter_context(visit(browser, server, **how))


@pytest.fixture(scope="module")
def lasting_reader(browser: Browser, server: str) -> Iterator[Callable[..., Visit]]:
    """The same, its browsers kept open until the module's last test."""
    with ExitStack() as opened:
        yield lambda **how: opened.enter_context(visit(browser, server, **how))
