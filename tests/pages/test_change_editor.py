"""Adding, editing and undoing changes on the page."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from insight.changes_journal import COLUMNS, Entry, append
from insight.gateway import Gateway

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = "pages/executives/change_timeline.py"


@pytest.fixture
def folder(demo_folder, tmp_path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "company"))


@pytest.fixture
def page(folder, monkeypatch) -> AppTest:
    monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
    app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    return app.switch_page(PAGE).run()


def by_label(elements, label):
    return next(element for element in elements if element.label == label)


def titles(folder):
    return [row[3] for row in rows(folder)]


def rows(folder):
    gateway = Gateway.open(folder)
    table = gateway.warehouse.fetch("select * from changes order by started_on, change_id")
    return [tuple(row.values()) for row in table.to_pylist()]


def lines(folder):
    return [json.loads(line) for line in (folder / "changes.jsonl").read_text().splitlines()]


def test_a_change_added_on_the_page_is_kept_shown_and_undone(folder, page):
    before = rows(folder)
    by_label(page.button, "Add a change").click().run()
    by_label(page.text_input, "What changed, in a few words").set_value("<b>Night</b> boat")
    by_label(page.date_input, "Started").set_value("2026-03-01")
    names = [one for one in page.text_input if one.label == "Your name"]
    names[-1].set_value("Maria")
    by_label(page.button, "Save").click().run()
    assert [error.value for error in page.exception] == []
    assert "<b>Night</b> boat" in titles(folder)
    assert [(line["by"], line["action"]) for line in lines(folder)] == [("Maria", "add")]
    by_label(page.button, "Undo").click().run()
    assert rows(folder) == before
    assert [line["action"] for line in lines(folder)] == ["add", "undo"]


def test_without_a_name_nothing_is_kept(folder, page):
    by_label(page.button, "Remove").click().run()
    assert any("Your name" in warning.value for warning in page.warning)
    assert not (folder / "changes.jsonl").exists()


def test_a_mistake_names_the_field_and_nothing_is_kept(folder, page):
    by_label(page.button, "Add a change").click().run()
    by_label(page.text_input, "What changed, in a few words").set_value("Night boat")
    [one for one in page.text_input if one.label == "Your name"][-1].set_value("Maria")
    by_label(page.button, "Save").click().run()
    assert any("started" in warning.value for warning in page.warning)
    assert not (folder / "changes.jsonl").exists()


def test_a_change_is_edited_and_only_what_was_altered_is_new(folder, page):
    page.selectbox(key="editor_change").set_value("CH25")
    by_label(page.button, "Edit").click().run()
    title = by_label(page.text_input, "What changed, in a few words")
    assert title.value == "Text messages about delays"
    assert by_label(page.date_input, "Started").value == date(2025, 12, 1)
    title.set_value("Texts about delays")
    [one for one in page.text_input if one.label == "Your name"][-1].set_value("Maria")
    by_label(page.button, "Save").click().run()
    (line,) = lines(folder)
    altered = {name for name in line["after"] if line["after"][name] != line["before"][name]}
    assert altered == {"title"}
    assert "Texts about delays" in titles(folder)


def test_saving_without_a_difference_keeps_nothing(folder, page):
    by_label(page.button, "Edit").click().run()
    [one for one in page.text_input if one.label == "Your name"][-1].set_value("Maria")
    by_label(page.button, "Save").click().run()
    assert any("Nothing is different" in warning.value for warning in page.warning)
    assert not (folder / "changes.jsonl").exists()


def test_edits_saved_elsewhere_are_offered(folder, page):
    record = dict.fromkeys(COLUMNS) | {
        "change_id": "x",
        "lane": "ours",
        "title": "Saved elsewhere",
        "started_on": date(2026, 1, 1),
    }
    append(folder, [Entry.made("Bob", None, record)])
    page.run()
    assert any("1 edit saved but not shown yet" in info.value for info in page.info)
    by_label(page.button, "Show").click().run()
    assert "Saved elsewhere" in titles(folder)


def test_a_torn_line_is_said(folder, page):
    (folder / "changes.jsonl").write_bytes(b'{"entry_id": "1", "at": ')
    page.run()
    assert any("line 1 was not written whole" in plain_of(one) for one in page.warning)


def plain_of(element):
    return element.value.replace("\\", "")


def test_a_folder_that_is_read_only_says_so(page, monkeypatch):
    monkeypatch.setattr("insight.ui.change_editor.os.access", lambda *_: False)
    page.run()
    assert any("read-only" in caption.value for caption in page.caption)
    assert "Add a change" not in [button.label for button in page.button]


def test_editing_can_be_switched_off(folder, monkeypatch):
    (folder / "settings.toml").write_text("edit_changes = false\n")
    monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
    app = AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60)
    app.switch_page(PAGE).run()
    assert any("edit_changes" in caption.value for caption in app.caption)
    assert "Add a change" not in [button.label for button in app.button]
