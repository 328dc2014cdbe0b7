"""What is withdrawn stays, says so, and leads on: in a page, in a header, in RDF, and out of the lists."""

import json
import re

import pytest

from kennisgraaf.namespaces import ID

HTML = {"Accept": "text/html"}
OUTSIDE = "https://example.org/begrip/7"
TURTLE = """PREFIX ex: <https://example.org/begrip/>
    ding:een a kg:Ding ; skos:prefLabel "een"@nl ; owl:deprecated true ; dct:isReplacedBy ding:a .
    ding:meer a kg:Ding ; skos:prefLabel "meer"@nl ; owl:deprecated true ; dct:isReplacedBy ding:a , ding:b .
    ding:geen a kg:Ding ; skos:prefLabel "geen"@nl ; owl:deprecated true ; skos:changeNote "Bestaat niet meer."@nl .
    ding:buiten a kg:Ding ; skos:prefLabel "buiten"@nl ; owl:deprecated true ; dct:isReplacedBy ex:7 .
    ding:keten a kg:Ding ; skos:prefLabel "keten"@nl ; owl:deprecated true ; dct:isReplacedBy ding:een .
    ding:ring a kg:Ding ; skos:prefLabel "ring"@nl ; owl:deprecated true ; dct:isReplacedBy ding:rong .
    ding:rong a kg:Ding ; skos:prefLabel "rong"@nl ; owl:deprecated true ; dct:isReplacedBy ding:ring .
    ding:vals a kg:Ding ; skos:prefLabel "vals"@nl ; owl:deprecated true ; dct:isReplacedBy <javascript:alert(1)> .
    ding:levend a kg:Ding ; skos:prefLabel "levend"@nl ; dct:isReplacedBy ding:a .
"""
NAMES = ["een", "meer", "geen", "buiten", "keten", "ring", "rong", "vals", "levend"]
LEDGER = [f"ding/{name},ding,0.1.0,concept," for name in NAMES] + [
    f"ding/weg,ding,0.1.0,vervallen,{ID}ding/a {OUTSIDE}",
    "ding/spoorloos,ding,0.1.0,withdrawn,",
    "oud/laatste,oud,0.1.0,vervallen,",
]
# name → what it leads to today, what it led to first, which of both the Link header names
MATRIX = {
    "een": (["/doc/ding/a"], [], ["/doc/ding/a"]),
    "meer": (["/doc/ding/a", "/doc/ding/b"], [], ["/doc/ding/a", "/doc/ding/b"]),
    "geen": ([], [], []),
    "buiten": ([OUTSIDE], [], [OUTSIDE]),
    "keten": (["/doc/ding/a"], ["/doc/ding/een"], ["/doc/ding/een"]),
    "ring": ([], ["/doc/ding/rong"], ["/doc/ding/rong"]),
    "weg": ([OUTSIDE, "/doc/ding/a"], [], [OUTSIDE, "/doc/ding/a"]),
    "spoorloos": ([], [], []),
    "vals": ([], [], ["javascript:alert(1)"]),
}


@pytest.fixture
def client(serve_little):
    return serve_little(TURTLE, LEDGER)


def banner(page):
    """Return the banner of a page, "" when it has none."""
    found = re.search(r'<div class="trouble" role="note">(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


def test_each_of_them_says_what_to_use_instead(client):
    for name, (today, first, successors) in MATRIX.items():
        response = client.get(f"/doc/ding/{name}?lang=nl", headers=HTML)
        told = [address.partition("?")[0] for address in re.findall(r'href="([^"]*)"', banner(response.text))]
        assert (response.status_code, name) == (200, name)
        assert (told, name) == ([*today, *first], name)
        assert "Vervallen." in banner(response.text)
        assert ("niets voor in de plaats" in banner(response.text)) == (not successors)
        assert "Withdrawn." in banner(client.get(f"/doc/ding/{name}?lang=en", headers=HTML).text)
        assert response.headers["X-Robots-Tag"] == "noindex"
        named = re.findall(r'<([^>]*)>; rel="successor-version"', response.headers["Link"])
        assert (named, name) == (successors, name)


def test_programs_are_told_the_same(client):
    for name, (*_, successors) in MATRIX.items():
        response = client.get(f"/doc/ding/{name}.nt")
        assert f'<{ID}ding/{name}> <http://www.w3.org/2002/07/owl#deprecated> "true"' in response.text
        assert response.text.count(f"<{ID}ding/{name}> <http://purl.org/dc/terms/isReplacedBy>") == len(successors)
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Link"].count('rel="successor-version"') == len(successors)
        assert client.get(f"/id/ding/{name}").status_code == 303


def test_search_engines_are_led_on_where_there_is_one_way(client):
    for name, canonical in [("een", "/doc/ding/a"), ("keten", "/doc/ding/a"), ("meer", "/doc/ding/meer")]:
        assert f'<link rel="canonical" href="{canonical}">' in client.get(f"/doc/ding/{name}", headers=HTML).text


def test_no_successor_is_a_script(client):
    page = client.get("/doc/ding/vals", headers=HTML).text
    assert 'href="javascript:' not in page
    assert "javascript:alert(1)" in page


def test_replaced_is_not_yet_withdrawn(client):
    response = client.get("/doc/ding/levend", headers=HTML)
    assert banner(response.text) == ""
    assert "X-Robots-Tag" not in response.headers
    assert "successor-version" not in response.headers["Link"]


def test_lists_leave_them_out_and_say_how_many(client):
    page = client.get("/doc/ding?lang=nl", headers=HTML).text
    assert "10 vervallen, hier verborgen." in page
    assert 'href="/doc/ding?vervallen=1&amp;lang=nl"' in page
    assert 'href="/doc/ding/een' not in page
    assert 'href="/doc/ding/levend' in page
    assert "ding:een" not in client.get("/doc/ding", headers={"Accept": "text/turtle"}).text


def test_lists_show_them_on_request_with_a_mark(client):
    page = client.get("/doc/ding?vervallen=1&lang=en", headers=HTML).text
    assert page.count('<span class="badge">withdrawn</span>') == 10
    assert "With 10 withdrawn." in page
    assert 'href="/doc/ding/spoorloos' in page
    assert "ding:een" in client.get("/doc/ding?vervallen=1", headers={"Accept": "text/turtle"}).text


def test_counts_are_of_what_is_in_use(client):
    index = client.get("/doc", headers=HTML).text
    assert '<span class="count">4</span>' in index
    assert "/doc/oud" not in index


def test_a_kind_with_nothing_left_has_a_list_that_says_so(client):
    assert "1 vervallen" in client.get("/doc/oud", headers={**HTML, "Accept-Language": "nl"}).text
    assert "/doc/oud/laatste" in client.get("/doc/oud?vervallen=1", headers=HTML).text


def test_the_sitemap_has_only_what_is_in_use(client):
    sitemap = client.get("/sitemap.xml").text
    assert "doc/ding/a<" in sitemap
    assert not any(f"doc/ding/{name}<" in sitemap for name in MATRIX)


def test_json_for_search_engines_does_not_speak_of_what_is_gone(client):
    page = client.get("/doc/ding/een", headers=HTML).text
    block = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert block["name"] == "een"
    assert not any("deprecated" in name or "/" in name for name in block)


def test_a_withdrawn_term_says_so_in_the_vocabulary(little, serve_little):
    with (little.root / "ontology/kern.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write("kg:BijzonderDing owl:deprecated true .\n")
    page = serve_little().get("/def", headers=HTML).text
    assert page.count('<span class="badge">') == 1


def test_a_proposal_says_that_it_is_one(serve_little):
    status = f"{ID}redactiestatus/voorgesteld"
    client = serve_little(
        f"<{status}> a kg:Redactiestatus ; skos:prefLabel 'voorgesteld'@nl .\n"
        f"ding:c kg:heeftRedactiestatus <{status}> .",
        ["redactiestatus/voorgesteld,redactiestatus,,concept,"],
    )
    page = client.get("/doc/ding/c?lang=nl", headers=HTML).text
    badge = re.search(r'<span class="badge">Redactiestatus: (.*?)</span>', page)[1]
    assert 'href="/doc/redactiestatus/voorgesteld?lang=nl"' in badge
    assert "voorgesteld</a>" in badge
    assert "Redactiestatus:" not in client.get("/doc/ding/b?lang=nl", headers=HTML).text
    assert status in client.get("/doc/ding/c.nt").text
