"""The whole site: every page and every link on it, what each answer carries, errors, questions, a sub-path."""

import re
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from kennisgraaf import build, engine
from kennisgraaf.namespaces import BASE
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html"}
PAGES = [
    "/",
    "/doc",
    "/doc/competentie",
    "/doc/competentie/scw-4b",
    "/doc/functie/delphi-opbouwwerker",
    "/doc/begrippenkader/scw-2006",
    "/doc/graaf/redactie",
    "/def",
    "/shapes",
    "/vragen",
    "/vragen/indicatoren-van-competentie",
    "/sparql",
    "/sparql?query=SELECT+*+%7B+%3Fs+skos:broader+%3Fo+%7D+LIMIT+30",
    "/zoek?q=opbouwwerk",
    "/zoek?q=begeleding",
    "/dumps/",
    "/dataset",
    "/nergens",
]


class Links(HTMLParser):
    """The addresses, anchors and headings of a page."""

    def __init__(self, page):
        """Read a page."""
        super().__init__()
        self.addresses, self.anchors, self.headings = set(), set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Take down what one tag has."""
        found = dict(attrs)
        self.addresses |= {found[name] for name in ("href", "src", "action") if found.get(name)}
        self.anchors |= {found["id"]} if "id" in found else set()
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound(client, path, lang):
    response = client.get(path, headers={**HTML, "Accept-Language": lang})
    page = response.text
    assert response.status_code == (404 if path == "/nergens" else 200)
    assert f'<html lang="{lang}">' in page
    assert Links(page).headings.count("h1") == 1
    assert 'class="skip" href="#content"' in page
    assert not re.search(
        r"<script(?![^>]* src=| type=\"application/ld.json\")|<style|\sstyle=|\son\w+=|http-equiv", page
    )
    assert "Undefined" not in page


def test_every_link_on_the_pages_leads_somewhere(client):
    found = {path: Links(client.get(path, headers=HTML).text) for path in PAGES[:-1]}
    addresses = {address for page in found.values() for address in page.addresses if address.startswith("/")}
    assert broken(client, addresses) == []


def broken(client, addresses):
    """Return the addresses that lead nowhere, or to a page without their anchor."""
    pages = {}
    for path in {address.partition("#")[0] for address in addresses}:
        response = client.get(path, headers=HTML, buffered=True, follow_redirects=True)
        anchors = Links(response.text).anchors if response.mimetype == "text/html" else set()
        pages[path] = {"", *anchors} if response.status_code < 400 else set()
        if response.status_code == 406:
            pages[path] = {""}
    return [
        address for address in sorted(addresses) if address.partition("#")[2] not in pages[address.partition("#")[0]]
    ]


@pytest.mark.parametrize(
    "path", [*PAGES, "/static/style.css", "/health", "/api/v1/vragen", "/doc/competentie/scw-4b.ttl"]
)
def test_every_answer_protects_its_reader(client, path):
    headers = client.get(path, headers=HTML, buffered=True).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["/def", "/shapes"])
def test_terms_and_shapes_are_given_as_rdf_and_as_a_page(client, path):
    assert client.get(path).content_type == "text/turtle; charset=utf-8"
    assert client.get(path, headers={"Accept": "application/ld+json"}).content_type == "application/ld+json"
    page = client.get(path, headers=HTML).text
    assert 'id="Competentie"' in page
    assert client.get(f"{path}?_mediatype=text/csv").status_code == 406


def test_an_inferred_property_says_so_in_the_vocabulary(client):
    page = client.get("/def?lang=en", headers=HTML).text
    assert '<span class="badge">inferred only</span>' in page


def test_the_version_of_the_vocabulary_leads_to_it(client):
    assert client.get("/def/0.1.0").headers["Location"] == "/def"
    assert client.get("/def/9.9.9").status_code == 404


def test_the_small_files(client, release):
    assert client.get("/prefixes.json").json == release.prefixes
    assert client.get("/context.jsonld").json["@context"]["kg"] == BASE + "def#"
    assert client.get("/health").json == {"ok": True, "release": release.id, "triples": release.about["triples"]}
    assert "Disallow: /sparql?" in client.get("/robots.txt").text


# Questions


def test_a_question_shows_its_blanks_and_the_answer_to_its_example(client):
    page = client.get("/vragen/indicatoren-van-competentie?lang=nl", headers=HTML).text
    assert '<select id="in-competentie" name="competentie">' in page
    assert " selected>" in page
    assert "VALUES ?competentie" in page


def test_a_question_is_answered_for_what_was_filled_in(client):
    page = client.get("/vragen/indicatoren-van-competentie?competentie=competentie/scw-4b", headers=HTML).text
    assert 'href="/doc/procesindicator/scw-4b-p1"' in page


def test_a_wrong_value_leaves_the_form_where_it_was(client):
    response = client.get("/vragen/indicatoren-van-competentie?competentie=vliegen", headers=HTML)
    assert response.status_code == 400
    assert '<select id="in-competentie"' in response.text


def test_every_question_has_a_page_and_an_answer_for_programs(client):
    for entry in client.get("/api/v1/vragen").json["questions"]:
        assert client.get(f"/vragen/{entry['name']}", headers=HTML).status_code == 200
        inputs = {blank["name"]: blank["example"] for blank in entry["inputs"]}
        assert client.get(entry["href"], query_string=inputs).status_code == 200


def test_an_empty_answer_says_why_and_a_no_as_well(client):
    asked = [entry for entry in client.get("/api/v1/vragen").json["questions"] if "empty" in entry["tags"]]
    for entry in asked:
        for lang in ("nl", "en"):
            page = client.get(f"/vragen/{entry['name']}?lang={lang}", headers=HTML).text
            assert f'<p class="verdict">{escape(entry["empty"][lang])}</p>' in page
    filled = client.get("/vragen/dilemmas-in-publicatie?bron=bron/movisie-2013&lang=nl", headers=HTML).text
    assert 'class="verdict"' not in filled


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/vragen/", 404),
        ("/api/v1/vragen/geen", 404),
        ("/api/v1/vragen/indicatoren-van-competentie", 400),
        ("/api/v1/vragen/indicatoren-van-competentie?competentie=a&competentie=b", 400),
        ("/api/v1/vragen/indicatoren-van-competentie?competentie=scw-4b&x=1", 400),
        ("/vragen/geen", 404),
        ("/id/vraag/geen", 404),
    ],
)
def test_a_question_that_does_not_fit_is_explained(client, path, status):
    response = client.get(path)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


def test_a_question_is_answered_as_csv(client):
    path = "/api/v1/vragen/indicatoren-van-competentie?competentie=scw-4b"
    response = client.get(path, headers={"Accept": "text/csv"})
    assert response.content_type == "text/csv; charset=utf-8; header=present"
    assert response.headers["API-Version"] == "1.0.0"


def test_the_iri_of_a_question_leads_to_its_page(client):
    response = client.get("/id/vraag/indicatoren-van-competentie")
    assert (response.status_code, response.headers["Location"]) == (303, "/vragen/indicatoren-van-competentie")


# Errors


def test_a_wrong_method_is_told_the_right_ones(client):
    response = client.post("/doc/competentie")
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert response.content_type == "application/problem+json"


def test_an_address_with_two_slashes_redirects_nowhere(client):
    assert client.get("/doc//competentie", headers={"Host": "evil.example"}).status_code == 404


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_nobody_foresaw_shows_a_number_and_nothing_else(release, graph, monkeypatch, caplog, accept):
    def fail(*_, **__):
        message = "secret /path/to/nowhere"
        raise RuntimeError(message)

    monkeypatch.setattr(graph, "query", fail)
    response = create_app(release, graph).test_client().get("/def", headers={"Accept": accept})
    number = re.search(r"number: (\w{16})", response.text)[1]
    assert response.status_code == 500
    assert number in caplog.text
    for part in ("secret", "Traceback", "RuntimeError", "/path"):
        assert part not in response.text


# A project of three things


@pytest.fixture
def below(little):
    made = build.compile(little)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened, subpath="kennis/graaf/").test_client()


@pytest.mark.parametrize("front", ["/kennis/graaf", ""], ids=["kept", "taken off"])
def test_below_a_sub_path_every_address_has_it(below, front):
    headers = {**HTML, "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil", "Host": "evil.example"}
    assert below.get(f"{front}/id/ding/a", headers=headers).headers["Location"] == "/kennis/graaf/doc/ding/a"
    response = below.get(f"{front}/doc/ding/a", headers=headers)
    addresses = {address for address in Links(response.text).addresses if address.startswith("/")}
    assert all(address.startswith("/kennis/graaf/") for address in addresses)
    assert response.headers["Content-Location"] == "/kennis/graaf/doc/ding/a.html"
    assert "evil" not in response.text + str(response.headers)
    assert broken(below, addresses) == []
