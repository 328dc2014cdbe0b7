"""Things and their documents: redirects, forms, headers, lists, graphs."""

import pyoxigraph
import pytest

from kennisgraaf import build, engine
from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
FORMS = {
    "ttl": ("text/turtle; charset=utf-8", pyoxigraph.RdfFormat.TURTLE),
    "nt": ("application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
}


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture
def little_client(little):
    """Serve a project of three things, one of which is hostile."""
    with (little.root / "data/klein/kern.ttl").open("a", encoding="utf-8") as data:
        data.write(
            """ding:a skos:altLabel "<script>alert(1)</script>"@nl ; skos:note <javascript:alert(2)> .
            """
        )
    made = build.compile(little, keep_going=True)  # nobody may publish such data; a page withstands it all the same
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened).test_client()


def test_a_thing_leads_to_its_document(client):
    response = client.get("/id/competentie/scw-4b?lang=en&_mediatype=text/turtle&x=y", headers={"Host": "evil.example"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/doc/competentie/scw-4b?lang=en&_mediatype=text%2Fturtle"
    assert response.headers["Vary"] == "Accept, Accept-Language, Accept-Profile"


@pytest.mark.parametrize("path", ["/id/competentie/scw-4z", "/doc/competentie/scw-4z", "/doc/competentie/scw-4z.ttl"])
def test_an_unknown_thing_is_not_found_and_has_neighbours(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "competentie/scw-4" in response.json["fix"]


@pytest.mark.parametrize("path", ["/id/competentie/a b", "/doc/x/<script>", "/doc/nergens", "/doc/", "/doc/a/b/c"])
def test_what_nothing_can_be_called_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("suffix", FORMS)
def test_each_form_says_the_same(client, suffix):
    content_type, form = FORMS[suffix]
    response = client.get(f"/doc/competentie/scw-4b.{suffix}", headers=HTML)
    quads = set(pyoxigraph.parse(response.data, format=form))
    assert response.content_type == content_type
    assert len(quads) > 30
    assert any(quad.subject.value == ID + "competentie/scw-4b" for quad in quads)


def test_a_document_says_where_its_other_forms_are(client):
    response = client.get("/doc/competentie/scw-4b", headers={"Accept": "text/turtle"})
    assert response.headers["Content-Location"] == "/doc/competentie/scw-4b.ttl"
    for suffix in FORMS:
        assert f'</doc/competentie/scw-4b.{suffix}>; rel="alternate"' in response.headers["Link"]
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Last-Modified"].endswith("GMT")


def test_who_has_a_form_already_gets_nothing_again(client):
    first = client.get("/doc/competentie/scw-4b.ttl")
    again = client.get("/doc/competentie/scw-4b.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_each_form_and_each_language_has_a_tag_of_its_own(client):
    accepts = [{**HTML, "Accept-Language": "nl"}, {**HTML, "Accept-Language": "en"}, {"Accept": "text/turtle"}]
    assert len({client.get("/doc/competentie/scw-4b", headers=headers).headers["ETag"] for headers in accepts}) == 3


def test_a_form_that_does_not_exist_is_refused_with_the_others(client):
    response = client.get("/doc/competentie/scw-4b", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/turtle" in response.json["available"]
    assert 'type="text/turtle"' in response.headers["Link"]


def test_a_page_tells_what_is_known(client):
    page = client.get("/doc/competentie/scw-4b", headers={**HTML, "Accept-Language": "nl"}).text
    for part in ("Verheldert de vraag", 'lang="en"', "afgeleid", "Vindplaatsen", ID + "competentie/scw-4b"):
        assert part in page
    assert page.count("<h1") == 1


def test_a_passage_is_shown_by_its_place(client):
    page = client.get("/doc/bronpassage/vanvliet-boonstra-2008-p015", headers=HTML).text
    assert "<q " in page


def test_a_kind_has_a_list(client):
    page = client.get("/doc/competentie", headers=HTML).text
    assert page.count('href="/doc/competentie/') >= 30
    assert 'href="/doc/begrippenkader/scw-2006"' in page
    assert client.get("/doc/competentie", headers={"Accept": "text/turtle"}).text.count("skos:prefLabel") >= 30


@pytest.mark.parametrize(("path", "goal"), [("/id", "/doc"), ("/id/beroep", "/doc/beroep")])
def test_identifiers_without_a_code_lead_to_lists(client, path, goal):
    assert client.get(path).headers["Location"] == goal


def test_a_graph_has_a_page_and_its_content(client, release):
    assert ">Graaf van de redactie<" in client.get("/doc/graaf/redactie", headers=HTML).text
    body = client.get("/doc/graaf/redactie.nt").data
    assert body.count(b" .\n") == release.graphs[ID + "graaf/redactie"]


def test_a_graph_without_a_description_has_a_page_too(little_client):
    page = little_client.get("/doc/graaf/klein", headers=HTML)
    assert page.status_code == 200
    assert b"graaf/klein" in page.data


@pytest.mark.parametrize(
    ("header", "query", "lang"),
    [
        ("nl", "", "nl"),
        ("en-GB,en;q=0.9", "", "en"),
        ("fr", "", "nl"),
        ("nl", "?lang=en", "en"),
        ("en", "?lang=xx", "en"),
    ],
)
def test_the_language_follows_the_reader(client, header, query, lang):
    page = client.get(f"/doc/competentie/scw-4b{query}", headers={**HTML, "Accept-Language": header}).text
    assert f'<html lang="{lang}">' in page


def test_a_chosen_language_stays_and_can_be_switched_on_the_same_page(client):
    page = client.get("/doc/competentie/scw-4b?lang=en", headers=HTML).text
    assert 'href="/doc/competentie/scw-4b?lang=nl"' in page
    assert 'href="/def?lang=en#GeneriekeCompetentie"' in page


def test_a_hostile_text_is_only_text(little_client):
    page = little_client.get("/doc/ding/a", headers=HTML).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert 'href="javascript:' not in page
    assert "javascript:alert" in page
