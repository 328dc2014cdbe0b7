"""The pages of coverage: what they say in a small world, in every form, for a hostile reader, and on the real graph."""

import csv
import io
import re
import xml.etree.ElementTree as ET

import openpyxl
import pytest

from conftest import lay_out_world
from kennisgraaf import build, engine
from kennisgraaf.namespaces import ID
from kennisgraaf.web import create_app

PAGE = {"Accept": "text/html"}
SVG = "{http://www.w3.org/2000/svg}"
SCHOOL = "https://school.example/opleiding"


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A client of the small world, with a hundred more files in it."""
    world = lay_out_world(tmp_path_factory.mktemp("dekking") / "klein")
    prefixes = "".join(
        f"PREFIX {name}: <{space}>\n"
        for name, space in {
            "kwalificatie": f"{ID}kwalificatie/",
            "kg": "https://w3id.org/kennisgraaf/def#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "competentie": f"{ID}competentie/",
        }.items()
    )
    files = "".join(
        f'kwalificatie:h{number} a kg:Kwalificatie ; skos:notation "2{number:04}" ;'
        f' skos:prefLabel "Honderd {number}"@nl ;'
        f" kg:raaktCompetentieDeels competentie:b .\n"
        for number in range(100)
    )
    made = build.compile(world, keep_going=True)
    (world.root / "data/honderd").mkdir()
    (world.root / "data/honderd/kwalificatie.ttl").write_text(prefixes + files, encoding="utf-8")
    many = build.compile(world, keep_going=True)
    opened = [engine.open_store(one.store, one.prefixes, frozenset(one.graphs)) for one in (made, many)]
    yield [create_app(one, store).test_client() for one, store in zip((made, many), opened, strict=True)]
    for store in opened:
        store.close()


@pytest.fixture
def client(small):
    return small[0]


@pytest.fixture(scope="module")
def real(release, graph):
    return create_app(release, graph).test_client()


def page(client, address, status=200):
    found = client.get(address, headers=PAGE)
    assert found.status_code == status, found.text
    assert found.headers["Content-Type"].startswith("text/html")
    return re.sub(r"\s+", " ", found.text)


def words(html):
    """What a reader sees: no tags, one space."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def table(client, address):
    found = client.get(address)
    assert found.status_code == 200, found.text
    return list(csv.DictReader(io.StringIO(found.data.decode(), newline="")))


# What the pages say


def test_a_page_tells_what_a_file_covers_touches_and_leaves_out(client):
    shown = words(page(client, "/dekking/kwalificatie/1"))
    assert "1 gedekt, 2 geraakt, 1 ontbreekt" in shown
    assert "hoogste 0,9 gemiddeld 0,8, 2 koppelingen" in shown
    assert "Het gaat om horen wat iemand zegt." in shown
    assert "Dat telt niet als dekking" in shown


def test_a_page_is_in_english_too(client):
    shown = words(page(client, "/dekking/kwalificatie/1?lang=en"))
    assert "1 covered, 2 touched, 1 missing" in shown
    assert "highest 0.9 average 0.8, 2 links" in shown
    assert "It is about hearing what somebody says." in shown


def test_no_known_set_is_never_shown_as_nothing(client):
    shown = words(page(client, "/dekking/kwalificatie/3"))
    assert shown.count("Geen competentieset bekend") == 2
    assert "0 gedekt" not in shown
    assert "ontbreekt:" not in shown.lower().split("regels")[0].split("hoe zeker")[-1]


def test_a_bundle_says_what_in_it_is_unknown(client):
    assert "Let op: van een deel hiervan is geen competentieset bekend" in page(
        client, "/dekking/kwalificatiedossier/1"
    )
    assert "10001 B1-K1-W1" in words(page(client, "/dekking/kwalificatiedossier/1"))  # a code is unique in its file


def test_a_withdrawn_file_leads_to_what_came_instead(client):
    shown = page(client, "/dekking/kwalificatie/4")
    assert "Vervallen:" in shown
    assert 'href="/dekking/kwalificatie/2"' in shown


def test_a_withdrawn_topic_is_marked_and_leads_on(client):
    shown = words(page(client, "/dekking/kwalificatie/1"))
    assert "1E Oud vervallen Gebruik nu competentie:a" in shown
    assert "tellen nergens mee" in page(client, "/dekking/competentie/e")


def test_two_things_side_by_side(client):
    shown = words(page(client, "/dekking/kwalificatie/1?naast=kwalificatie/2"))
    assert "alleen de eerste" in shown
    assert "alleen de tweede" in shown
    part = words(page(client, "/dekking/werkproces/1-b1-k1-w2?naast=kwalificatie/1"))
    assert "beide verschil in zekerheid −0,2" in part


def test_a_thing_beside_itself_is_told(client):
    assert "twee keer hetzelfde" in page(client, "/dekking/kwalificatie/1?naast=1")


def test_predecessor_and_successor_are_one_click_apart(client):
    assert 'href="/dekking/kwalificatie/2?naast=kwalificatie%2F1"' in page(client, "/dekking/kwalificatie/2")
    assert 'href="/dekking/kwalificatie/1?naast=kwalificatie%2F2"' in page(client, "/dekking/kwalificatie/1")


def test_the_overview_tells_what_nobody_teaches(client):
    shown = words(page(client, "/dekking?kader=een").partition("Wat niemand onderwijst")[2])
    assert "1C" in shown
    assert "alleen geraakt door: 10001 Eerste" in shown
    assert "1D Leren" in shown
    assert "1B Plannen" not in shown


def test_a_topic_tells_who_teaches_it(client):
    shown = words(page(client, "/dekking/competentie/a"))
    assert "10001 Eerste D 0,9" in shown
    assert "10003 Derde ? onbekend" in shown


def test_a_programme_of_somebodys_own_has_a_page(client):
    shown = words(page(client, f"/dekking?van={SCHOOL}"))
    assert "Onze opleiding" in shown
    assert "1 gedekt, 1 ontbreekt" in shown
    assert table(client, f"/dekking?van={SCHOOL}&format=csv")[0]["door"] == ""


def test_two_programmes_of_others_can_be_compared(client):
    assert "naast Onze opleiding" in words(page(client, f"/dekking/kwalificatie/1?naast={SCHOOL}"))


@pytest.mark.parametrize("name", ["10001", "kwalificatie/1", "kwalificatie:1", f"{ID}kwalificatie/1"])
def test_a_thing_is_chosen_by_any_of_its_names(client, name):
    found = client.get("/dekking", query_string={"van": name, "naast": "10002", "kader": ""}, headers=PAGE)
    assert (found.status_code, found.headers["Location"]) == (303, "/dekking/kwalificatie/1?naast=10002")


def test_the_pages_of_things_lead_here(client):
    for name in ("kwalificatie/1", "competentie/a", "begrippenkader/een", "functie/f"):
        assert f'href="/dekking/{name}"' in page(client, f"/doc/{name}")
    assert "/dekking/uitspraak" not in page(client, "/doc/uitspraak/1")
    assert client.get("/dekking/begrippenkader/een").headers["Location"] == "/dekking?kader=een"


# What goes wrong


def test_an_unknown_thing_gets_near_names(client):
    assert "/doc/kwalificatie/1" in page(client, "/dekking/kwalificatie/11", status=404)
    near = client.get("/api/v1/dekking/kwalificaties/1").json["near"]
    assert f"{ID}kwalificatie/1" in near


def test_a_thing_without_coverage_says_so(client):
    shown = page(client, "/dekking/dilemma/z", status=404)
    assert "Dit dekt geen competenties en vraagt er ook geen" in shown
    assert 'href="/doc/dilemma/z"' in shown
    assert "neither covers nor asks" in client.get("/api/v1/dekking/dilemma/z").json["detail"]


@pytest.mark.parametrize(
    "query", ["naast=kwalificatie/onbekend", "kader=drie", "kleur=rood", "naast=1&naast=2", "naast=a"]
)
def test_what_does_not_fit_is_told(client, query):
    assert page(client, f"/dekking/kwalificatie/1?{query}", status=400)
    assert client.get(f"/api/v1/dekking/kwalificatie/1?{query}").json["errors"]


@pytest.mark.parametrize(
    "name", ["%00", "a%22b", "%3Cscript%3E", "x" * 3000, "kwalificatie/1/2", "..%2f..", "%F0%9F%92%A9"]
)
def test_nonsense_is_not_found(client, name):
    assert client.get(f"/dekking/kwalificatie/{name}", headers=PAGE).status_code == 404
    assert client.get("/dekking", query_string={"van": name}, headers=PAGE).status_code == 404


def test_a_world_without_programmes_or_frameworks_has_an_empty_page(serve_little):
    client = serve_little()
    assert "geen kaders" in page(client, "/dekking")
    assert client.get("/dekking?format=csv").status_code == 200
    assert client.get("/dekking?format=xlsx").status_code == 200
    assert client.get("/dekking?format=svg").status_code == 404
    assert client.get("/api/v1/dekking").json == {"files": [], "frameworks": []}


def test_a_hundred_files_fit_on_a_page_and_in_a_picture(small):
    shown = page(small[1], "/dekking?kader=een")
    assert shown.count("Honderd 99") >= 2
    drawn = ET.fromstring(small[1].get("/dekking?kader=een&format=svg").data)  # noqa: S314 - our own file
    assert len(drawn.findall(f".//{SVG}rect")) == 1 + 104 * 5 + 5
    assert small[1].get("/dekking?format=xlsx").status_code == 200


# The other forms


def test_the_csv_has_a_row_for_each_topic(client):
    rows = table(client, "/dekking/kwalificatie/1?format=csv&kader=een")
    assert [row["dekking"] for row in rows] == ["gedekt", "geraakt", "geraakt", "ontbreekt", "gedekt"]
    assert (rows[0]["zekerheid (hoogste)"], rows[0]["aantal koppelingen"], rows[0]["door"]) == (
        "0.9",
        "2",
        "B1-K1-W1; B1-K1-W2",
    )
    assert rows[2]["competentie"] == "<b>Vet</b> & =1+1"
    assert rows[4]["vervallen"] == "ja"
    side = table(client, "/dekking/kwalificatie/1?format=csv&naast=2&lang=en&kader=een")
    assert [row["side by side"] for row in side] == [
        "only the first",
        "only the second",
        "at best touched",
        "neither",
        "only the first",
    ]


def test_a_file_is_the_same_whatever_language_a_browser_prefers(client):
    address = "/dekking/kwalificatie/1?format=csv"
    one, other = (client.get(address, headers={"Accept-Language": lang}) for lang in ("nl", "en"))
    assert (one.data, one.headers["ETag"]) == (other.data, other.headers["ETag"])
    assert (
        "format=csv&amp;lang=en"
        in client.get("/dekking/kwalificatie/1", headers={**PAGE, "Accept-Language": "en"}).text
    )


def test_the_workbook_has_a_sheet_per_framework_and_one_with_the_reasons(client):
    found = client.get("/dekking/kwalificatie/1?format=xlsx")
    assert found.headers["Content-Disposition"] == "attachment; filename=dekking-1.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(found.data))
    assert book.sheetnames == ["Kader een", "Kader twee", "koppelingen", "regels"]
    links = list(book["koppelingen"].iter_rows(values_only=True))
    assert "10001 B1-K1-W1" in links[1]
    assert "Het gaat om horen wat iemand zegt." in links[1]
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert any("=HYPERLINK(1)" in row for row in links)  # a text, as it stands


def test_the_workbook_of_all_files_is_a_grid(client):
    book = openpyxl.load_workbook(io.BytesIO(client.get("/dekking?format=xlsx").data))
    rows = list(book["Kader een"].iter_rows(values_only=True))
    assert rows[0] == ("code", "competentie", "adres van competentie", "niemand dekt dit", *rows[0][4:])
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["10001 Eerste"], first["10002 Tweede"], first["10003 Derde"]) == ("D 0,9", "R", "?")


def test_the_picture_is_a_file_of_its_own_with_words_for_who_cannot_see_it(client):
    found = client.get("/dekking/kwalificatie/1?format=svg&kader=een")
    assert found.headers["Content-Type"].startswith("image/svg+xml")
    drawn = ET.fromstring(found.data)  # noqa: S314 - our own file
    named = drawn.attrib["aria-labelledby"].split()
    assert [drawn.find(f"*[@id='{name}']").tag for name in named] == [f"{SVG}title", f"{SVG}desc"]
    boxes = [
        group
        for group in drawn.iter(f"{SVG}g")
        if group.find(f"{SVG}rect") is not None and group.find(f"{SVG}title") is not None
    ]
    assert len(boxes) == 3 * 5
    assert boxes[0].find(f"{SVG}title").text == "1A Luisteren, 10001 Eerste: gedekt (zekerheid 0,9, 2 koppelingen)"
    assert all((box.find(f"{SVG}text").text or "").strip() for box in boxes)  # readable without colour


@pytest.mark.parametrize("address", ["/dekking", "/dekking/kwalificatie/1", "/dekking/kwalificatie/1?naast=2"])
def test_nothing_on_a_page_needs_a_script_or_a_style_of_its_own(client, address):
    shown = page(client, address)
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|javascript:", shown)
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert "<b>Vet" not in shown


def test_no_name_above_the_picture_is_cut_off_or_runs_out_of_it(release, graph):
    client = create_app(release, graph).test_client()
    address = "/dekking?van=kwalificatie/25697&naast=kwalificatie/25780&kader=scw-2006&format=svg"
    drawn = ET.fromstring(client.get(address, follow_redirects=True).data)  # noqa: S314 - our own file
    wide = float(drawn.get("viewBox").split()[2])
    names = [one for one in drawn.iter(f"{SVG}text") if "rotate" in one.get("transform", "")]
    assert len(names) == 2
    for one in names:
        text = one.find(f"{SVG}title").tail
        assert text == one.find(f"{SVG}title").text
        left = float(re.search(r"translate\(([\d.]+)", one.get("transform"))[1])
        assert left + 0.65 * 6.5 * len(text) < wide


def test_every_sign_of_the_picture_stands_in_the_table_too(client):
    shown = page(client, "/dekking/kwalificatie/1?kader=een")
    assert shown.count("<svg") == 1
    assert "Dezelfde gegevens staan in de tabel" in shown
    picture, _, rest = shown.partition("</svg>")
    for sign in ("D 0,9", "R 0,6"):
        assert sign in picture
        assert sign in rest


def test_programs_get_the_same(client):
    found = client.get("/api/v1/dekking/kwalificatie/1?kader=een&naast=kwalificatie/2").json
    (framework,) = found["frameworks"]
    assert framework["counts"] == {"covered": 1, "asked": 0, "touched": 2, "missing": 1, "unknown": 0}
    first = framework["topics"][0]
    assert (first["state"], first["best"], first["verdict"], first["beside"]["state"]) == (
        "covered",
        0.9,
        "here",
        "touched",
    )
    assert first["links"][0]["statement"] == f"{ID}uitspraak/1"
    listed = client.get("/api/v1/dekking").json
    assert [topic["code"] for topic in next(one for one in listed["frameworks"] if one["code"] == "een")["nobody"]] == [
        "1C",
        "1D",
    ]
    third = next(file for file in listed["files"] if file.get("code") == "10003")
    assert [one["known"] for one in third["frameworks"]] == [False, False]
    assert client.get(f"/api/v1/dekking/ding?van={SCHOOL}").json["id"] == SCHOOL
    assert len(client.get("/api/v1/dekking/competentie/a").json["files"]) == 4


def test_below_a_sub_path_every_address_has_it(release, graph):
    client = create_app(release, graph, subpath="/kennis").test_client()
    shown = client.get("/kennis/dekking", headers=PAGE).text
    assert [one for one in re.findall(r'(?:href|action)="(/[^"]*)"', shown) if not one.startswith("/kennis/")] == []
    assert client.get("/kennis/dekking?van=25958", headers=PAGE).headers["Location"].startswith("/kennis/dekking/")


# The real graph: what the pages count is what a query counts

COUNT = """SELECT (COUNT(DISTINCT ?topic) AS ?total) {{ <{thing}> kg:dektCompetentie ?topic .
?topic skos:inScheme <{scheme}>
FILTER NOT EXISTS {{ ?topic owl:deprecated true }} }}"""


def test_the_numbers_are_those_of_a_query(real, graph):
    listed = real.get("/api/v1/dekking").json
    assert listed["files"]
    for file in listed["files"]:
        for framework in file["frameworks"]:
            query = COUNT.format(thing=file["id"], scheme=framework["id"])
            assert framework["counts"]["covered"] == int(graph.rows(query)[0]["total"].value), (
                file["id"],
                framework["id"],
            )
            assert framework["known"] != bool(framework["counts"]["unknown"])


def test_the_page_and_the_question_agree_on_what_nobody_teaches(real):
    asked = real.get("/api/v1/vragen/competenties-die-niemand-leert", headers={"Accept": "application/json"}).json
    rows = {row["competentie"]["value"] for row in asked["results"]["bindings"]}
    listed = real.get("/api/v1/dekking").json["frameworks"]
    assert {topic["id"] for framework in listed for topic in framework["nobody"]} == rows


def test_the_page_and_the_question_agree_on_a_file(real):
    states = {"covered": "gedekt", "touched": "geraakt", "missing": "ontbreekt", "unknown": "onbekend"}
    for file in real.get("/api/v1/dekking").json["files"]:
        name = file["id"].removeprefix(ID)
        for framework in real.get(f"/api/v1/dekking/{name}").json["frameworks"]:
            given = {"kwalificatie": name, "begrippenkader": framework["id"]}
            rows = real.get("/api/v1/vragen/dekking-van-kwalificatie", query_string=given).json["results"]["bindings"]
            asked = {row["competentie"]["value"]: row["dekking"]["value"] for row in rows}
            assert {topic["id"]: states[topic["state"]] for topic in framework["topics"]} == asked
