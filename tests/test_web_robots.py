"""For crawlers and finders of leaks: robots.txt, sitemap.xml, security.txt."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import create_app

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/doc/competentie/scw-4b", True),
        ("/sparql", True),
        ("/def", True),
        ("/vragen/indicatoren-van-competentie", True),
        ("/sparql?query=SELECT", False),
        ("/api/v1/vragen", False),
        ("/zoek?q=a", False),
    ],
)
def test_crawlers_are_kept_from_what_costs_time(client, path, allowed):
    """By the rules of RFC 9309, which the parser of Python does not know: a rule is a beginning, * is anything."""
    rules = re.findall("^Disallow: (.+)$", client.get("/robots.txt").text, re.MULTILINE)
    patterns = [re.escape(rule).replace(r"\*", ".*") for rule in rules]
    assert any(re.match(pattern, path) for pattern in patterns) != allowed


def test_the_sitemap_names_every_page_once_with_a_whole_address(client, release):
    response = client.get("/sitemap.xml", headers={"Host": "evil.example"})
    places = [url.findtext(f"{SITEMAP}loc") for url in ET.fromstring(response.text)]  # noqa: S314 - our own answer
    dates = {url.findtext(f"{SITEMAP}lastmod") for url in ET.fromstring(response.text)}  # noqa: S314
    assert response.content_type == "application/xml"
    assert len(places) == len(set(places)) > 2500
    assert len(places) <= 50_000
    assert all(place.startswith(BASE) for place in places)
    assert dates == {release.about["built"][:10]}
    assert {f"{BASE}", f"{BASE}doc/competentie/scw-4b", f"{BASE}vragen/kennis-zoeken", f"{BASE}doc/beroep"} <= set(
        places
    )
    for place in places[::97]:
        assert client.get("/" + place.removeprefix(BASE), headers={"Accept": "text/html"}).status_code == 200


def test_security_txt_holds_to_its_standard(client, release):
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert response.content_type == "text/plain; charset=utf-8"
    assert fields["Contact"] == f"{ID}organisatie/redactie"
    assert client.get("/id/organisatie/redactie", follow_redirects=True).status_code == 200
    assert fields["Preferred-Languages"] == "nl, en"
    assert fields["Canonical"] == f"{BASE}.well-known/security.txt"
    built = datetime.fromisoformat(release.about["built"])
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=300) < expires - built < timedelta(days=365)
    assert expires > datetime.now(UTC)


def test_a_contact_in_the_graph_is_the_contact(little, serve_little):
    with (little.root / "ontology/kern.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write(
            """PREFIX dct: <http://purl.org/dc/terms/>
            <https://w3id.org/kennisgraaf/def> dct:creator <https://w3id.org/kennisgraaf/id/ding/a> .
            """
        )
    text = serve_little(
        """PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        ding:a dcat:contactPoint ding:c ; foaf:homepage <https://example.org/> .
        ding:c vcard:hasEmail <mailto:redactie@example.org> ."""
    ).get("/.well-known/security.txt")
    assert "Contact: mailto:redactie@example.org\n" in text.text


def test_below_a_sub_path_and_with_a_public_address(serve_little):
    client = serve_little(subpath="/kennis", public="https://kennis.example/graaf")
    robots = client.get("/robots.txt").text
    assert "Disallow: /kennis/sparql?\n" in robots
    assert "Sitemap: https://kennis.example/graaf/sitemap.xml\n" in robots
    assert "<loc>https://kennis.example/graaf/doc/ding/a</loc>" in client.get("/sitemap.xml").text
    assert (
        "Canonical: https://kennis.example/graaf/.well-known/security.txt"
        in client.get("/.well-known/security.txt").text
    )


def test_without_https_there_is_no_canonical_address(serve_little):
    assert "Canonical" not in serve_little(public="http://localhost:8000").get("/.well-known/security.txt").text
