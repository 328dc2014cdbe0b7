"""Concepts of others: what we hold of them, what of ours is mapped to them, and how they are found."""

import html
import re
from urllib.parse import quote

import pytest
import rdflib

from kennisgraaf import browsing
from kennisgraaf.namespaces import ID, KG
from kennisgraaf.release import Release
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
ISCO = "http://data.europa.eu/esco/isco/C2635"
CARER = "http://data.europa.eu/esco/occupation/4fa660b3-ab97-4a99-ad73-ce3c2612f2c3"
EVIL = ['"><script>alert(1)</script>', "' onload=x", "javascript:alert(1)", "http://a b", "x" * 5000, "\u202etxt"]


@pytest.fixture(scope="module")
def app(release, graph):
    return create_app(release, graph)


@pytest.fixture(scope="module")
def client(app):
    return app.test_client()


def page(client, iri, lang="nl"):
    return client.get("/elders", query_string={"iri": iri, "lang": lang}, headers=HTML)


def test_a_page_says_what_we_hold_and_leads_out(client):
    answer = page(client, ISCO)
    assert answer.status_code == 200
    assert '<span class="code">2635</span> Maatschappelijk werkers en counselors' in answer.text
    assert f'<a rel="external" href="{ISCO}">' in answer.text
    assert "ESCO, versie 1.1.1" in answer.text
    assert "De definitie is de eerste zin van de beschrijving bij ESCO." in answer.text
    assert "Deze dienst gebruikt de ESCO-classificatie" in answer.text
    assert "Social work and counselling professionals" in page(client, ISCO, "en").text


def test_it_shows_each_mapping_with_its_reason_and_certainty(client, graph):
    found = browsing.links(graph, ISCO)
    assert found
    text = html.unescape(page(client, ISCO).text)
    for one in found:
        assert one.reading.reason["nl"] in text
        assert f"({one.reading.confidence.replace('.', ',')} van 1)." in text
        assert one.record.startswith(ID)
        assert f'href="/doc/{one.thing.removeprefix(ID)}?lang=nl"' in text


def test_what_was_rejected_stands_apart_with_why(client, graph):
    rejected = [one for one in browsing.links(graph, CARER) if one.rejected]
    assert rejected
    text = html.unescape(page(client, CARER).text)
    assert text.index("Overwogen en afgewezen") < text.index(rejected[0].reading.reason["nl"])


def test_every_concept_that_a_mapping_names_has_its_page_and_its_records(client, graph, app):
    ends = graph.rows("SELECT DISTINCT ?c { { [] owl:annotatedTarget ?c } UNION { [] kg:afgewezenDoel ?c } }")
    abroad = {row["c"].value for row in ends if not row["c"].value.startswith(ID)}
    held = app.extensions["kennisgraaf"].elsewhere
    assert len(abroad) > 50
    assert abroad <= held.keys()
    for iri in sorted(abroad)[::10]:
        answer = page(client, iri)
        assert (answer.status_code, answer.text.count("<h1")) == (200, 1)
        assert answer.text.count('class="reading"') == len(browsing.links(graph, iri)) > 0


def test_the_rdf_is_all_we_hold_of_it(client):
    answer = client.get("/elders", query_string={"iri": ISCO}, headers={"Accept": "application/n-triples"})
    said = rdflib.Graph().parse(data=answer.data, format="nt")
    concept = rdflib.URIRef(ISCO)
    assert rdflib.Literal("2635") in set(said.objects(concept))
    records = set(said.subjects(rdflib.OWL.annotatedTarget, concept))
    assert records
    assert all((one, rdflib.RDFS.comment, None) in said for one in records)
    evil = client.get("/elders", query_string={"iri": CARER}, headers={"Accept": "text/turtle"})
    assert KG + "afgewezenReden" not in evil.text
    assert "afgewezenDoel" in evil.text


@pytest.mark.parametrize("iri", ["http://data.europa.eu/esco/isco/C26355", "Maatschappelijk werkers en counselor"])
def test_one_that_we_do_not_hold_is_not_found_with_near_names(client, iri):
    answer = page(client, iri)
    assert answer.status_code == 404
    assert f"/elders?iri={quote(ISCO, safe='')}" in answer.text
    told = client.get("/elders", query_string={"iri": iri}, headers={"Accept": "application/json"})
    assert (told.status_code, ISCO in told.json["near"]) == (404, True)


@pytest.mark.parametrize("iri", EVIL)
def test_hostile_input_stays_text_and_leads_nowhere(client, iri):
    answer = page(client, iri)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert not re.search(r"<[^>]*\sonload=", answer.text)
    assert 'href="javascript:' not in answer.text
    assert len(answer.data) < 30_000


def test_what_others_named_hostile_stays_text(little, serve_little):
    file = little.root / "data/uitlijning/boos.ttl"
    file.parent.mkdir()
    file.write_text(
        "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        '<javascript:alert(1)> a skos:Concept ; skos:prefLabel "<script>alert(1)</script>"@nl ;\n'
        '  skos:notation "\\" onload=alert(1)" ; dct:rights "\\" onload=alert(1)"@nl .\n',
        encoding="utf-8",
    )
    client = serve_little()
    for path in ("/elders", "/elders?iri=javascript:alert(1)", "/zoek?q=alert&soort=elders"):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200
        assert "alert(1)" in answer.text
        assert "<script>alert" not in answer.text
        assert 'href="javascript:' not in answer.text
        assert '" onload' not in answer.text


def test_a_thing_of_ours_has_its_own_page(client):
    answer = page(client, f"{ID}classificatiegroep/brc2014-1021")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/doc/classificatiegroep/brc2014-1021")
    assert page(client, f"{ID}classificatiegroep/bestaat-niet").status_code == 404


def test_all_of_them_stand_by_scheme(client, app):
    text = client.get("/elders", headers=HTML).text
    for iri in app.extensions["kennisgraaf"].elsewhere:
        assert f'href="/elders?iri={quote(iri, safe="")}"' in text


def test_a_thing_leads_to_what_we_know_of_its_counterpart(client):
    text = client.get("/doc/beroep/maatschappelijk-werker", headers=HTML).text
    assert f'href="{ISCO}"' in text
    assert f'href="/elders?iri={quote(ISCO, safe="")}">wat wij ervan weten' in text


def test_search_has_them_as_a_choice_of_their_own(client):
    ours = client.get("/zoek", query_string={"q": "counselors"}, headers=HTML).text
    assert f"/elders?iri={quote(ISCO, safe='')}" not in ours
    assert "soort=elders" in ours
    theirs = client.get("/zoek", query_string={"q": "counselors", "soort": "elders"}, headers=HTML).text
    assert f'href="/elders?iri={quote(ISCO, safe="")}"' in theirs
    told = client.get("/zoek?q=counselors&soort=elders", headers={"Accept": "application/json"}).json
    assert told["items"][0]["href"] == f"/elders?iri={quote(ISCO, safe='')}"
    only = client.get("/zoek?q=werker&soort=elders&kader=occupations", headers={"Accept": "application/json"}).json
    assert only["total"] > 1
    assert all("/occupation" in one["id"] for one in only["items"])


def test_what_others_made_changes_no_search_in_what_is_ours(client):
    told = client.get("/zoek?q=maatschappelijk werker", headers={"Accept": "application/json"}).json
    assert all(one["id"].startswith("https://w3id.org/kennisgraaf/") for one in told["items"])
    assert told["total"] == sum(one["total"] for one in told["kinds"])
    assert [one["name"] for one in told["elsewhere"]] == ["elders"]


def test_a_release_of_before_has_no_such_index_and_still_searches(release, graph, tmp_path, monkeypatch):
    monkeypatch.setattr(Release, "elsewhere", tmp_path / "none.sqlite")
    client = create_app(release, graph).test_client()
    assert "soort=elders" not in client.get("/zoek?q=counselors", headers=HTML).text
    assert client.get("/zoek?q=counselors&soort=elders", headers=HTML).status_code == 200
