"""The pictures on the web: page, table and file say the same, in both languages, whatever the data holds."""

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from kennisgraaf import build, engine, pictures
from kennisgraaf.web import create_app

NAMES = list(pictures.plans())
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph, public="https://kennis.example").test_client()


class Cells(HTMLParser):
    """The texts of the cells of the table, and of each box and caption of the picture."""

    def __init__(self):
        """Begin with nothing."""
        super().__init__()
        self.cells, self.shown, self.path, self.titles = set(), [], [], {}

    def handle_starttag(self, tag, attrs):
        """Begin a text at each part of the picture."""
        self.path.append(tag)
        if tag in {"a", "g"} and "svg" in self.path:
            self.shown.append("")

    def handle_endtag(self, tag):
        """Leave a tag, and what was left open in it."""
        while self.path and self.path.pop() != tag:
            pass

    def handle_data(self, data):
        """Keep what stands in a cell or in a part."""
        if "td" in self.path and "bdi" in self.path:
            self.cells.add(data)
        elif "tspan" in self.path and self.shown:
            self.shown[-1] += data
        elif "title" in self.path and "a" in self.path:
            self.titles[len(self.shown) - 1] = data


def read(page):
    found = Cells()
    found.feed(page)
    shown = {found.titles.get(at, text) for at, text in enumerate(found.shown)}
    return found.cells, {bare(text) for text in shown}


def bare(text):
    """A text without the places where lines break."""
    return re.sub(r"[\s-]", "", text)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "omgeving"])
def test_picture_and_table_hold_the_same_labels(client, name, lang):
    cells, shown = read(client.get(f"/beelden/{name}?lang={lang}").text)
    plan = pictures.plans()[name]
    heads = {bare(text[lang]) for column in plan.columns for text in (column.title, column.note) if text}
    heads.add(bare(pictures.words(lang)["unopposed"]))
    assert len(cells) > 5
    assert {bare(cell) for cell in cells} == shown - heads


def test_every_label_around_a_thing_is_in_the_table(client):
    page = client.get("/beelden/omgeving?van=competentie:scw-4b").text
    cells, shown = read(page)
    extra = shown - {bare(cell) for cell in cells}
    assert {text for text in extra if not text.startswith("en5meer")} == {bare("Verheldert de vraag")}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_whole_by_itself(client, name):
    response = client.get(f"/beelden/{name}.svg")
    text = response.text
    root = ET.fromstring(response.data)  # noqa: S314 - our own
    assert response.content_type == "image/svg+xml"
    assert root.find(f"{SVG}style") is not None
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert "var(" not in text
    assert "<script" not in text
    assert "url(" not in text
    links = [one.get("href") for one in root.iter(f"{SVG}a")]
    assert links
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert min(float(one.get("font-size")) for one in root.iter(f"{SVG}text")) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_the_same_each_time_and_for_everybody(client, name):
    first = client.get(f"/beelden/{name}.svg").data
    assert client.get(f"/beelden/{name}.svg", headers={"Accept-Language": "en"}).data == first
    assert client.get(f"/beelden/{name}.svg?lang=en").data != first


def test_a_file_may_stand_in_a_frame_but_a_page_may_not(client):
    own = client.get("/beelden/wmo-ladder.svg").headers
    assert "frame-ancestors *" in own["Content-Security-Policy"]
    assert "X-Frame-Options" not in own
    assert len(own.getlist("Content-Security-Policy")) == 1
    assert client.get("/beelden/wmo-ladder").headers["X-Frame-Options"] == "DENY"


def test_the_index_leads_to_every_picture_and_to_coverage(client):
    page = client.get("/beelden").text
    assert all(f'href="/beelden/{name}"' in page for name in NAMES)
    assert 'href="/dekking"' in page


@pytest.mark.parametrize("name", NAMES)
def test_every_link_in_a_picture_leads_somewhere(client, name):
    page = client.get(f"/beelden/{name}").text
    for link in sorted(set(re.findall(r'<a class="[^"]+" href="(/[^"]*)"', page)))[:12]:
        assert client.get(unescape(link)).status_code == 200, link


def test_a_thing_leads_to_its_surroundings_and_back(client):
    assert "/beelden/omgeving?van=competentie%2Fscw-4b" in client.get("/doc/competentie/scw-4b").text
    page = client.get("/beelden/omgeving?van=competentie/scw-4b&lang=en").text
    assert "/doc/competentie/scw-4b?lang=en" in page
    assert "Clarifies" in page


@pytest.mark.parametrize("query", ["", "?van=competentie%2Fscw-4b&stappen=2"])
def test_a_page_names_its_own_address_and_that_of_its_file_as_they_are(client, query):
    response = client.get(f"/beelden/omgeving{query}")
    found = re.search(r'rel="alternate" type="image/svg\+xml" href="([^"]+)"', response.text)
    assert unescape(found[1]) == f"/beelden/omgeving.svg{query}"
    assert client.get(response.headers["Content-Location"]).status_code == 200


@pytest.mark.parametrize("thing", ["organisatie/delphi", "bron/movisie-2013", "beroep:sociaal-cultureel-werker"])
@pytest.mark.parametrize("steps", ["1", "2"])
def test_the_surroundings_of_any_thing_are_bounded(client, thing, steps):
    response = client.get(f"/beelden/omgeving?van={thing}&stappen={steps}")
    assert response.status_code == 200
    assert response.text.count("<rect") < 300


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/beelden/wmo-laddr", 404),
        ("/beelden/omgeving?van=competentie:bestaat-niet", 404),
        ("/beelden/omgeving?van=%3Cscript%3E", 404),
        ("/beelden/omgeving?van=a%20b%7D", 404),
        ("/beelden/omgeving?stappen=3", 400),
        ("/beelden/omgeving?welke=1", 400),
        ("/beelden/wmo-ladder.png", 404),
    ],
)
def test_what_does_not_exist_is_told(client, address, status):
    assert client.get(address).status_code == status


def test_the_sitemap_has_the_pictures(client):
    text = client.get("/sitemap.xml").text
    assert "/beelden</loc>" in text
    assert "/beelden/wmo-ladder</loc>" in text


def test_the_page_works_below_a_sub_path(release, graph):
    page = create_app(release, graph, subpath="/kennis").test_client().get("/kennis/beelden/niveaus").text
    assert 'href="/kennis/doc/' in page
    assert "/kennis/static/picture.css" in page


HOSTILE = """
PREFIX ding: <https://w3id.org/kennisgraaf/id/ding/>
PREFIX kg: <https://w3id.org/kennisgraaf/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
ding:a a kg:Ding ; skos:prefLabel "<script>alert(1)</script> & co"@nl ; kg:heeftDeel ding:b .
ding:b a kg:Ding ; skos:prefLabel "%s"@nl ; kg:heeftDeel ding:a .
ding:c a kg:Ding ; skos:prefLabel "alleen"@nl .
"""


@pytest.fixture
def hostile(little, house):
    """A project with names that are markup or endless, things in a circle, and one thing alone."""
    (little.root / "data/klein/kern.ttl").write_text(HOSTILE % ("lang" * 125))
    for name in pictures.plans()["omgeving"].questions:
        (little.root / f"queries/{name}.rq").write_bytes((house.root / f"queries/{name}.rq").read_bytes())
    release = build.compile(little, keep_going=True)
    with engine.open_store(release.store, release.prefixes, frozenset(release.graphs)) as opened:
        yield create_app(release, opened).test_client()


def test_hostile_names_and_circles_are_drawn_as_text(hostile):
    for address in (
        "/beelden/omgeving?van=ding/a",
        "/beelden/omgeving.svg?van=ding/b",
        "/beelden/omgeving?van=ding/b&stappen=2",
    ):
        response = hostile.get(address)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
    ET.fromstring(hostile.get("/beelden/omgeving.svg?van=ding/b").data)  # noqa: S314 - our own


def test_an_empty_answer_is_said_in_words(hostile):
    page = hostile.get("/beelden/omgeving?van=ding/c&lang=en").text
    assert "There is nothing to draw here" in page
    assert "<svg" not in page


def test_only_pictures_that_the_release_can_answer_are_shown(hostile):
    page = hostile.get("/beelden").text
    assert "/beelden/omgeving" in page
    assert "/beelden/wmo-ladder" not in page
    assert hostile.get("/beelden/wmo-ladder").status_code == 404
