"""Views of a thing: everything we say, or what the Dutch standard for concepts has words for."""

import re

import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, Graph, URIRef

from kennisgraaf import validation
from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app
from kennisgraaf.web.profiles import CONCEPT, WHOLE, NoProfileError, choose

OURS, NLSBB = "https://w3id.org/kennisgraaf/shapes", "http://nlbegrip.nl/def/skosapnl#"
PROFILE = "https://w3id.org/kennisgraaf/dataset#profiel-"
FOR_ALL, FOR_COMPETENCIES = (
    [PROFILE + "jsonld"],
    [PROFILE + x for x in ("competentnl", "elm", "jsonld", "schema", "skos")],
)
TURTLE = {"Accept": "text/turtle"}
THING = "/doc/competentie/scw-4b"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize(
    ("accept", "asked", "token"),
    [
        ("", "", "kennisgraaf"),
        (f"<{NLSBB}>", "", "nlsbb"),
        ("<http://nlbegrip.nl/def/skosapnl>", "", "nlsbb"),
        ("<http://www.w3.org/2004/02/skos/core>", "", "nlsbb"),
        (f"<{NLSBB}>;q=0.5, <{OURS}>;q=0.9", "", "kennisgraaf"),
        (f"<{NLSBB}> ; q=0.5,<urn:x>", "", "nlsbb"),
        (f"<{NLSBB}>;q=0, <{OURS}>", "", "kennisgraaf"),
        (f"<urn:a,b>;q=1, <{NLSBB}>;q=.2", "", "nlsbb"),
        (f"<{OURS}>", "nlsbb", "nlsbb"),
        ("", NLSBB, "nlsbb"),
        ("nonsense", "", "kennisgraaf"),
    ],
)
def test_the_view_is_the_one_that_is_liked_best(accept, asked, token):
    assert choose((WHOLE, CONCEPT), accept, asked).token == token


@pytest.mark.parametrize(("accept", "asked"), [("<urn:x>", ""), ("", "x"), (f"<{NLSBB}>;q=0", ""), ("", "<script>")])
def test_a_view_that_nobody_has_is_refused(accept, asked):
    with pytest.raises(NoProfileError, match="nlsbb"):
        choose((WHOLE, CONCEPT), accept, asked)


@pytest.mark.parametrize(("query", "headers"), [("?_profile=nlsbb", {}), ("", {"Accept-Profile": f"<{NLSBB}>"})])
def test_a_concept_is_told_in_the_words_of_skos(client, query, headers):
    response = client.get(THING + query, headers={**TURTLE, **headers})
    graph = Graph().parse(data=response.text, format="turtle")
    spaces = {re.sub(r"[^/#]*$", "", str(name)) for name in set(graph.predicates())}
    assert spaces <= {str(SKOS), str(RDF), str(RDFS), str(DCTERMS)}
    assert (URIRef(ID + "competentie/scw-4b"), SKOS.inScheme, None) in graph
    assert response.headers["Content-Location"] == f"{THING}.ttl?_profile=nlsbb"
    assert f'<{NLSBB}>; rel="profile"' in response.headers["Link"]
    assert response.headers["Vary"] == "Accept, Accept-Language, Accept-Profile"


def test_each_view_has_a_tag_of_its_own(client):
    tags = {
        client.get(THING, headers={**TURTLE, "Accept-Profile": f"<{iri}>"}).headers["ETag"] for iri in (OURS, NLSBB)
    }
    assert len(tags) == 2


def test_every_view_names_the_forms_of_the_others(client):
    whole, concept = (client.get(f"{THING}.ttl{query}").headers["Link"] for query in ("", "?_profile=nlsbb"))
    for link in (whole, concept):
        assert (
            f'<{THING}.jsonld?_profile=nlsbb>; rel="alternate"; type="application/ld+json"; profile="{NLSBB}"' in link
        )
        assert f'<{THING}.jsonld>; rel="alternate"; type="application/ld+json"; profile="{OURS}"' in link
    assert f'<{OURS}>; rel="profile"' in whole


def test_a_choice_is_not_lost_on_the_way(client):
    response = client.get("/id/competentie/scw-4b?_profile=nlsbb&lang=en", headers=TURTLE, follow_redirects=True)
    assert response.request.path == THING
    assert response.headers["Content-Location"].endswith("_profile=nlsbb")


@pytest.mark.parametrize(
    ("path", "headers", "profiles"),
    [
        (f"{THING}?_profile=x", {}, [OURS, NLSBB, *FOR_COMPETENCIES]),
        (f"{THING}?_profile=case", {}, [OURS, NLSBB, *FOR_COMPETENCIES]),
        (THING, {"Accept-Profile": "<urn:x>"}, [OURS, NLSBB, *FOR_COMPETENCIES]),
        ("/doc/organisatie/movisie?_profile=nlsbb", {}, [OURS, *FOR_ALL]),
        ("/doc/organisatie/movisie", {"Accept-Profile": f"<{NLSBB}>"}, [OURS, *FOR_ALL]),
    ],
)
def test_a_view_that_a_thing_has_not_is_refused_with_the_others(client, path, headers, profiles):
    response = client.get(path, headers=headers)
    assert (response.status_code, response.json["profiles"]) == (406, profiles)
    for iri in profiles:
        assert f'profile="{iri}"' in response.headers["Link"]


def test_a_page_shows_everything_so_it_is_no_form_of_a_narrow_view(client):
    assert client.get(f"{THING}.html?_profile=nlsbb").status_code == 406
    assert client.get(f"{THING}?_profile=nlsbb", headers={"Accept": "text/html"}).status_code == 406
    browser = {"Accept": "text/html,*/*;q=0.8"}
    assert client.get(f"{THING}?_profile=nlsbb", headers=browser).content_type == "text/turtle; charset=utf-8"


@pytest.mark.parametrize("path", [THING, "/doc/beroep/opbouwwerker", "/doc/begrippenkader/scw-2006"])
def test_the_view_holds_to_the_shapes_of_the_standard(client, shared, path):
    """NL-SBB's own shapes, without their SPARQL rules; for the concept itself, as its neighbours are not told whole."""
    shapes = Graph().parse(shared / "reference/nl-sbb/skos-ap-nl.ttl")
    for shape, rule in list(shapes.subject_objects(SH.sparql)):
        shapes.remove((shape, SH.sparql, rule))
    for shape, kind in list(shapes.subject_objects(SH["class"])):
        shapes.remove((shape, SH["class"], kind))
    found = Graph().parse(data=client.get(f"{path}.ttl?_profile=nlsbb").text, format="turtle")
    assert [finding for finding in validation.validate(found, shapes) if finding.severity == "Violation"] == []
    found.remove((None, SKOS.prefLabel, None))
    found.remove((None, DCTERMS.title, None))
    assert validation.validate(found, shapes)


FRAMEWORK, MAPPINGS = "/doc/begrippenkader/scw-2006", "/doc/mappingset/wmo-2013-scw-2006"


@pytest.mark.parametrize(
    ("path", "token", "media_type", "words"),
    [
        (THING, "schema", "text/turtle; charset=utf-8", "schema:DefinedTerm"),
        (THING, "jsonld", "application/ld+json", '"Competentie"'),
        (THING, "elm", "text/turtle; charset=utf-8", "elm:LearningOutcome"),
        (THING, "skos", "text/turtle; charset=utf-8", "skos:notation"),
        ("/doc/kwalificatie/25958", "competentnl", "text/turtle; charset=utf-8", 'ksmo:opleidingscode "25958"'),
        (FRAMEWORK, "case", "application/json", '"caseVersion": "1.1"'),
        (FRAMEWORK, "skos", "text/turtle; charset=utf-8", "competentie:scw-4t"),
        ("/doc/kwalificatie/25958", "case", "application/json", "25958-b1-k1-w1"),
        (MAPPINGS, "sssom", "text/tab-separated-values; charset=utf-8", "record_id\tsubject_id"),
    ],
)
def test_a_form_for_exchange_is_chosen_like_any_view(client, path, token, media_type, words):
    by_word = client.get(f"{path}?_profile={token}")
    by_header = client.get(path, headers={"Accept-Profile": f"<{PROFILE}{token}>"})
    assert by_word.data == by_header.data
    assert words in by_word.text
    assert by_word.content_type == media_type
    assert by_word.headers["Vary"] == "Accept, Accept-Language, Accept-Profile"
    assert f'<{PROFILE}{token}>; rel="profile"' in by_word.headers["Link"]
    here = by_word.headers["Content-Location"]
    assert here.endswith(f"?_profile={token}")
    assert client.get(here).data == by_word.data
    again = client.get(here, headers={"If-None-Match": client.get(here).headers["ETag"]})
    assert again.status_code == 304


def test_each_form_of_a_mapping_set_has_an_address(client):
    for suffix, media_type in (
        ("tsv", "text/tab-separated-values"),
        ("json", "application/json"),
        ("ttl", "text/turtle"),
    ):
        response = client.get(f"{MAPPINGS}.{suffix}?_profile=sssom")
        assert response.content_type.partition(";")[0] == media_type
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("path", "accept"), [(f"{FRAMEWORK}.ttl?_profile=case", "*/*"), (f"{FRAMEWORK}?_profile=case", "text/turtle")]
)
def test_a_form_that_a_profile_has_not_is_refused_with_what_it_has(client, path, accept):
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.json["available"]) == (406, ["application/json"])


@pytest.mark.parametrize("path", [THING, FRAMEWORK, MAPPINGS])
def test_data_and_linkset_lead_to_every_form_for_exchange_and_the_page_does_too(client, path):
    refused = client.get(f"{path}?_profile=x").json["profiles"]
    offered = [iri for iri in refused if iri.startswith(PROFILE)]
    assert offered
    links = client.get(f"{path}.ttl").headers["Link"]
    linkset = client.get(path, headers={"Accept": "application/linkset+json"}).text
    page = client.get(path, headers={"Accept": "text/html"}).text
    for iri in offered:
        assert f'profile="{iri}"' in links
        assert iri in linkset
        assert f"_profile={iri.removeprefix(PROFILE)}" in page


@pytest.mark.parametrize(
    "standard", ["https://schema.org/", "https://schema.org", "https://linkeddata.competentnl.nl/def/competentnl"]
)
def test_a_form_goes_by_the_standard_that_it_follows_too(client, standard):
    response = client.get(THING, headers={"Accept-Profile": f"<{standard}>"})
    assert response.status_code == 200
    assert "_profile=" in response.headers["Content-Location"]


def test_a_project_without_such_things_has_only_plain_json(serve_little):
    client = serve_little()
    response = client.get("/doc/ding/a?_profile=schema")
    assert (response.status_code, response.json["profiles"]) == (406, [OURS, PROFILE + "jsonld"])
    body = client.get("/doc/ding/a?_profile=jsonld").json
    assert (body["type"], body["prefLabel"]) == (["Ding"], {"nl": "a"})
