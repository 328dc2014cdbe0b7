"""The walk through the site that a web process makes before visitors come."""

import gc
import logging
import threading

import pytest

from kennisgraaf import browsing
from kennisgraaf.web import rehearsal

KEPT = {"manual", "untranslated", "coverage", "parties", "reconciliation", "everything", "shapes", "terms"}


@pytest.fixture
def app(serve_little):
    return serve_little().application


def holdings(app):
    return vars(app.extensions["kennisgraaf"])


def test_what_is_computed_once_is_there_when_the_first_visitor_comes(app):
    assert not KEPT & holdings(app).keys()
    rehearsal.walk(app, threading.Event())
    assert holdings(app).keys() >= KEPT


def test_every_page_of_the_walk_exists(app):
    client = app.test_client()
    found = {place: client.get(place).status_code for place in rehearsal.places(app)}
    assert {place for place, status in found.items() if status != 200} == set()
    assert len(found) > 25


def test_the_walk_goes_below_the_subpath(serve_little):
    app = serve_little(subpath="/kennis").application
    assert all(place.startswith("/kennis/") for place in rehearsal.places(app))
    rehearsal.walk(app, threading.Event())
    assert holdings(app).keys() >= KEPT


def test_the_walk_ends_when_its_release_goes(app):
    ended = threading.Event()
    ended.set()
    rehearsal.walk(app, ended)
    assert not KEPT & holdings(app).keys()


def test_a_page_that_fails_does_not_keep_others_from_being_prepared(app, monkeypatch, caplog):
    def fails(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(browsing, "untranslated", fails)
    app.testing = True  # so that the failure comes out
    with caplog.at_level(logging.WARNING):
        rehearsal.walk(app, threading.Event())
    assert holdings(app).keys() >= KEPT - {"untranslated"}


def test_an_application_alone_starts_no_thread(serve_little):
    before = {thread.name for thread in threading.enumerate()}
    serve_little().get("/")
    assert not {name for name in {thread.name for thread in threading.enumerate()} - before if name.startswith("web")}


def test_settling_keeps_what_is_here_out_of_the_collector_and_lets_go_of_what_is_gone():
    try:
        rehearsal.settle()
        assert gc.get_freeze_count() > 1000
        assert len(gc.get_objects()) < gc.get_freeze_count()
    finally:
        gc.unfreeze()


def test_only_what_many_things_refer_to_is_kept_whole(serve_little):
    many = "".join(f"ding:v{number} skos:related ding:a .\n" for number in range(250))
    site = serve_little(many).application.extensions["kennisgraaf"]
    hub, leaf = (f"https://w3id.org/kennisgraaf/id/ding/{code}" for code in ("a", "v7"))
    assert site.described(hub) is site.described(hub)
    assert site.described(leaf) is not site.described(leaf)
    assert site.described(leaf) == site.described(leaf)
