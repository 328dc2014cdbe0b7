"""Every IRI of ours that occurs in the data leads to what we say about it: as data all of them, as a page a spread."""

import itertools
import re

import pyoxigraph as ox
import pytest

from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import create_app

SAMPLE = 150


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture(scope="module")
def iris(release):
    """All IRIs of our namespace in the store: subjects, predicates, objects, types of literals and names of graphs."""
    found = set()
    for quad in ox.Store.read_only(str(release.store)):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            name = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(name, ox.NamedNode) and name.value.startswith(BASE):
                found.add(name.value)
    return found | {f"{ID}vraag/{path.stem}" for path in release.queries.glob("*.rq")}


def follow(client, iri, accept):
    """Return where an IRI leads, as a client does that asks for one form."""
    return client.get(iri.removeprefix(BASE[:-1]), headers={"Accept": accept}, follow_redirects=True)


def split(iris):
    """Return the documents, each with the fragments that should be in it."""
    found = {}
    for iri in iris:
        place, _, fragment = iri.partition("#")
        found.setdefault(place, set()).update({fragment} - {""})
    return found


def test_there_are_thousands_of_all_sorts(iris):
    parts = {iri.removeprefix(BASE).partition("/")[0].partition("#")[0] for iri in iris}
    assert parts == {"def", "id", "shapes"}
    assert len(iris) > 5000


def test_every_iri_leads_to_data_about_it(client, iris):
    wrong = []
    for place, fragments in split(iris).items():
        response = follow(client, place, "application/n-triples")
        told = {place, *re.findall(rf"<({re.escape(place)}#[^>]*)>", response.text)}
        missing = {f"{place}#{fragment}" for fragment in fragments} - told
        if (response.status_code, response.mimetype) != (200, "application/n-triples") or missing:
            wrong.append((place, response.status_code, sorted(missing)[:3]))
        if f"<{place}>" not in response.text and not re.search(r"/graaf/|/def/|/shapes$", place):
            wrong.append((place, "is not spoken of"))
    assert wrong == []


def test_a_page_exists_for_a_spread_of_them_with_an_anchor_for_each_fragment(client, iris):
    places = split(iris)
    by_kind = itertools.groupby(sorted(places), key=lambda place: place.removeprefix(ID).partition("/")[0])
    first = [next(group) for _, group in by_kind]
    spread = sorted(places)[:: max(1, len(places) // SAMPLE)]
    wrong = []
    for place in {*first, *spread}:
        response = follow(client, place, "text/html")
        anchors = set(re.findall(r'\sid="([^"]+)"', response.text))
        if response.status_code != 200 or response.mimetype != "text/html" or places[place] - anchors:
            wrong.append((place, response.status_code, sorted(places[place] - anchors)[:3]))
    assert wrong == []
