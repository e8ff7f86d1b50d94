"""What is said above every page: whose data it is, what was left out, what is newer or damaged."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from insight.publish import publish
from insight.version import published_folder

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted(str(path.relative_to(REPOSITORY)) for path in REPOSITORY.glob("pages/**/*.py"))


@pytest.fixture
def own_copy(demo_folder, tmp_path) -> Path:
    """A published demo that a test may publish again or damage."""
    return Path(shutil.copytree(demo_folder, tmp_path / "data"))


@pytest.fixture
def opened(monkeypatch):
    def run(folder: Path, page: str = PAGES[0]) -> AppTest:
        monkeypatch.setenv("UNDERCURRENT_DATA", str(folder))
        return AppTest.from_file(str(REPOSITORY / "app.py"), default_timeout=60).switch_page(page)

    return run


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_the_demo_is_fictional(opened, demo_folder, page):
    said = [caption.value for caption in opened(demo_folder, page).run().main.caption]
    assert any("a fictional company" in caption for caption in said)


def test_an_open_page_offers_a_newer_version_and_stays_on_its_own_until_asked(opened, own_copy):
    app = opened(own_copy).run()
    before = app.session_state["version"]
    newer = publish(own_copy).name
    app.run()
    assert app.session_state["version"] == before
    assert "A newer version has arrived." in [info.value for info in app.info]
    app.button(key="show_newer").click().run()
    assert app.session_state["version"] == newer
    assert "A newer version has arrived." not in [info.value for info in app.info]


def test_a_damaged_version_gives_way_to_the_last_good_one_and_the_page_says_so(opened, own_copy):
    good = publish(own_copy).name
    bad = publish(own_copy).name
    rollup = published_folder(own_copy) / bad / "nps_daily.parquet"
    content = bytearray(rollup.read_bytes())
    content[len(content) // 2] ^= 1
    rollup.write_bytes(content)
    app = opened(own_copy).run()
    [warning] = [one.value.replace("\\", "") for one in app.warning]
    assert f"Showing version {good}, the last good one" in warning
    assert "nps_daily.parquet is not as it was published" in warning
    assert not app.exception


def test_a_folder_without_a_version_says_how_to_publish(opened, tmp_path):
    app = opened(tmp_path).run()
    assert [title.value for title in app.title] == ["Nothing to show yet"]
    assert "python -m insight publish" in app.info[0].value.replace("\\", "")


def test_a_wrong_setting_is_a_sentence_that_names_file_and_key(opened, own_copy):
    (own_copy / "settings.toml").write_text("minimum_answers = 3\n")
    app = opened(own_copy).run()
    assert "minimum_answers = 3" in app.info[0].value.replace("\\", "")
    assert not app.exception
