"""Signposts: what a machine that lands on a page reads in its Link header (https://signposting.org/FAIR)."""

import json
import re

import pytest

from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
LICENCE, AUTHOR = "https://creativecommons.org/licenses/by/4.0/", f"{ID}organisatie/redactie"
LINKSET = "application/linkset+json"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def links(response):
    """Return (relation, target, type) of every link in a header."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"((?:; \w+="[^"]*")*)', response.headers["Link"])
    return {(rel, target, next(iter(re.findall(r'type="([^"]*)"', rest)), "")) for target, rel, rest in found}


@pytest.mark.parametrize(
    ("path", "types", "collection"),
    [
        ("competentie/scw-4b", {"DefinedTerm"}, "/doc/begrippenkader/scw-2006"),
        ("beroep/opbouwwerker", {"DefinedTerm", "Occupation"}, "/doc/begrippenkader/beroepen"),
        ("begrippenkader/scw-2006", {"DefinedTermSet"}, "/doc/begrippenkader"),
        ("organisatie/movisie", {"Organization"}, "/doc/organisatie"),
        ("bron/movisie-2013", {"CreativeWork"}, "/doc/bron"),
        ("graaf/redactie", {"Dataset"}, "/doc/graaf"),
        ("bronpassage/movisie-2013-p017", {"Thing"}, "/doc/bronpassage"),
    ],
)
def test_a_landing_page_has_all_signposts(client, path, types, collection):
    found = links(client.get(f"/doc/{path}", headers=HTML))
    for link in [
        ("cite-as", ID + path, ""),
        ("license", LICENCE, ""),
        ("author", AUTHOR, ""),
        ("collection", collection, "text/html"),
        ("describedby", f"/doc/{path}.ttl", "text/turtle"),
        ("describedby", f"/doc/{path}.jsonld", "application/ld+json"),
        ("describedby", f"/doc/{path}.nt", "application/n-triples"),
        ("describedby", f"/doc/{path}.rdf", "application/rdf+xml"),
        ("linkset", f"/doc/{path}?_mediatype=application%2Flinkset%2Bjson", LINKSET),
    ]:
        assert link in found
    told = {target for relation, target, _ in found if relation == "type"}
    assert told == {f"https://schema.org/{name}" for name in ("AboutPage", *types)}


def test_a_small_scheme_names_its_concepts_and_a_large_one_does_not(client, graph):
    query = "SELECT ?s (COUNT(*) AS ?n) { ?c skos:inScheme ?s } GROUP BY ?s"
    sizes = {row["s"].value: int(row["n"].value) for row in graph.rows(query)}
    for scheme in (min(sizes, key=sizes.get), max(sizes, key=sizes.get)):
        found = links(client.get(f"/doc/{scheme.removeprefix(ID)}", headers=HTML))
        items = [target for relation, target, _ in found if relation == "item"]
        assert len(items) == (sizes[scheme] if sizes[scheme] <= 6 else 0)
        assert all(client.get(item, headers=HTML).status_code == 200 for item in items)


def test_metadata_lead_back_to_the_page(client):
    found = links(client.get("/doc/competentie/scw-4b.ttl"))
    assert ("describes", "/doc/competentie/scw-4b", "text/html") in found
    assert ("cite-as", f"{ID}competentie/scw-4b", "") in found
    assert not {"describedby", "type", "linkset"} & {relation for relation, *_ in found}


def test_every_link_of_ours_leads_to_what_it_says(client):
    for path in ("competentie/scw-4b", "begrippenkader/beroepen", "graaf/meta"):
        for relation, target, media_type in links(client.get(f"/doc/{path}", headers=HTML)):
            if target.startswith("/"):
                response = client.get(target, headers={"Accept": media_type or "*/*"}, follow_redirects=True)
                assert (response.status_code, response.mimetype) == (200, media_type), (relation, target)


def test_the_linkset_says_what_the_header_says_with_whole_addresses(client):
    response = client.get("/doc/competentie/scw-4b", headers={"Accept": LINKSET})
    (context,) = json.loads(response.text)["linkset"]
    assert response.content_type == LINKSET
    assert context.pop("anchor") == f"{BASE}doc/competentie/scw-4b"
    told = {(relation, target["href"], target.get("type", "")) for relation, all_ in context.items() for target in all_}
    header = links(client.get("/doc/competentie/scw-4b", headers=HTML))
    home = BASE.rstrip("/")
    said = {(relation, home + to if to.startswith("/") else to, type_) for relation, to, type_ in header}
    tokens = ("competentnl", "elm", "jsonld", "schema", "skos")  # forms for exchange, for which a header has no room
    further = {target.partition("?_profile=")[2] for _, target, _ in told - said}
    assert said < told
    assert further == set(tokens)
    assert all(re.match("https?://", target) for _, target, _ in told)


@pytest.mark.parametrize(
    "path", ["/doc/competentie/geen", "/doc/competentie/geen?_mediatype=application/linkset%2Bjson"]
)
def test_what_is_not_here_has_no_linkset(client, path):
    assert client.get(path, headers={"Accept": LINKSET}).status_code in {404, 406}


def test_no_header_grows_beyond_what_proxies_take(client, release, graph):
    """The longest addresses of each kind, on the page and as data; 4 kB for all headers of an answer is what fits."""
    longest = sorted(graph.rows("SELECT DISTINCT ?t { ?t skos:prefLabel ?l }"), key=lambda row: -len(row["t"].value))
    schemes = graph.rows("SELECT ?t { ?t a skos:ConceptScheme }")
    for row in (*longest[:20], *schemes):
        for accept in ("text/html", "text/turtle"):
            path = "/doc/" + row["t"].value.removeprefix(ID)
            response = client.get(path, headers={"Accept": accept})
            assert len(str(response.headers)) < 4096, path


def test_a_configured_address_stands_in_a_linkset_and_nowhere_else(serve_little):
    client = serve_little(subpath="/kennis", public="https://kennis.example")
    response = client.get("/doc/ding/a", headers={"Accept": LINKSET, "Host": "evil.example"})
    assert response.json["linkset"][0]["anchor"] == "https://kennis.example/doc/ding/a"
    page = client.get("/doc/ding/a", headers={**HTML, "Host": "evil.example"})
    assert "kennis.example" not in page.text + str(page.headers)
    assert "evil" not in response.text + page.text + str(page.headers)


def test_a_project_that_names_no_maker_and_no_licence_has_no_such_links(serve_little):
    found = links(serve_little().get("/doc/ding/a", headers=HTML))
    assert not {"license", "author"} & {relation for relation, *_ in found}
