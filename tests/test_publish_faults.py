"""Whatever goes wrong with the disk or the files is a sentence, and what was shown stays shown."""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest

from insight.gateway import Gateway
from insight.problems import Failure, Mistake
from insight.publish import publish
from insight.tables import TABLES
from insight.ui import published as published_versions
from insight.version import current_name, last_good_version, published_folder, version_names
from tests.versions import copied, damaged

REPOSITORY = Path(__file__).resolve().parents[1]
ANSWERS = [
    {"response_id": f"r{day}", "responded_on": date(2026, 1, day), "recommend_score": 9}
    for day in range(1, 13)
]
FAULTS = """
import os, resource, sys
from pathlib import Path
from insight.problems import Failure
from insight.publish import publish

def disk_full():
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

def no_permission():
    (Path(sys.argv[1]) / "published").chmod(0o555)
    if os.getuid() == 0:
        os.setuid(65534)

for fault in (disk_full, no_permission):
    if os.fork() == 0:
        fault()
        try:
            publish(Path(sys.argv[1]))
        except Failure as failure:
            os.write(1, f"{failure}\\n".encode())
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory, tables_in):
    folder = tables_in(tmp_path_factory.mktemp("published"), survey_responses=ANSWERS)
    publish(folder)
    copied(folder)
    return folder


@pytest.fixture
def folder(published, tmp_path):
    """A data folder with two versions."""
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_killed_at_any_moment_the_old_or_the_new_version_is_served_whole(folder, tables_in):
    later = {"response_id": "later", "responded_on": date(2026, 2, 1), "recommend_score": 3}
    tables_in(folder, survey_responses=[*ANSWERS, later])
    (folder / "settings.toml").write_text("keep_versions = 2\n")
    before = current_name(folder)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.killed", folder, "9"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        check=True,
    )
    killed = [json.loads(line) for line in ended.stdout.splitlines()]
    moments = [about_to for about_to, _, _ in killed]
    for moment in (
        "Reading exports",
        "open manifest.json",
        "os.rename .building",
        "os.rename .cur",
    ):
        assert any(one.startswith(moment) for one in moments)
    assert any(one.startswith("shutil.rmtree .removing") for one in moments)
    served = [version for _, version, _ in killed]
    assert [trouble for _, _, trouble in killed] == [None] * len(killed)
    assert served == sorted(served)
    assert served[0] == before < served[-1]
    version = publish(folder)
    assert Gateway.open(folder).version == version.name
    left = sorted(path.name for path in published_folder(folder).iterdir() if path.name[0] == ".")
    assert left == [".lock"]


def test_a_full_disk_and_a_missing_permission_are_sentences_and_nothing_changes(published):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        shutil.copytree(published, folder)
        for path in (Path(place), folder, *filter(Path.is_dir, folder.rglob("*"))):
            path.chmod(0o755)
        (published_folder(folder) / ".lock").chmod(0o666)
        versions = version_names(folder)
        ended = subprocess.run(
            [sys.executable, "-c", FAULTS, folder],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            check=True,
        )
        full, unpermitted = ended.stdout.decode().splitlines()
        assert full.startswith("publishing stopped: Could not write file ")
        assert "File too large" in full
        assert full.endswith(f"; version {versions[0]} stays")
        assert unpermitted == (
            f"publishing stopped: Permission denied; version {versions[0]} stays"
        )
        assert version_names(folder) == versions
        assert last_good_version(folder)[1] is None


@pytest.mark.parametrize("at", ["manifest.json", "manifest.sha256", ".current"])
def test_a_disk_that_is_full_at_the_very_end_leaves_no_version_behind(folder, monkeypatch, at):
    versions = version_names(folder)
    write_text = Path.write_text

    def refused(path, *arguments, **options):
        if path.name.startswith(at):
            raise OSError(28, "No space left on device", str(path))
        return write_text(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", refused)
    with pytest.raises(Failure) as failure:
        publish(folder)
    assert str(failure.value) == (
        f"publishing stopped: No space left on device; version {versions[0]} stays"
    )
    assert version_names(folder) == versions
    assert last_good_version(folder)[1] is None


def test_a_table_without_a_column_it_needs_is_named_with_the_column(folder, tables_in):
    for table in TABLES.values():
        row = {name: None for name in table.column_names if name != table.required[-1]}
        tables_in(folder, **{"survey_responses": ANSWERS, table.name: [row]})
        with pytest.raises(
            Mistake, match=rf"{table.name}\.parquet: column {table.required[-1]} is"
        ):
            publish(folder)
        (folder / "exports" / f"{table.name}.parquet").unlink()
    assert last_good_version(folder) == last_good_version(folder, current_name(folder))


def flipped(content):
    return (
        content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 4])
        + content[len(content) // 2 + 1 :]
    )


def truncated(content):
    return content[: len(content) // 2]


def emptied(_):
    return b""


FAULTY = [flipped, truncated, emptied]


@pytest.mark.parametrize("fault", FAULTY)
def test_a_fault_in_any_file_of_a_version_is_said_and_the_one_before_served(folder, fault):
    later, earlier = version_names(folder)
    paths = sorted((published_folder(folder) / later).iterdir())
    assert len(paths) > 30
    for path in paths:
        whole = path.read_bytes()
        path.write_bytes(fault(whole))
        version, trouble = last_good_version(folder)
        assert version.name == earlier
        file = "manifest.json" if path.name.startswith("manifest") else path.name
        assert later in trouble
        assert file in trouble
        path.write_bytes(whole)
    assert last_good_version(folder)[0].name == later


@pytest.fixture
def detail_is_large(monkeypatch):
    monkeypatch.setattr("insight.version.MOST_BYTES_AT_ONCE", 0)


@pytest.mark.usefixtures("detail_is_large")
@pytest.mark.parametrize("fault", [truncated, emptied, lambda content: content[:-60] + b"x" * 60])
def test_large_detail_that_cannot_be_opened_brings_the_version_before_at_once(folder, fault):
    later, earlier = version_names(folder)
    path = published_folder(folder) / later / "survey_responses.parquet"
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(fault(content))
    gateway = Gateway.open(folder)
    assert gateway.version == earlier
    assert "survey_responses.parquet is not as it was published" in gateway.trouble


@pytest.mark.usefixtures("detail_is_large")
def test_a_fault_found_in_large_detail_later_on_brings_the_version_before(folder, monkeypatch):
    later, earlier = version_names(folder)
    monkeypatch.setattr(published_versions, "_open", type(published_versions._open)())
    damaged(folder, later, "survey_responses.parquet", at=20)
    gateway = published_versions.opened(folder, later)
    assert gateway.version == later
    gateway._verify_large_files()
    gateway = published_versions.opened(folder, later)
    assert gateway.version == earlier
    assert "survey_responses.parquet is not as it was published" in gateway.trouble


@pytest.mark.parametrize(
    "pointer", [b"", b"\n", b"\xff\xfe\x00", b"../../etc", b".removing-1", b"0" * 300, b"!2026"]
)
def test_a_pointer_that_holds_garbage_is_said_and_the_latest_version_served(folder, pointer):
    (published_folder(folder) / "current").write_bytes(pointer)
    gateway = Gateway.open(folder)
    assert gateway.version == version_names(folder)[0]
    assert gateway.trouble == f"{published_folder(folder) / 'current'} holds no version's name"


def test_publishing_replaces_a_pointer_that_holds_garbage(folder):
    (published_folder(folder) / "current").write_bytes(b"\xff")
    assert publish(folder).name == current_name(folder)


def test_a_pointer_with_a_flipped_bit_is_said_and_a_whole_version_served(folder):
    pointer = published_folder(folder) / "current"
    whole = pointer.read_bytes()
    for bit in range(8 * (len(whole) - 1)):
        garbled = bytearray(whole)
        garbled[bit // 8] ^= 1 << bit % 8
        pointer.write_bytes(garbled)
        version, trouble = last_good_version(folder)
        assert version.name in version_names(folder)
        assert trouble


@pytest.mark.parametrize(
    "fault", [truncated, emptied, lambda _: b"response_id,responded_on\n1,2\n"]
)
def test_an_export_that_is_no_whole_parquet_is_named_and_what_was_shown_stays(folder, fault):
    version = current_name(folder)
    path = folder / "exports" / "survey_responses.parquet"
    path.write_bytes(fault(path.read_bytes()))
    with pytest.raises(
        Mistake, match=r"survey_responses\.parquet: this is no readable Parquet file"
    ):
        publish(folder)
    assert Gateway.open(folder).version == version


def test_an_export_with_damaged_pages_is_named(folder):
    path = folder / "exports" / "survey_responses.parquet"
    content = bytearray(path.read_bytes())
    content[4:200] = b"\xff" * 196
    path.write_bytes(content)
    with pytest.raises(
        Mistake, match=r"survey_responses\.parquet: this is no readable Parquet file"
    ):
        publish(folder)
    assert last_good_version(folder)[1] is None
