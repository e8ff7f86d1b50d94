"""The way to a cluster: what is secret stays so, and what breaks is a sentence."""

import socket
from datetime import date

import pytest
from pysail.spark import SparkConnectServer

from insight.problems import Failure, Mistake
from insight.publishing import spark_remote
from insight.publishing.spark_remote import Remote
from insight.version import current_name, published_folder

SECRET = "dapi0123456789"


def test_an_address_is_shown_without_what_is_secret(monkeypatch):
    monkeypatch.setenv(spark_remote.TOKEN_VARIABLE, "from-the-environment")
    remote = Remote(f"sc://spark.example.com/;use_ssl=true;token={SECRET};user_id=maria")
    assert str(remote) == "sc://spark.example.com:15002"
    assert remote.has_secrets
    said = remote.quiet(f"401 for {SECRET} of maria at x;token=other; from-the-environment, true")
    assert said == "401 for ... of ... at x;token=...; ..., true"
    assert not Remote("sc://localhost:1").has_secrets


@pytest.mark.parametrize("url", ["http://x", "x", "sc://", "sc://x:port", f"https://me:{SECRET}@x"])
def test_what_is_no_address_is_a_mistake_without_its_secrets(url):
    with pytest.raises(Mistake) as raised:
        Remote(url)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("listens", [True, False])
def test_where_nobody_answers_is_said_within_seconds(
    folder_of, publish_with_spark, monkeypatch, listens
):
    monkeypatch.setattr(spark_remote, "SECONDS_TO_ANSWER", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        if listens:
            silent.listen()
        url = f"sc://127.0.0.1:{silent.getsockname()[1]}/;token={SECRET}"
        with pytest.raises(Failure, match="nobody answers at") as raised:
            publish_with_spark(folder_of(), "/nowhere", remote=url)
    assert SECRET not in str(raised.value)


def test_no_secret_is_in_an_error_of_the_cluster(folder_of, publish_with_spark, spark_url):
    with pytest.raises(Mistake, match="is not there for Spark at") as raised:
        publish_with_spark(folder_of(), "/nowhere", remote=f"{spark_url}/;user_id={SECRET}")
    assert SECRET not in str(raised.value)


def test_a_server_that_dies_is_said_and_the_next_publish_works_and_keeps_its_secrets(
    folder_of, tables_in, tmp_path_factory, publish_with_spark, spark_url
):
    answers = [{"response_id": "a", "responded_on": date(2026, 1, 5), "recommend_score": 9}]
    source = tables_in(tmp_path_factory.mktemp("source"), survey_responses=answers) / "exports"
    folder = folder_of()
    dying = SparkConnectServer("127.0.0.1", 0)
    dying.start()
    url = "sc://{}:{}".format(*dying.listening_address)

    def die(step):
        if step == "Counting nps_daily":
            dying.stop()

    with pytest.raises(Failure, match="does not answer any more; nothing was written"):
        publish_with_spark(folder, source, remote=url, progress=die)
    assert [path.name for path in published_folder(folder).iterdir()] == [".lock"]
    told = []
    secretly = f"{spark_url}/;user_id={SECRET}"
    version = publish_with_spark(folder, source, told.append, remote=secretly)
    assert current_name(folder) == version.name
    assert SECRET not in "".join([*told, version.manifest(), *version.notes])


def test_an_interrupted_publish_leaves_nothing(folder_of, company_folder, publish_with_spark):
    def interrupt(step):
        if step == "Cleaning survey_responses":
            raise KeyboardInterrupt

    folder = folder_of()
    with pytest.raises(KeyboardInterrupt):
        publish_with_spark(folder, company_folder / "exports", progress=interrupt)
    assert [path.name for path in published_folder(folder).iterdir()] == [".lock"]


def test_without_the_packages_it_is_said_how_to_add_them(folder_of, run, monkeypatch):
    monkeypatch.setattr(spark_remote, "find_spec", lambda _: None)
    asked = ("--engine", "spark", "--remote", "sc://x", "--source", "/x")
    code, out, said = run("publish", "--data", folder_of(), *asked)
    assert (code, out) == (2, "")
    assert said == (
        "publishing with Spark needs pyspark-client and sqlglot; install them with pip install "
        '"pyspark-client" "sqlglot" (or pip install -r requirements-spark.txt)\n'
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--engine", "spark", "--source", "/x"), "engine spark needs the address of a Spark Con"),
        (("--engine", "spark", "--remote", "sc://x"), "engine spark needs to know where the tab"),
        (("--remote", "sc://x"), "--remote is for a cluster; add --engine spark"),
        (("--source", "/x"), "--source is for a cluster; add --engine spark"),
        (("--work", "/x"), "--work is for a cluster; add --engine spark"),
        (
            ("--engine", "spark", "--source", "/x", "--remote", f"sc://x/;token={SECRET}"),
            "--remote stands where others can read it",
        ),
    ],
)
def test_what_the_command_line_lacks_is_said(folder_of, run, monkeypatch, asked, said):
    monkeypatch.delenv(spark_remote.REMOTE_VARIABLE, raising=False)
    code, _, error = run("publish", "--data", folder_of(), *asked)
    assert code == 2
    assert error.startswith(said)
    assert SECRET not in error
