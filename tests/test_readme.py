"""The README does what it says: its recipe for a new question, followed to the letter."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ROOMS = (
    *("app.py", "pages", "queries", "data", "insight", "static", "tests"),
    *("pyproject.toml", ".streamlit"),
)

OPEN_PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
page.switch_page("pages/executives/nps_trend.py").run()
assert not page.exception and not page.error, (page.exception, page.error)
print([heading.value for heading in page.subheader])
"""


def blocks(language: str) -> list[str]:
    """The code blocks of one language in the recipe for a question."""
    recipe = README.partition("## How to add a question")[2]
    return re.findall(rf"```{language}\n(.*?)```", recipe, re.DOTALL)


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def house(tmp_path) -> Path:
    """A copy of the repository with the recipe's question built in, word for word."""
    for room in ROOMS:
        source = REPOSITORY / room
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "published")
            shutil.copytree(source, tmp_path / room, ignore=ignored)
        else:
            shutil.copy(source, tmp_path / room)
    [query] = blocks("sql")
    chart, line, test = blocks("python")
    (tmp_path / "queries/answers_by_month.sql").write_text(query)
    (tmp_path / "insight/charts/answers_by_month.py").write_text(chart)
    (tmp_path / "tests/queries/test_answers_by_month.py").write_text(test)
    page = tmp_path / "pages/executives/nps_trend.py"
    *before, last = page.read_text().rstrip().splitlines(keepends=True)
    said = "".join([*before, line, last])
    page.write_text(
        said.replace("from insight.charts import ", "from insight.charts import answers_by_month, ")
    )
    return tmp_path


def test_the_recipe_for_a_question_works_to_the_letter(house, demo_folder):
    run(house, "-m", "pytest", "-q", "tests/queries/test_answers_by_month.py")
    run(house, "-m", "pytest", "-q", "tests/queries/test_promises.py", "-k", "answers_by_month")
    headings = run(house, "-c", OPEN_PAGE, UNDERCURRENT_DATA=str(demo_folder))
    assert "brought the most answers" in headings


def test_every_file_the_tree_names_is_there():
    tree = README.partition("## Where everything is")[2].partition("```\n")[2].partition("```")[0]
    folders: list[str] = []
    for line in tree.splitlines():
        indent = (len(line) - len(line.lstrip())) // 2
        names = re.split(r" {2,}", line.strip())
        paths = [name for name in names if re.fullmatch(r"[\w./<>]+", name)]
        for name in paths:
            folders[indent:] = [name.rstrip("/")] if name.endswith("/") else []
            if "<" not in name and re.search(r"[./]", name):
                assert (REPOSITORY / Path(*folders[:indent], name)).exists(), name


@pytest.mark.parametrize("command", re.findall(r"^(make \w+|make)", README, re.MULTILINE))
def test_make_knows_every_target_the_readme_names(command):
    target = command.removeprefix("make").strip()
    makefile = (REPOSITORY / "Makefile").read_text()
    assert not target or re.search(rf"^{target}:", makefile, re.MULTILINE)
