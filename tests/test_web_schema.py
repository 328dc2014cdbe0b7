"""What search engines read in the head of a page: schema.org, one address, languages; hostile texts do nothing."""

import json
import re

import pytest

from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.web import create_app

HTML = {"Accept": "text/html", "Accept-Language": "nl"}


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def block(page):
    """Return the one block of JSON-LD in a page."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


@pytest.mark.parametrize(
    ("path", "types", "more"),
    [
        ("/doc/competentie/scw-4b", ["DefinedTerm"], {"name": "Verheldert de vraag", "termCode": "4B"}),
        ("/doc/beroep/opbouwwerker", ["DefinedTerm", "Occupation"], {}),
        ("/doc/functie/delphi-opbouwwerker", ["DefinedTerm", "Occupation"], {}),
        ("/doc/organisatie/movisie", ["Organization"], {}),
        ("/doc/bron/movisie-2013", ["CreativeWork"], {"datePublished": "2013"}),
        ("/doc/graaf/redactie", ["Dataset"], {"license": {"@id": "https://creativecommons.org/licenses/by/4.0/"}}),
        ("/doc/begrippenkader/scw-2006", ["DefinedTermSet"], {}),
        ("/def", ["DefinedTermSet"], {"version": "0.1.0"}),
        ("/doc/bronpassage/movisie-2013-p017", ["Thing"], {}),
    ],
)
def test_a_page_says_what_it_is_about_in_their_words(client, path, types, more):
    found = block(client.get(path, headers=HTML).text)
    assert found["@context"] == "https://schema.org/"
    assert found["@id"] == found["url"] == BASE + path.lstrip("/").replace("doc/", "id/", 1)
    assert found["@type"] == types
    assert found.items() >= more.items()
    assert found["subjectOf"]["inLanguage"] == "nl"
    assert all(isinstance(found[name], str) for name in ("name", "description") if name in found)


def test_it_speaks_the_language_of_the_page(client):
    assert block(client.get("/doc/competentie/scw-4b?lang=en", headers=HTML).text)["name"] == "Clarifies the question"


def test_a_publication_of_others_is_not_given_our_licence(client):
    found = block(client.get("/doc/bron/movisie-2013", headers=HTML).text)
    assert "license" not in found
    assert found["subjectOf"]["license"]


def test_the_front_page_is_about_the_dataset(client):
    found = block(client.get("/", headers=HTML).text)
    assert (found["@type"], found["url"]) == ("Dataset", BASE)
    assert {"name", "description", "license", "creator", "version", "distribution"} <= found.keys()


def test_every_block_is_json_ld_of_known_words(client):
    """No context is fetched, so it is put in place as schema.org has it."""
    import pyoxigraph

    for path in ("/", "/doc/beroep/opbouwwerker", "/doc/begrippenkader/beroepen"):
        found = block(client.get(path, headers=HTML).text)
        text = json.dumps({**found, "@context": {"@vocab": "https://schema.org/"}})
        assert len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD))) > 5


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/doc/competentie/scw-4b", "/doc/competentie/scw-4b"),
        ("/doc/competentie/scw-4b.html", "/doc/competentie/scw-4b"),
        ("/doc/competentie/scw-4b?lang=en", "/doc/competentie/scw-4b?lang=en"),
        ("/doc/competentie/scw-4b?_mediatype=text/html", "/doc/competentie/scw-4b"),
        ("/def", "/def"),
        ("/vragen/indicatoren-van-competentie", "/vragen/indicatoren-van-competentie"),
    ],
)
def test_a_page_has_one_address_and_its_languages(client, path, canonical):
    page = client.get(path, headers=HTML).text
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', page) == [canonical]
    assert re.findall(r'<link rel="alternate" hreflang="([^"]*)"', page) == ["nl", "en", "x-default"]


@pytest.mark.parametrize(
    "path", ["/nergens", "/sparql?query=ASK%7B%7D", "/vragen/indicatoren-van-competentie?competentie=scw-4b"]
)
def test_an_error_and_an_own_question_have_none(client, path):
    assert 'rel="canonical"' not in client.get(path, headers=HTML).text


HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "comment": "<!--<script>",
    "template": "{{ 7*7 }}${7*7}",
    "quote": "\\" + '"><img src=x onerror=alert(1)>',
    "bidi": "veilig\u202egnp.exe",
    "isolate": "open\u2067",
    "line": "a\u2028b",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_only_a_name(serve_little, text):
    literal = text.replace("\\", "\\\\").replace('"', '\\"')
    client = serve_little(
        f'ding:x a kg:Ding ; skos:prefLabel "{literal}"@nl ; skos:altLabel "{literal}"@en .'
        "ding:x skos:note <javascript:alert(2)> . ding:b kg:heeftDeel ding:x .",
        ["ding/x,ding,0.1.0,concept,"],
    )
    pages = [client.get(path, headers=HTML).text for path in ("/doc/ding/x", "/doc/ding", "/doc/ding/b")]
    assert block(pages[0])["name"] == text
    for page in pages:
        ours = page.count('<script type="application/ld+json">') + page.count('<script src="/static/')
        assert page.count("<script") == ours
        assert "<img" not in page
        assert "49" not in re.findall("<h1[^>]*>(.*?)</h1>", page)[0]
        assert 'href="javascript:' not in page
        for turned in re.finditer("[\u202e\u2067]", page):
            assert page[: turned.start()].rpartition("<")[2].startswith(("bdi", "title")), page[turned.start() - 50 :][
                :60
            ]


def test_a_name_that_turns_the_text_is_closed_in_the_title(serve_little):
    client = serve_little('ding:x a kg:Ding ; skos:prefLabel "a\u202eb"@nl .', ["ding/x,ding,0.1.0,concept,"])
    page = client.get("/doc/ding/x", headers=HTML).text
    assert "<title>\u2068a\u202eb\u2069 · Kennisgraaf" in page
    assert "<h1><bdi>a\u202eb</bdi></h1>" in page


def test_an_error_page_shows_what_was_asked_as_text(client):
    page = client.get("/doc/<script>alert(1)</script>/\u202ex", headers=HTML).text
    assert page.count("<script") == page.count('<script src="/static/')
    assert ID not in page or "&lt;script&gt;" in page
