"""The first page is ready before a reader asks for it."""

import gc
import logging
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from insight.ui import published
from insight.ui.warm import warm
from tests.pages.test_every_page import REPOSITORY

pytestmark = pytest.mark.usefixtures("nothing_open")


@pytest.fixture
def nothing_open(monkeypatch):
    monkeypatch.setattr(published, "_open", type(published._open)())
    yield
    gc.unfreeze()


def test_the_overview_asks_nothing_anew_once_it_was_made_ready(demo_folder, monkeypatch, caplog):
    warm(demo_folder)
    monkeypatch.setenv("UNDERCURRENT_DATA", str(demo_folder))
    with caplog.at_level(logging.INFO, "insight.gateway"):
        AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60).run()
    asked = [record.message for record in caplog.records]
    assert any("nps_change" in line and "from cache" in line for line in asked)
    assert [line for line in asked if "from warehouse" in line] == []


def test_a_folder_without_anything_to_show_is_left_to_the_page_that_says_so(tmp_path, caplog):
    with caplog.at_level(logging.INFO, "insight.ui"):
        warm(tmp_path)
    assert "the first page is not made ready" in caplog.text


def test_every_session_has_the_same_door_and_only_the_latest_versions_stay_open(
    demo_folder, monkeypatch
):
    opened_again = []

    class Opened:
        is_damaged = False
        warehouse = SimpleNamespace(version=SimpleNamespace(folder=demo_folder))

        def __init__(self, *key):
            opened_again.append(key)

    monkeypatch.setattr(published.Gateway, "open", Opened)
    first = published.opened(demo_folder, "1")
    assert published.opened(demo_folder, "1") is first
    for version in "2345"[: published.MOST_OPEN]:
        published.opened(demo_folder, version)
    assert published.opened(demo_folder, "1") is not first
    assert len(opened_again) == published.MOST_OPEN + 2
