"""Publishing into real engines: all of it, again, back, with the wrong account, and with kills half-way."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from conftest import HOUSE
from engines import missing, running
from kennisgraaf import delivery
from kennisgraaf.delivery import client as clients
from kennisgraaf.engine import register
from kennisgraaf.engine.remote import open_remote
from kennisgraaf.errors import AccountError, DeliveryError, MachineError

QUICK = (0.2,) * 3


@pytest.fixture
def made(growing):
    return growing[1][0]


@pytest.fixture
def later(growing):
    return growing[1][1:]


@pytest.fixture(scope="module", params=["virtuoso", "fuseki"])
def engine(request, tmp_path_factory):
    if why := missing(request.param):
        pytest.skip(why)
    with running(request.param, tmp_path_factory.mktemp("engine") / request.param) as started:
        yield started


@pytest.fixture(autouse=True)
def account(engine, monkeypatch):
    """Be the one who may write; return how to be another."""

    def become(user, password):
        monkeypatch.setenv("KENNISGRAAF_ENGINE_USER", user)
        monkeypatch.setenv("KENNISGRAAF_ENGINE_PASSWORD", password)

    monkeypatch.delenv("KENNISGRAAF_ENGINE_CA", raising=False)
    become(*engine.writer)
    return become


@pytest.fixture
def clean(engine, account):
    """An engine without anything of ours."""
    with delivery.connect(engine.url) as client:
        found = register.read(client.ask)
        for graph in (*found.counted, *found.begun, register.NAME):
            client.empty(graph)
    return engine


def publish(engine, made, watch=None, pauses=clients.PAUSES, *, take_over=False):
    with delivery.connect(engine.url, pauses=pauses) as client:
        order = made if isinstance(made, delivery.Order) else delivery.Order(made, made.id)
        return delivery.publish(client, order, watch=watch, take_over=take_over)


def registered(engine):
    with delivery.connect(engine.url) as client:
        return register.read(client.ask)


def counted(engine, made):
    """Every graph of a release holds as many triples as it should."""
    with delivery.connect(engine.url) as client:
        wanted = {**made.graphs, "": made.about["triples"]}
        return all(client.count(register.stored(mark)) == wanted[name] for name, mark in made.about["contents"].items())


def test_a_release_a_next_one_and_back(clean, made, later):
    publish(clean, made)
    assert (registered(clean).current, counted(clean, made)) == (made.id, True)
    done = publish(clean, later[0])
    assert len(done.send) == 2
    assert (registered(clean).current, counted(clean, later[0]), counted(clean, made)) == (later[0].id, True, True)
    done = publish(clean, delivery.Order(None, made.id))
    assert (done.send, registered(clean).current) == ((), made.id)
    publish(clean, later[1])
    found = registered(clean)
    assert (found.current, set(found.releases), found.claims) == (later[1].id, {made.id, later[1].id}, ())
    gone = register.stored(later[0].about["contents"][""])
    with delivery.connect(clean.url) as client:
        assert client.count(gone) == 0


def test_the_same_address_serves_readers_and_publishers(clean, account, made):
    """With either account, and with none."""
    publish(clean, made)
    for who in (clean.writer, clean.reader, ("", "")):
        account(*who)
        with open_remote(clean.url, made) as opened:
            (row,) = opened.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
            (part,) = opened.rows("SELECT (COUNT(*) AS ?n) { GRAPH graaf:klein { ?s ?p ?o } }")
            assert (opened.pointed(), int(row["n"].value)) == (made.id, made.about["triples"])
            assert int(part["n"].value) == made.graphs["https://w3id.org/kennisgraaf/id/graaf/klein"]
        with delivery.connect(clean.url) as client:
            assert client.dialect.name == clean.name
    account(clean.reader[0], "fout")
    if clean.name == "Fuseki":
        return  # it asks nobody who only reads
    with pytest.raises(AccountError, match="no such user and password"):
        open_remote(clean.url, made)


def test_who_may_only_read_is_told(clean, account, made):
    account(*clean.reader)
    with pytest.raises(DeliveryError, match="read but not write"):
        publish(clean, made)
    account(clean.writer[0], "fout")
    with pytest.raises(AccountError, match="no such user and password"):
        publish(clean, made)
    account("", "")
    with pytest.raises(AccountError, match="asks for a user and a password"):
        publish(clean, made)


def test_a_second_publisher_is_refused(clean, made, later):
    told = []

    def step(text):
        if text.startswith("sending") and not told:
            with pytest.raises(DeliveryError, match="A publisher is busy"):
                publish(clean, later[0])
            told.append(text)

    publish(clean, made, delivery.Watch(step=step))
    assert told
    assert registered(clean).current == made.id


def test_an_engine_killed_half_way_comes_back_and_the_next_run_goes_on(clean, made, release):
    publish(clean, made)

    def share(one, there):
        if not one.name and clean.process:  # the whole, the largest of all
            clean.kill()

    try:
        with pytest.raises(MachineError):
            publish(clean, release, delivery.Watch(share=share), QUICK)
    finally:
        clean.start()
    assert registered(clean).current == made.id
    assert counted(clean, made)
    publish(clean, release, take_over=True)
    assert (registered(clean).current, counted(clean, release)) == (release.id, True)


def test_an_engine_that_restarts_meanwhile_is_waited_for(clean, release):
    restarted = []

    def share(one, there):
        if one.name.endswith("/uitlijning") and not restarted:
            clean.kill()
            restarted.append(threading.Thread(target=clean.start))
            restarted[0].start()

    publish(clean, release, delivery.Watch(share=share), (1.0,) * 60)
    restarted[0].join()
    assert (registered(clean).current, counted(clean, release)) == (release.id, True)


def test_a_publisher_killed_half_way_is_followed_by_one_that_goes_on(clean, release):
    words = [sys.executable, "-m", "kennisgraaf", "publish", "--to", clean.url, "--root", str(HOUSE)]
    words += ["--release", release.id]
    first = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    for line in first.stderr:
        if line.startswith("sending the whole"):
            break
    time.sleep(0.3)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    first.stderr.close()
    assert registered(clean).current == ""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, " 12 were there" in done.stdout) == (0, True), done.stderr
    assert (registered(clean).current, counted(clean, release)) == (release.id, True)
    assert registered(clean).claims == ()
    assert publish(clean, release).done
