"""Finding one's way: the front page, the menu, the ways to browse, and the language of every text."""

from html.parser import HTMLParser

import pytest
import rdflib

from kennisgraaf.web import create_app
from kennisgraaf.web.ways import PLACES

HTML = {"Accept": "text/html"}
VOID = {"meta", "link", "input", "br", "hr", "img", "col", "wbr", "source"}
PAGES = [
    "/",
    "/doc",
    *PLACES,
    "/begrippenkaders/scw-2006",
    "/publicaties/kamerbrief-2018",
    "/zoek?q=sociaal",
    "/doc/competentie?op=naam",
]


class Texts(HTMLParser):
    """The pieces of text of a page, each with the language that holds for it; title and scripts apart."""

    def __init__(self, page):
        """Read a page."""
        super().__init__()
        self.open, self.texts = [("", "")], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Begin a part, in the language of what it stands in unless it says another."""
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("lang") or self.open[-1][1]))

    def handle_endtag(self, tag):
        """End a part, and what was left open in it."""
        while tag not in VOID and len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        """Take down a piece of text."""
        if data.strip() and self.open[-1][0] not in {"title", "script"}:
            self.texts.append((" ".join(data.split()), self.open[-1][1]))


@pytest.fixture(scope="module")
def app(release, graph):
    return create_app(release, graph)


@pytest.fixture(scope="module")
def client(app):
    return app.test_client()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_way_has_a_page_with_one_heading_and_no_hole(client, path, lang):
    page = client.get(path, headers={**HTML, "Accept-Language": lang})
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "None" not in page.text
    assert "/id/" not in "".join(text for text, _ in Texts(page.text).texts if text.startswith("http"))[:1]
    assert len(page.data) < 300_000


def test_no_text_of_the_graph_stands_in_another_language_than_its_own(app, client, graph):
    site = app.extensions["kennisgraaf"]
    unpaired = [*site.untranslated.missing, *site.untranslated.kept]
    only = {" ".join(one.text.split()): one.written for one in unpaired if len(one.text) > 15}
    english = graph.rows('SELECT DISTINCT ?text { ?thing ?says ?text FILTER(LANG(?text) = "en") }')
    both = {" ".join(row["text"].value.split()) for row in english}
    only = {text: lang for text, lang in only.items() if lang == "nl" and text not in both}
    first = {iri.split("/id/")[1].split("/")[0]: iri for iri in reversed(site.everything)}
    things = ["/doc/" + iri.split("/id/")[1] for iri in first.values()]
    lacking = [f"/doc/{one.thing.split('/id/')[1]}" for one in unpaired if "/id/" in one.thing][::9]
    wrong, seen = [], 0
    for path in [*PAGES, *things, *lacking]:
        page = client.get(path + ("&" if "?" in path else "?") + "lang=en", headers=HTML).text
        for text, lang in Texts(page).texts:
            if text in only:
                seen += 1
                wrong += [(path, text, lang)] if lang != only[text] else []
    assert seen > 50
    assert wrong == []


def test_the_menu_works_without_a_script_and_marks_where_one_is(client):
    page = client.get("/partijen", headers=HTML).text
    menu = page[page.index('<nav class="menu"') : page.index("</nav>")]
    assert menu.count("<details") == menu.count("<summary") == 4
    assert menu.count('aria-current="page"') == 1
    assert menu.count('class="here"') == 1
    below = client.get("/doc/competentie/scw-4b", headers=HTML).text
    assert 'aria-current="true">Onderwerpen' in below


def test_the_menu_leads_only_where_something_is(client):
    page = client.get("/", headers=HTML).text
    menu = page[page.index('<nav class="menu"') : page.index("</nav>")]
    for part in menu.split('href="')[1:]:
        address = part.partition('"')[0].replace("&amp;", "&")
        assert client.get(address, headers=HTML, follow_redirects=True).status_code == 200, address


def test_the_front_page_has_numbers_of_this_release(app, client):
    page, site = client.get("/", headers=HTML).text, app.extensions["kennisgraaf"]
    assert f"{site.kinds['competentie']} competenties" in page
    assert f"{len(site.questions)} vragen" in page
    assert page.count("/publicaties/") == len(site.publications) == 5


def test_a_small_graph_has_a_front_page_without_holes(serve_little):
    client = serve_little()
    page = client.get("/", headers=HTML).text
    assert "competenties" not in page
    assert "Waar het vandaan komt" not in page
    for path in PLACES:
        assert client.get(path, headers=HTML).status_code == 200


def test_a_tree_is_a_list_that_opens_without_a_script(client):
    page = client.get("/opleidingen", headers=HTML).text
    assert page.count("<details open>") > 5
    assert page.count("<li>") > 100
    assert "/static/tree.js" in page


@pytest.mark.parametrize("path", ["/begrippenkaders/scw-2006", "/publicaties/gercama", "/partijen", "/opleidingen"])
def test_each_way_is_rdf_too(client, path):
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.content_type.startswith("text/turtle")
    assert len(rdflib.Graph().parse(data=answer.data, format="turtle")) > 50


@pytest.mark.parametrize("path", ["/begrippenkaders/scw-206", "/publicaties/gercamma", "/begrippenkaders/%22%3E"])
def test_what_is_not_there_is_told(client, path):
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "Undefined" not in answer.text


@pytest.mark.parametrize("part", ["0", "99", "x", "١", "-1", "1" * 50])
def test_a_part_that_is_not_there_is_refused(client, part):
    assert client.get("/publicaties/gercama", query_string={"deel": part}, headers=HTML).status_code == 400


def test_the_parts_of_a_publication_hold_each_passage_once(client):
    pages = [client.get(f"/publicaties/movisie-2013?deel={n}", headers=HTML).text for n in range(1, 6)]
    found = [part.partition('"')[0] for page in pages for part in page.split('<li id="')[1:]]
    assert len(found) == len(set(found)) == 450


def test_missing_translations_are_listed_for_programs(client):
    found = client.get("/vertalen", headers={"Accept": "application/json"}).json
    assert len(found["items"]) == sum(sum(counts.values()) for counts in found["missing"].values())
    assert {"lacks", "has", "why", "thing", "property", "text"} == set(found["kept"][0])


def test_why_a_text_stays_in_one_language_is_told(client):
    page = client.get("/vertalen?lang=nl", headers=HTML).text
    kept = client.get("/vertalen", headers={"Accept": "application/json"}).json["kept"]
    assert {one["why"] for one in kept} == {"title", "name", "others"}
    assert "niets van ons ontbreekt" in page
    assert page.count("<h2>Blijft zo:") == 3
    assert "Vlaar, P." in page


def test_what_is_still_to_be_translated_is_listed_as_such(serve_little):
    both = (
        'ding:x a kg:Ding ; skos:prefLabel "ja"@nl , "yes"@en .\nding:y a kg:Ding ; skos:prefLabel "alleen zo"@nl .\n'
    )
    client = serve_little(both)
    found = client.get("/vertalen", headers={"Accept": "application/json"}).json
    assert "alleen zo" in [one["text"] for one in found["items"]]
    assert "alleen zo" in client.get("/vertalen?lang=en", headers=HTML).text


def test_hostile_names_stay_text(serve_little):
    client = serve_little(
        'ding:x a kg:Ding ; skos:prefLabel "<script>alert(1)</script>"@en ;\n'
        "  skos:inScheme ding:k ; skos:broader ding:y .\n"
        'ding:y a kg:Ding ; skos:prefLabel "y"@nl ; skos:inScheme ding:k ; skos:broader ding:x .\n'
        'ding:k a skos:ConceptScheme ; skos:prefLabel "\\" onload=alert(1)"@nl .\n'
    )
    for path in ("/begrippenkaders", "/begrippenkaders/k", "/vertalen", "/doc/ding?op=naam", "/zoek/keuzes?q=script"):
        answer = client.get(path, headers=HTML)
        text = answer.text
        json = answer.content_type == "application/json"
        assert "<script>alert" not in text or json
        assert '" onload' not in text or json
