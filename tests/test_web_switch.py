"""Changing the application under running requests, and following a link."""

import json
import os
import re
import shutil
import threading
from dataclasses import asdict

import pytest

from conftest import lay_out
from kennisgraaf import build, release
from kennisgraaf.errors import MachineError
from kennisgraaf.web import process
from kennisgraaf.web.serve import SETTINGS, Settings
from kennisgraaf.web.switch import Follower, Serving, Switch


class Answer:
    """A WSGI answer that leaves in parts, and knows when it was closed."""

    def __init__(self, *parts):
        """Begin with what will leave."""
        self.parts, self.closed = iter(parts), 0

    def __iter__(self):
        """Let it leave."""
        return self.parts

    def close(self):
        """Count how often."""
        self.closed += 1


def serving(name, answer, ended):
    return Serving(lambda *_: answer, name, lambda: ended.append(name))


def test_an_old_engine_is_closed_only_when_the_last_answer_has_left():
    ended, answer = [], Answer(b"a", b"b")
    switch = Switch(serving("old", answer, ended))
    body = switch({}, None)
    switch.put(serving("new", [b"n"], ended))
    assert next(body) == b"a"
    switch.sweep()
    assert (ended, switch({}, None)) == ([], [b"n"])
    assert list(body) == [b"b"]
    body.close()
    body.close()
    switch.sweep()
    switch.sweep()
    assert (ended, answer.closed) == (["old"], 1)


def test_a_request_that_raises_is_not_counted_for_ever():
    ended = []

    def fails(*_):
        raise ZeroDivisionError

    switch = Switch(Serving(fails, "old", lambda: ended.append("old")))
    with pytest.raises(ZeroDivisionError):
        switch({}, None)
    switch.put(serving("new", [], ended))
    switch.sweep()
    assert ended == ["old"]


def test_a_request_knows_its_release():
    environ = {}
    Switch(serving("old", [], []))(environ, None)
    assert environ["kennisgraaf.release"] == "old"


def test_many_threads_never_meet_a_closed_engine():
    open_engines, wrong = {"0"}, []

    def app(name):
        return lambda *_: Answer(*(b"" if name in open_engines else wrong.append(name) or b"" for _ in range(3)))

    switch = Switch(Serving(app("0"), "0", lambda: open_engines.discard("0")))
    stop = threading.Event()

    def ask():
        while not stop.is_set():
            body = switch({}, None)
            list(body)
            body.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in map(str, range(1, 200)):
        open_engines.add(number)
        switch.put(Serving(app(number), number, lambda number=number: open_engines.discard(number)))
        switch.sweep()
    stop.set()
    for thread in threads:
        thread.join()
    switch.sweep()
    assert (wrong, open_engines) == ([], {"199"})


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project, and two releases of it."""
    project = lay_out(tmp_path_factory.mktemp("two") / "klein")
    first = build.compile(project)
    change(project)
    return project, first, build.compile(project)


def change(project):
    path = project.root / "data/klein/kern.ttl"
    path.write_text(path.read_text() + '\nding:a skos:altLabel "nieuw"@nl .\n')


@pytest.fixture
def followed(made, tmp_path):
    """Copies of both releases with the first in use, and what follows their link."""
    project, first, second = made
    releases = tmp_path / "releases"
    shutil.copytree(project.releases, releases)
    release.switch(releases, first.id)
    switch = Switch(process.load(releases / first.id))
    follower = Follower(switch, lambda: release.in_use(releases), process.load, releases / first.id)
    yield releases, first, second, switch, follower
    switch.current.close()
    switch.sweep()


def test_nothing_happens_while_the_link_stays(followed):
    releases, first, _, switch, follower = followed
    assert not follower.look()
    release.switch(releases, first.id)
    assert not follower.look()
    assert switch.current.release == first.id


def test_a_sound_release_comes_into_use_and_the_old_one_ends(followed):
    releases, _, second, switch, follower = followed
    release.switch(releases, second.id)
    before = threading.active_count()
    assert follower.look()
    assert not follower.look()
    assert switch.current.release == second.id
    assert threading.active_count() == before


@pytest.mark.parametrize("how", ["changed", "marker", "count", "gone"])
def test_a_bad_release_is_refused_and_told_once_until_it_is_sound(followed, how, caplog):
    releases, first, second, switch, follower = followed
    damage(releases / second.id, how)
    release.switch(releases, second.id)
    assert not follower.look()
    assert not follower.look()
    assert switch.current.release == first.id
    told = [record for record in caplog.records if "refused" in record.message]
    assert len(told) == (how not in {"gone", "marker"})  # one that is not finished yet is just waited for
    shutil.rmtree(releases / second.id, ignore_errors=True)
    shutil.copytree(second.folder, releases / second.id, copy_function=shutil.copy)
    assert follower.look()
    assert switch.current.release == second.id


def damage(folder, how):
    """Do one bad thing to a release."""
    marker = folder / release.MARKER
    if how == "changed":
        (store, *_) = sorted((folder / "store").glob("*.sst"))
        store.write_bytes(b"x")
    elif how == "marker":
        marker.unlink()
    elif how == "count":
        say_triples(folder, 5)
    else:
        shutil.rmtree(folder)


def say_triples(folder, number):
    marker = folder / release.MARKER
    marker.write_text(re.sub(r'"triples": \d+', f'"triples": {number}', marker.read_text()))


def test_a_release_without_triples_is_not_served(followed):
    releases, first, *_ = followed
    say_triples(releases / first.id, 0)
    with pytest.raises(MachineError, match="instead of 0"):
        process.load(releases / first.id)


def test_a_look_costs_next_to_nothing(followed, monkeypatch):
    *_, follower = followed
    calls = []
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda *args, **more: calls.append(args) or real(*args, **more))
    follower.look()
    assert len(calls) <= 3


@pytest.mark.parametrize(
    ("proxies", "claimed", "client"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        (2, "6.6.6.6, 192.0.2.7, 192.0.2.8", "192.0.2.7"),
        (2, "192.0.2.8", "10.0.0.1"),
        (1, "6.6.6.6, 2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_client_is_who_the_trusted_proxies_say(proxies, claimed, client, monkeypatch, tmp_path):
    seen = []
    app = Serving(lambda environ, _: seen.append(dict(environ)) or [], "x", lambda: None)
    monkeypatch.setattr(process, "load", lambda *_: app)
    settings = Settings(folder="", proxies=proxies, shared=str(tmp_path))
    monkeypatch.setenv(SETTINGS, json.dumps(asdict(settings)))
    claims = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "evil", "HTTP_HOST": "ours"}
    given = {"HTTP_X_FORWARDED_FOR": claimed} if claimed else {}
    process.application()({"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http", **claims, **given}, None)
    assert [seen[0][name] for name in ("REMOTE_ADDR", "HTTP_HOST", "wsgi.url_scheme")] == [client, "ours", "http"]
