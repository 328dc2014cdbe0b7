"""Feeds of what changed, for everything and for one thing, on a little project with two tagged versions."""

import re
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from conftest import lay_out
from kennisgraaf import build, engine, git, history, record
from kennisgraaf.errors import SourceError
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import create_app
from test_git import commit, run

ATOM = "{http://www.w3.org/2005/Atom}"


def released(where, version, before):
    """Tag what is there as a release, and write its record as `kennisgraaf release` will."""
    found = history.compare(history.sources_of(where, before), history.of_folder(where.root, version))
    commit(where.root)
    record.write(where.root, version, git.when(where.root, "HEAD"), found.to_json())
    commit(where.root)
    run(where.root, "tag", f"v{version}")


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """The tiny project at v0.2.0: one thing renamed and one retired since v0.1.0, with a hostile label."""
    where = lay_out(tmp_path_factory.mktemp("feeds") / "klein")
    run(where.root, "init", "--quiet", "--initial-branch=main")
    commit(where.root)
    run(where.root, "tag", "v0.1.0")
    data, ledger = where.root / "data/klein/kern.ttl", where.root / "data/identificatoren.csv"
    described = data.read_text().replace('"b"@nl', '"b<&>\\u0001]]>"@nl')
    data.write_text(described.replace('ding:c a kg:Ding ; skos:prefLabel "007"@nl .', ""))
    minted = ledger.read_text()
    ledger.write_text(minted.replace("ding/c,ding,0.1.0,concept,", f"ding/c,ding,0.1.0,vervallen,{ID}ding/b"))
    released(where, "0.2.0", "v0.1.0")
    return where


@pytest.fixture(scope="module")
def client(versions):
    made = build.compile(versions, keep_going=True)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened, subpath="/kennis", public="https://example.org/kennis").test_client()


def read(response):
    """Parse a feed and hold it to RFC 4287: what each feed and each entry must have."""
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml"
    feed = ET.fromstring(response.data)  # noqa: S314 - our own answer
    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert re.match(r"(https|tag):", element.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert all(address.startswith("https://") for address in links.values())
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def test_a_thing_has_a_feed_of_the_releases_that_changed_it(client):
    feed = read(client.get("/doc/ding/b.atom"))
    (entry,) = feed.iter(f"{ATOM}entry")
    assert feed.findtext(f"{ATOM}title") == "b<&>\ufffd]]>"
    assert entry.findtext(f"{ATOM}title") == "0.2.0: gewijzigd"
    assert entry.findtext(f"{ATOM}id") == "tag:w3id.org,2026:kennisgraaf/history/0.2.0/id/ding/b"
    assert "(nl): b → b<&>\ufffd]]>" in entry.findtext(f"{ATOM}content")


def test_a_withdrawn_thing_keeps_its_feed_and_names_its_successor(client):
    (entry,) = read(client.get("/doc/ding/c.atom?lang=en")).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "0.2.0: withdrawn"
    assert f"→ {ID}ding/b" in entry.findtext(f"{ATOM}content")


def test_a_thing_that_did_not_change_has_a_feed_without_entries(client):
    feed = read(client.get("/doc/ding/a.atom"))
    assert list(feed.iter(f"{ATOM}entry")) == []


@pytest.mark.parametrize("path", ["/doc/ding/nix.atom", "/doc/ding/%3Cb%3E.atom", "/doc/ding/%0a.atom"])
def test_what_is_not_here_has_no_feed(client, path):
    assert client.get(path).status_code == 404


def test_one_feed_has_all_releases(client):
    feed = read(client.get("/feed.atom", headers={"Host": "evil.example"}))
    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Uitgave 0.2.0"
    assert len(entry.findtext(f"{ATOM}content").splitlines()) == 2
    addresses = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert addresses == [
        "https://example.org/kennis/feed.atom",
        "https://example.org/kennis/",
        "https://example.org/kennis/",
    ]


def test_a_feed_that_the_reader_has_is_not_sent_again(client):
    tag = client.get("/feed.atom").headers["ETag"]
    assert client.get("/feed.atom", headers={"If-None-Match": tag}).status_code == 304


def test_pages_lead_to_their_feeds(client):
    found = re.findall(r'type="application/atom\+xml".*?href="([^"]+)"', client.get("/doc/ding/b").text)
    assert found == ["/kennis/feed.atom", "/kennis/doc/ding/b.atom"]
    assert re.findall(r'type="application/atom\+xml".*?href="([^"]+)"', client.get("/").text) == ["/kennis/feed.atom"]


def test_a_release_carries_the_records_so_far(versions):
    made = build.compile(versions, keep_going=True)
    assert [one.version for one in record.read(made.folder / "history")] == ["0.2.0"]
    path = versions.root / "history/0.2.0.json"
    whole = path.read_text()
    path.write_text(whole[:-20])
    try:
        with pytest.raises(SourceError, match=r"history/0\.2\.0\.json"):
            build.compile(versions, keep_going=True)
    finally:
        path.write_text(whole)


def test_without_a_release_the_feed_of_the_real_project_is_valid_and_empty(little):
    made = build.compile(little)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        app = create_app(made, opened).test_client()
        for path in ("/feed.atom", "/doc/ding/a.atom"):
            feed = read(app.get(path))
            assert list(feed.iter(f"{ATOM}entry")) == []
            assert feed.findtext(f"{ATOM}link") is not None
    assert feed.findtext(f"{ATOM}id").startswith(BASE)
