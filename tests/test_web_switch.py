"""Changing the application under running requests, and following a link."""

import asyncio
import os
import re
import shutil
import threading

import pytest

from conftest import lay_out
from kennisgraaf import build, release
from kennisgraaf.errors import MachineError
from kennisgraaf.web import process
from kennisgraaf.web.serve import Settings
from kennisgraaf.web.switch import Follower, Serving, Switch


class App:
    """An application that answers when it is told to."""

    def __init__(self, *, at_once=True):
        """Begin without requests."""
        self.go, self.asked = asyncio.Event(), 0
        if at_once:
            self.go.set()

    async def __rsgi__(self, scope, proto):
        """Answer one request."""
        self.asked += 1
        await self.go.wait()


def serving(name, app, ended):
    return Serving(app, name, lambda: ended.append(name))


def test_an_old_engine_is_closed_only_when_the_last_answer_has_left():
    async def run():
        ended, old, new = [], App(at_once=False), App()
        switch = Switch(serving("old", old, ended))
        waiting = asyncio.create_task(switch.__rsgi__(None, None))
        await asyncio.sleep(0)
        switch.put(serving("new", new, ended))
        switch.sweep()
        await switch.__rsgi__(None, None)
        assert (ended, old.asked, new.asked) == ([], 1, 1)
        old.go.set()
        await waiting
        switch.sweep()
        switch.sweep()
        assert ended == ["old"]

    asyncio.run(run())


@pytest.mark.parametrize("end", ["raises", "cancelled"])
def test_a_request_that_ends_badly_is_not_counted_for_ever(end):
    class Fails(App):
        async def __rsgi__(self, scope, proto):
            if end == "raises":
                raise ZeroDivisionError
            await super().__rsgi__(scope, proto)

    async def run():
        ended = []
        switch = Switch(serving("old", Fails(at_once=False), ended))
        asking = asyncio.create_task(switch.__rsgi__(None, None))
        await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises((ZeroDivisionError, asyncio.CancelledError)):
            await asking
        switch.put(serving("new", App(), ended))
        switch.sweep()
        assert ended == ["old"]

    asyncio.run(run())


class Watched(App):
    """An application that looks whether its engine is open while it answers."""

    def __init__(self, name, opened, wrong):
        """Begin with an open engine."""
        super().__init__()
        self.name, self.opened, self.wrong = name, opened, wrong
        opened.add(name)

    async def __rsgi__(self, scope, proto):
        """Answer one request, slowly."""
        for _ in range(3):
            if self.name not in self.opened:
                self.wrong.append(self.name)
            await asyncio.sleep(0)


def test_many_requests_never_meet_a_closed_engine():
    opened, wrong = set(), []

    def made(number):
        return Serving(Watched(number, opened, wrong), str(number), lambda: opened.discard(number))

    def switches(switch):
        for number in range(1, 200):
            switch.put(made(number))
            switch.sweep()

    async def run():
        switch = Switch(made(0))
        thread = threading.Thread(target=switches, args=(switch,))
        thread.start()
        while thread.is_alive():
            await asyncio.gather(*(switch.__rsgi__(None, None) for _ in range(4)))
        switch.sweep()

    asyncio.run(run())
    assert (wrong, opened) == ([], {199})


PLAIN = Settings(folder="")


def loaded(folder):
    return process.load(folder, PLAIN)


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
    switch = Switch(process.load(releases / first.id, PLAIN))
    follower = Follower(switch, lambda: release.in_use(releases), loaded, releases / first.id)
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
    assert threading.active_count() <= before


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
        process.load(releases / first.id, PLAIN)


def test_a_look_costs_next_to_nothing(followed, monkeypatch):
    *_, follower = followed
    calls = []
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda *args, **more: calls.append(args) or real(*args, **more))
    follower.look()
    assert len(calls) <= 3
