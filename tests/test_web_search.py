"""Searching over HTTP: a page, JSON, suggestions and the description for browsers."""

import json
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

from kennisgraaf import build, engine
from kennisgraaf.web import create_app

HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page):
        """Read a page."""
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Take down a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Take down a text."""
        self.words.append(data)

    def all(self, tag):
        """Return the attributes of each tag of a name."""
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture
def hostile(little):
    """A site with things whose texts try to get out."""
    path = little.root / "data/klein/kern.ttl"
    nasty = "<script>alert('boot')</script>"
    text = path.read_text(encoding="utf-8").replace('"a"@nl', f'"{nasty}"@nl').replace('"b"@nl', '"x"@nl')
    text += f'ding:b skos:altLabel "\\"><img src=x onerror=alert(1)> boot"@nl ; skos:definition "{nasty} & boot"@en .\n'
    path.write_text(text, encoding="utf-8")
    made = build.compile(little, keep_going=True)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened, subpath="/kennis").test_client()


def test_a_page_has_marks_kinds_and_the_text_that_was_asked(client):
    page = Page(client.get("/zoek?q=begeleiding", headers=HTML).text)
    assert "begeleiding" in page.words
    assert page.all("mark")
    assert [field["value"] for field in page.all("input") if field.get("id") == "q"] == ["begeleiding"]
    assert any("soort=procesindicator" in (link.get("href") or "") for link in page.all("a"))


def test_text_in_another_language_says_so(client):
    page = Page(client.get("/zoek?q=loneliness", headers=HTML).text)
    assert {"lang": "en"} in page.all("bdi")
    assert {"lang": "en"} not in Page(client.get("/zoek?q=loneliness&lang=en", headers=HTML).text).all("bdi")


def test_a_misspelt_word_is_offered_as_it_should_be(client):
    page = client.get("/zoek?q=begeleding", headers=HTML).text
    assert "Bedoelde u" in page
    assert 'href="/zoek?q=begeleiding"' in page


def test_nothing_found_helps_on(client):
    page = client.get("/zoek?q=xqzwv", headers=HTML).text
    assert "Niets gevonden" in page
    assert 'href="/doc"' in page
    assert "Nothing found" in client.get("/zoek?q=xqzwv&lang=en", headers=HTML).text


def test_every_page_has_a_form_that_works_without_a_script(client):
    for path in ("/", "/doc", "/zoek?q=wmo", "/nergens"):
        page = Page(client.get(f"{path}{'&' if '?' in path else '?'}lang=en", headers=HTML).text)
        forms = [form for form in page.all("form") if form.get("role") == "search"]
        assert [(form["method"], form["action"]) for form in forms] == [("get", "/zoek")]
        assert {"type": "hidden", "name": "lang", "value": "en"} in page.all("input")


def test_json_has_all_that_a_program_needs(client):
    found = client.get("/zoek?q=schept+ruimte&pageSize=1", headers=JSON).json
    item = found["items"][0]
    assert (found["page"], found["pageSize"]) == (1, 1)
    assert found["total"] == sum(kind["total"] for kind in found["kinds"]) > 1
    assert item["id"] == "https://w3id.org/kennisgraaf/id/competentie/scw-4m"
    assert item["href"] == "/doc/competentie/scw-4m"
    assert item["label"] == {"nl": "Schept ruimte", "en": "Creates space"}
    assert item["kind"]["name"] == "competentie"
    assert item["kind"]["label"]["en"] == "profession-specific competency"
    assert item["snippet"]["matched"] == ["ruimte"]
    assert item["withdrawn"] is False
    assert client.get(item["href"], headers=HTML).status_code == 200


def test_next_leads_through_everything_once(client):
    address, seen, total = "/zoek?q=dilemma&pageSize=30", [], 0
    while address:
        found = client.get(address, headers=JSON).json
        total, address = found["total"], found.get("next")
        seen += [item["id"] for item in found["items"]]
    assert len(seen) == len(set(seen)) == total > 60


def test_a_kind_can_be_chosen(client):
    found = client.get("/zoek?q=dilemma", headers=JSON).json
    kind = next(kind for kind in found["kinds"] if kind["name"] == "dilemma")
    chosen = client.get(kind["href"], headers=JSON).json
    assert chosen["total"] == kind["total"] == 25
    assert {item["kind"]["name"] for item in chosen["items"]} == {"dilemma"}


def test_suggestions_come_as_browsers_take_them(client):
    response = client.get("/zoek/suggesties?q=verhel")
    text, names, kinds, addresses = response.json
    assert response.content_type == "application/x-suggestions+json"
    assert (text, names[0], addresses[0]) == ("verhel", "Verheldert de vraag", "/doc/competentie/scw-4b")
    assert len(names) == len(kinds) == len(addresses) == 10
    assert client.get("/zoek/suggesties?q=verhel&lang=en").json[1][0] == "Clarifies the question"
    assert client.get("/zoek/suggesties").json == ["", [], [], []]


def test_a_browser_can_take_the_search_in(client):
    response = client.get("/opensearch.xml", headers={"Host": "evil.example"})
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    addresses = [url.get("template") for url in ET.fromstring(response.data).findall("o:Url", space)]  # noqa: S314
    assert response.content_type == "application/opensearchdescription+xml"
    assert len(addresses) == 3
    assert all(address.startswith("https://w3id.org/kennisgraaf/zoek") for address in addresses)
    assert 'rel="search"' in client.get("/", headers=HTML).text


@pytest.mark.parametrize("tail", ["", "?q=", "?q=+", f"?q={'a' * 301}", f"?q={'a+' * 60}"])
def test_programs_are_told_what_a_search_needs(client, tail):
    response = client.get(f"/zoek{tail}", headers=JSON)
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "", "9" * 5000, "١", "1 OR 1"])
@pytest.mark.parametrize("name", ["page", "pageSize"])
def test_a_page_is_a_number(client, name, value):
    response = client.get("/zoek", query_string={"q": "wmo", name: value}, headers=JSON)
    assert response.status_code == 400
    assert name in response.json["detail"]


def test_people_see_the_form_again_when_they_ask_too_much(client):
    response = client.get(f"/zoek?q={'a' * 400}", headers=HTML)
    page = Page(response.text)
    assert response.status_code == 400
    assert any(field.get("id") == "q" for field in page.all("input"))


def ours(page):
    """Tell whether a page has no script but our own file."""
    return all("/static/" in script.get("src", "") for script in page.all("script"))


@pytest.mark.parametrize(
    "raw",
    [
        "%00wmo",
        "%ED%A0%80wmo",
        "%FF%FE",
        "%E2%80%AEwmo",
        quote("👩‍👩‍👧 wmo"),
        quote("\" OR name:* NEAR(a b) -c ^d '; DROP TABLE thing; --"),
        "de+het+een",
        quote("<script>alert(1)</script>"),
        quote('"><img src=x onerror=alert(1)>'),
        quote("{{ 7*7 }} ${x} %s"),
    ],
)
def test_anything_in_the_address_is_answered(client, raw):
    for headers in (HTML, JSON):
        response = client.get(f"/zoek?q={raw}", headers=headers)
        assert response.status_code == 200
        json.dumps(response.json) if headers is JSON else Page(response.text)
    page = Page(client.get(f"/zoek?q={raw}", headers=HTML).text)
    assert ours(page)
    assert not page.all("img")


def test_ten_kilobytes_are_too_long_an_address(client):
    assert client.get(f"/zoek?q={'wmo+' * 2500}", headers=JSON).status_code == 414


def test_hostile_texts_of_the_graph_stay_text(hostile):
    response = hostile.get("/kennis/zoek?q=boot", headers=HTML)
    page = Page(response.text)
    assert response.status_code == 200
    assert ours(page)
    assert not page.all("img")
    assert not [attrs for _, attrs in page.tags if any(name.startswith("on") for name in attrs)]
    assert "<script>alert('boot')</script>" in "".join(page.words)
    assert [form["action"] for form in page.all("form")] == ["/kennis/zoek"]


def test_answers_can_be_kept(client):
    first = client.get("/zoek?q=wmo", headers=JSON)
    again = client.get("/zoek?q=wmo", headers={**JSON, "If-None-Match": first.headers["ETag"]})
    english = client.get("/zoek?q=wmo", headers={**JSON, "Accept-Language": "en"})
    assert again.status_code == 304
    assert english.json == first.json, "one tag, one answer"
    assert "noindex" in client.get("/zoek?q=wmo", headers=HTML).text


def test_only_reading_is_possible(client):
    assert client.post("/zoek", data={"q": "wmo"}).status_code == 405
    assert client.head("/zoek?q=wmo").status_code == 200
    assert client.get("/zoek/").status_code == 404


def test_what_is_found_can_be_narrowed_by_scheme_and_publication(client):
    everything = client.get("/zoek?q=ruimte", headers=JSON).json
    (scheme, *_) = everything["facets"]["kader"]
    few = client.get("/zoek", query_string={"q": "ruimte", "kader": scheme["name"]}, headers=JSON).json
    assert few["total"] == scheme["total"] < everything["total"]
    assert few["facets"]["kader"] == everything["facets"]["kader"] or few["facets"]["kader"][0]["total"]
    both = client.get(few["facets"]["publicatie"][0]["href"], headers=JSON).json
    assert both["total"] == few["facets"]["publicatie"][0]["total"]
    assert client.get("/zoek?q=ruimte&kader=nergens", headers=JSON).json["total"] == 0


def test_a_choice_that_leaves_nothing_leads_on(client):
    page = client.get("/zoek?q=ruimte&publicatie=nergens", headers=HTML).text
    assert "zonder uw keuzes" in page


def test_a_miss_gives_near_names(client):
    page = client.get("/zoek?q=opbauwurk", headers=HTML).text
    assert "Lijkt erop" in page
    assert "/doc/beroep/opbouwwerker" in page


def test_equal_names_are_told_apart(client):
    page = client.get("/zoek?q=maatschappelijke+zorg&soort=kwalificatiedossier", headers=HTML).text
    beside = [part.partition("</p>")[0] for part in page.split('class="quiet beside">')[1:]]
    assert len(beside) == len(set(beside)) >= 3


def test_a_list_below_the_field_has_names_with_their_languages(client):
    found = client.get("/zoek/keuzes?q=sociaal+w&lang=en", headers=JSON)
    assert found.headers["Content-Language"] == "en"
    assert 0 < len(found.json["items"]) <= 8
    first = found.json["items"][0]
    assert first["href"].endswith("lang=en")
    assert {"name", "lang", "beside", "withdrawn"} <= set(first)
    assert found.json["told"].startswith("8 suggestions")
    assert client.get("/zoek/keuzes?q=", headers=JSON).json["items"] == []


def test_what_is_withdrawn_is_hidden_until_asked_and_marked_in_suggestions(serve_little):
    client = serve_little('ding:oud a kg:Ding ; skos:prefLabel "b oud"@nl ; owl:deprecated true .\n')
    page = client.get("/zoek?q=oud", headers=HTML).text
    assert "/doc/ding/oud" not in page
    assert "vervallen=1" in page
    assert "/doc/ding/oud" in client.get("/zoek?q=oud&vervallen=1", headers=HTML).text
    assert client.get("/zoek?q=oud", headers=JSON).json["hidden"] == 1
    assert client.get("/zoek/keuzes?q=oud", headers=JSON).json["items"][0]["withdrawn"] is True
