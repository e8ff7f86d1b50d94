"""Versions switch, and older ones go, while readers ask in a loop: not one question fails."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from insight.filters import Filters
from insight.gateway import Gateway
from insight.publish import publish
from insight.publishing.retention import remove_older_versions
from insight.publishing.undo import switch_to
from insight.ui import published
from insight.version import current_name, published_folder, version_names
from tests.versions import copied

SWITCHES = 200
ANSWERS = [
    {"responded_on": date(2026, 1, day), "recommend_score": 9, "comment": "Fine."}
    for day in range(1, 13)
]


class Readers:
    """Two readers that ask until told to stop: one opens each time, one as the dashboard does."""

    def __init__(self, folder):
        self.folder = folder
        self.stop = threading.Event()
        self.seen = []

    def open_each_time(self):
        while not self.stop.is_set():
            gateway = Gateway.open(self.folder)
            assert gateway.trouble is None
            self.ask(gateway)

    def as_the_dashboard(self):
        while not self.stop.is_set():
            self.ask(published.opened(self.folder, current_name(self.folder)))

    def ask(self, gateway):
        everything = Filters.everything(gateway.coverage)
        for _ in range(2):
            gateway.forget_answers()
            assert gateway.ask("answers", everything).rows()[0]["answers"] == len(ANSWERS)
            comments = gateway.warehouse.fetch("select comment from survey_responses")
            assert comments.num_rows == len(ANSWERS)
        self.seen.append(gateway.version)

    def wait_for_more(self, running):
        before = len(self.seen)
        while len(self.seen) == before and not any(one.done() for one in running):
            self.stop.wait(0.002)


def test_no_question_fails_while_versions_switch_and_older_ones_are_removed(folder_of, monkeypatch):
    monkeypatch.setattr(published, "_open", type(published._open)())
    folder = folder_of(survey_responses=ANSWERS)
    publish(folder)
    readers, removed = Readers(folder), []
    with ThreadPoolExecutor() as threads:
        running = [threads.submit(readers.open_each_time), threads.submit(readers.as_the_dashboard)]
        try:
            for switch in range(SWITCHES):
                if switch % 5 == 0:
                    copied(folder)
                    removed += remove_older_versions(folder, 3).removed
                else:
                    names = version_names(folder)
                    switch_to(folder, names[switch % len(names)])
                if switch % 25 == 0:
                    readers.wait_for_more(running)
        finally:
            readers.stop.set()
        for reader in running:
            reader.result()
    assert len(set(readers.seen)) > 3
    assert len(removed) > 10
    assert not list(published_folder(folder).glob(".removing-*"))
