"""The list of a kind: filter, order, letters, parts."""

import re

import pytest

from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def rows(client, address):
    page = client.get(address, headers=HTML).text
    kind = address.split("/")[2].partition("?")[0]
    return re.findall(rf'(?:<th scope="row">|<dt>)\s*<a href="/doc/{kind}/([^"?]+)', page)


def test_a_filter_leaves_names_and_codes_that_have_the_words(client):
    assert rows(client, "/doc/competentie?q=4B") == ["scw-4b"]
    everything, few = rows(client, "/doc/competentie"), rows(client, "/doc/competentie?q=RUÍMTE")
    assert 0 < len(few) < len(everything) == 30
    assert rows(client, "/doc/competentie?q=xqz") == []


def test_names_are_in_order_and_letters_leave_their_own(client):
    names = client.get("/doc/organisatie?op=naam", headers=HTML).text
    letters = re.findall(r"letter=(\w)", names)
    assert letters == sorted(set(letters))
    few = [one for letter in letters for one in rows(client, f"/doc/organisatie?op=naam&letter={letter}")]
    assert sorted(few) == sorted(rows(client, "/doc/organisatie"))


def test_codes_are_in_the_order_of_a_person(client):
    found = rows(client, "/doc/nlqfniveau?op=code")
    assert len(found) == 9
    assert found == rows(client, "/doc/nlqfniveau?op=code&q=")


def test_a_large_kind_comes_in_parts_that_hold_everything_once(client):
    parts = [rows(client, f"/doc/bronpassage?deel={part}") for part in range(1, 14)]
    assert len(parts[0]) == 100
    found = [one for part in parts for one in part]
    assert len(set(found)) == len(found) == 1211


@pytest.mark.parametrize("query", ["op=x", "deel=0", "deel=x", "deel=" + "9" * 20])
def test_what_cannot_be_is_refused(client, query):
    assert client.get(f"/doc/competentie?{query}", headers=HTML).status_code == 400


def test_the_rdf_of_a_kind_has_everything(client):
    assert client.get("/doc/competentie?q=4B", headers={"Accept": "text/turtle"}).data.count(b"skos:prefLabel") >= 30
    assert client.get("/doc/competente", headers={"Accept": "text/turtle"}).status_code == 404
