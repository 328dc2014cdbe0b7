"""The IRI of a question: a page for people, its query and inputs for programs."""

import pyoxigraph as ox
import pytest
from rdflib import RDF, SH, SKOS, Graph, URIRef

from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app

TURTLE = {"Accept": "text/turtle"}
QUESTION = URIRef(f"{ID}vraag/indicatoren-van-competentie")


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize("path", ["/id/vraag/indicatoren-van-competentie", "/doc/vraag/indicatoren-van-competentie"])
def test_the_iri_leads_to_the_page_or_to_the_query(client, path):
    page = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    data = client.get(path, headers=TURTLE, follow_redirects=True)
    assert (page.mimetype, data.mimetype) == ("text/html", "text/turtle")
    found = Graph().parse(data=data.text, format="turtle")
    assert (QUESTION, RDF.type, SH.SPARQLSelectExecutable) in found
    assert {label.language for label in found.objects(QUESTION, SKOS.prefLabel)} == {"nl", "en"}
    assert found.value(QUESTION, URIRef("https://schema.org/target")) == URIRef("https://w3id.org/kennisgraaf/sparql")


def test_an_input_has_a_name_a_kind_and_a_place_in_the_page(client):
    found = Graph().parse(data=client.get("/vragen/indicatoren-van-competentie", headers=TURTLE).text, format="turtle")
    (parameter,) = found.objects(QUESTION, SH.parameter)
    assert found.value(parameter, SH.path) == URIRef(f"{QUESTION}#competentie")
    assert found.value(parameter, SH["class"]) == URIRef("https://w3id.org/kennisgraaf/def#Competentie")
    assert found.value(parameter, SKOS.example)
    assert '<p id="competentie">' in client.get("/vragen/indicatoren-van-competentie").text


def test_every_question_is_described_and_its_query_runs_anywhere(client, release):
    """The queries bring their own prefixes, so an engine that knows nothing of us runs them to the same end."""
    store = ox.Store.read_only(str(release.store))
    for entry in client.get("/api/v1/vragen").json["questions"]:
        response = client.get(f"/vragen/{entry['name']}", headers=TURTLE)
        found = Graph().parse(data=response.text, format="turtle")
        (query,) = [
            text for key in (SH.select, SH.ask, SH.construct) for text in found.objects(URIRef(entry["id"]), key)
        ]
        assert len(list(found.objects(None, SH.parameter))) == len(entry["inputs"])
        answer = store.query(str(query))
        assert isinstance(answer, ox.QueryBoolean) or next(answer, None) or entry["empty"], entry["name"]


@pytest.mark.parametrize(("path", "goal"), [("/id/vraag", "/vragen"), ("/doc/vraag?lang=en", "/vragen?lang=en")])
def test_all_questions_have_one_place(client, path, goal):
    assert client.get(path).headers["Location"] == goal


def test_the_same_description_has_the_same_bytes_each_time(client):
    bodies = {
        client.get("/vragen/indicatoren-van-competentie", headers={"Accept": "text/turtle"}).data for _ in range(5)
    }
    assert len(bodies) == 1
