"""The questions for programs: every form of every answer, pages, what is wrong with the input, values that fit."""

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kennisgraaf import build, engine, questions
from kennisgraaf.formats import GRAPHS, TABLES, XLSX
from kennisgraaf.questions import rows
from kennisgraaf.web import create_app, spreadsheet

HOUSE = Path(__file__).parents[1]
ALL = questions.load(HOUSE / "queries")
TABULAR = [name for name, asked in ALL.items() if rows.columns(asked.sparql)]
API = "/api/v1/vragen"
RESULT = f"{API}/indicatoren-van-competentie"
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


def ask(client, name, **more):
    return client.get(f"{API}/{name}", query_string={**ALL[name].example, **more})


def table(response):
    return list(csv.reader(io.StringIO(response.data.decode(), newline="")))


# Forms


@pytest.mark.parametrize("name", ALL)
def test_every_question_answers_its_example_in_every_form(client, graph, name):
    form = graph.form(ALL[name].sparql)
    offers = {"SELECT": (*TABLES, XLSX), "ASK": TABLES}.get(form, GRAPHS)
    for offer in offers:
        response = ask(client, name, format=offer.name)
        assert (response.status_code, response.content_type) == (200, offer.content_type)
        negotiated = client.get(f"{API}/{name}", query_string=ALL[name].example, headers={"Accept": offer.media_type})
        assert negotiated.data == response.data
    if form != "SELECT":
        assert ask(client, name, format="xlsx").status_code == 406


@pytest.mark.parametrize("name", TABULAR)
def test_a_workbook_holds_the_rows_of_the_csv(client, name):
    heading, *expected = table(ask(client, name, format="csv"))
    book = load_workbook(io.BytesIO(ask(client, name, format="xlsx").data))
    first, *found = book.active.iter_rows(values_only=True)
    assert list(first) == heading
    assert [[as_csv(cell) for cell in row] for row in found] == expected


def as_csv(cell):
    """A cell as the W3C's CSV writes it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).lower() if isinstance(cell, bool) else str("" if cell is None else cell)


def test_a_file_gets_the_name_of_its_question(client):
    for form in ("csv", "tsv", "xlsx"):
        header = ask(client, "indicatoren-van-competentie", format=form).headers["Content-Disposition"]
        assert header == f"attachment; filename=indicatoren-van-competentie.{form}"
    assert "Content-Disposition" not in ask(client, "indicatoren-van-competentie").headers


def test_a_form_that_is_not_there_says_which_are_and_links_to_them(client):
    response = ask(client, "indicatoren-van-competentie", format="pdf")
    assert (response.status_code, response.content_type) == (406, PROBLEM)
    assert XLSX.media_type in response.json["available"]
    links = re.findall(r"<([^>]+)>", response.headers["Link"])
    assert [client.get(link).status_code for link in links] == [200] * 5


def test_a_workbook_that_would_be_too_large_is_refused_and_a_page_of_it_is_not(client, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_CELLS", 20)
    response = ask(client, "uitspraken-per-graaf", format="xlsx")
    assert (response.status_code, response.json["limit"]) == (413, "rows")
    assert ask(client, "uitspraken-per-graaf", format="xlsx", page="1", pageSize="5").status_code == 200


def test_the_endpoint_for_queries_keeps_to_the_forms_of_the_standard(client):
    response = client.get("/sparql", query_string={"query": "SELECT * {}", "_mediatype": XLSX.media_type})
    assert response.status_code == 406


def test_an_answer_can_be_kept_and_asked_for_again(client):
    first = ask(client, "indicatoren-van-competentie", format="xlsx")
    assert first.headers["Vary"] == "Accept, Accept-Language"
    again = client.get(first.request.full_path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["API-Version"]


def test_the_page_of_a_question_links_to_its_downloads(client):
    page = client.get("/vragen/indicatoren-van-competentie", headers={"Accept": "text/html"}).text
    (link,) = re.findall(r'href="(/api/v1/[^"]*format=xlsx)"', page)
    assert client.get(link.replace("&amp;", "&")).content_type == XLSX.content_type


# Pages


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_pages_of_an_answer_are_the_whole_answer(client, name, form):
    whole = ask(client, name, format=form)
    size = max(1, min(1000, len(listed(whole, form)) // 3))
    found, link = [], f"{API}/{name}?{whole.request.query_string.decode()}&page=1&pageSize={size}"
    while link:
        response = client.get(link)
        part = listed(response, form)
        assert len(part) <= size
        found += part
        link = linked(response).get("next")
    assert found == listed(whole, form)
    assert response.headers["X-Total-Count"] == str(len(found))


def listed(response, form):
    assert response.status_code == 200
    if form == "json":
        return json.loads(response.data)["results"]["bindings"]
    return table(response)[1:]


def linked(response):
    return {rel: link for link, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["Link"])}


def test_every_question_with_rows_has_pages():
    assert [name for name in TABULAR if not rows.pageable(ALL[name].sparql)] == []


def test_a_page_links_to_the_others(client):
    response = ask(client, "indicatoren-van-competentie", competentie="scw-4b", page="2", pageSize="2")
    numbers = {rel: re.search(r"[?&]page=(\d+)", link)[1] for rel, link in linked(response).items()}
    assert numbers == {"first": "1", "prev": "1", "next": "3", "last": "3"}
    assert response.headers["X-Total-Count"] == "5"
    assert set(linked(client.get(linked(response)["last"]))) == {"first", "prev", "last"}


def test_an_answer_without_rows_has_one_page(client):
    response = ask(client, "kennis-zoeken", woord="zzzzz", page="1", format="csv")
    assert (response.status_code, response.headers["X-Total-Count"]) == (200, "0")
    assert ask(client, "kennis-zoeken", woord="zzzzz", page="2").status_code == 400


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", "4", "99999999999999", "٣", "1 OFFSET 0"])
def test_a_page_that_is_not_there_is_refused(client, value):
    response = ask(client, "indicatoren-van-competentie", competentie="scw-4b", page=value, pageSize="2")
    assert (response.status_code, [one["name"] for one in response.json["errors"]]) == (400, ["page"])


@pytest.mark.parametrize("value", ["0", "1001", "x"])
def test_a_page_of_no_size_is_refused(client, value):
    response = ask(client, "indicatoren-van-competentie", pageSize=value)
    assert (response.status_code, [one["name"] for one in response.json["errors"]]) == (400, ["pageSize"])


@pytest.mark.parametrize("name", ["competentie-met-omgeving", "halen-publicaties-elkaar-aan"])
def test_what_is_no_table_has_no_pages(client, name):
    response = ask(client, name, page="1")
    assert (response.status_code, response.json["errors"][0]["name"]) == (400, "page")


# What is wrong with the input


def test_all_that_is_wrong_is_told_at_once(client):
    response = client.get(
        f"{API}/competenties-van-een-van-twee-beroepen?beroep=vliegenier&kleur=rood&page=x&pageSize=0"
    )
    assert (response.status_code, response.content_type) == (400, PROBLEM)
    assert {one["name"] for one in response.json["errors"]} == {"beroep", "anderberoep", "kleur", "page", "pageSize"}
    assert all(one["in"] == "query" and one["detail"] and one["fix"] for one in response.json["errors"])


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("scw-4bb", "competentie/scw-4b"),
        ("SCW-4B", "competentie/scw-4b"),
        ("competentie/scw-4bb", "competentie/scw-4b"),
        ("wmo-werkt-samen", "competentie/wmo-werkt-samen-en-versterkt-netwerken"),
    ],
)
def test_a_value_that_is_not_there_gets_near_ones_that_are(client, value, near):
    response = client.get(RESULT, query_string={"competentie": value})
    (wrong,) = response.json["errors"]
    assert near in wrong["near"]
    assert "Did you mean" in wrong["fix"]
    assert client.get(RESULT, query_string={"competentie": wrong["near"][0]}).status_code == 200


@pytest.mark.parametrize(
    "value",
    ["scw-4b", "competentie/scw-4b", "competentie:scw-4b", "https://w3id.org/kennisgraaf/id/competentie/scw-4b"],
)
def test_a_thing_may_be_named_in_four_ways(client, value):
    assert client.get(RESULT, query_string={"competentie": value}).status_code == 200


@pytest.mark.parametrize("value", ["", "x" * 5000, "a/b", "x> } UNION { ?s ?p ?o } #", "\x00", "beroep/opbouwwerker"])
def test_a_value_that_fits_nothing_is_refused_shortly(client, value):
    response = client.get(RESULT, query_string={"competentie": value})
    assert response.status_code == 400
    assert len(response.data) < 2000


@pytest.mark.parametrize("value", ["veel", "1.5", "", "1e3", "٣", "9" * 19, "1 }"])
def test_a_number_is_a_whole_number(client, value):
    response = client.get(f"{API}/aantal-indicatoren-per-competentie", query_string={"minstens": value})
    assert (response.status_code, response.json["errors"][0]["name"]) == (400, "minstens")


@pytest.mark.parametrize(
    "path",
    ["", "/openapi.json", "/vragen", "/vragen/kennis-zoeken/invoer", "/vragen/kennis-zoeken/invoer/woord"],
)
def test_a_parameter_that_nobody_reads_is_refused(client, path):
    assert client.get(f"/api/v1{path}").status_code == 200
    response = client.get(f"/api/v1{path}?kleur=rood")
    assert (response.status_code, response.content_type, response.json["errors"][0]["name"]) == (400, PROBLEM, "kleur")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/", 404),
        ("GET", "/api/v1/vragen/", 404),
        ("GET", f"{RESULT}/", 404),
        ("GET", "/api/v1/nergens", 404),
        ("GET", f"{API}/geen", 404),
        ("GET", f"{RESULT}/invoer/geen", 404),
        ("GET", f"{API}/geen/invoer", 404),
        ("GET", f"{API}/{'x' * 9000}", 414),
        ("POST", API, 405),
        ("PUT", RESULT, 405),
        ("DELETE", "/api/v1/openapi.json", 405),
    ],
)
def test_every_error_is_a_problem_and_names_the_version(client, method, path, status):
    response = client.open(path, method=method, headers={"Accept": "text/html"})
    assert (response.status_code, response.content_type) == (status, PROBLEM)
    assert {"status", "title", "detail"} <= set(response.json)
    assert response.headers["API-Version"] == "1.0.0"
    assert "Location" not in response.headers
    assert ("GET" in response.headers.get("Allow", "")) is (status == 405)


def test_what_nobody_foresaw_names_the_version_too(release, graph, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(graph, "query", fail)
    response = create_app(release, graph).test_client().get(f"{RESULT}?competentie=competentie/scw-4b")
    assert (response.status_code, response.headers["API-Version"]) == (500, "1.0.0")


def test_pages_outside_the_interface_have_no_version(client):
    assert "API-Version" not in client.get("/vragen").headers
    assert "API-Version" not in client.get("/api/v1x").headers


# The entrance, the catalogue, and values that fit


def test_the_entrance_is_a_page_for_people_and_links_for_programs(client):
    links = client.get("/api/v1").json
    assert [client.get(links[name]).status_code for name in ("questions", "openapi", "sparql")] == [200] * 3
    page = client.get("/api/v1", headers={"Accept": "text/html"})
    assert "openapi.json" in page.text
    assert page.headers["API-Version"] == links["version"]


def test_the_catalogue_says_what_a_question_takes_and_gives(client):
    (found,) = [one for one in client.get(API).json["questions"] if one["name"] == "indicatoren-van-competentie"]
    assert (found["form"], found["pageable"]) == ("SELECT", True)
    assert found["columns"] == ["soort", "volgnummer", "indicator", "naam", "tekst"]
    assert client.get(found["inputs"][0]["href"]).json["values"]
    assert client.get(f"{RESULT}/invoer").json["inputs"] == found["inputs"]


@pytest.mark.parametrize("name", [name for name, asked in ALL.items() if asked.inputs])
def test_every_value_that_is_suggested_fits(client, graph, name):
    for blank in ALL[name].inputs:
        found = client.get(f"{API}/{name}/invoer/{blank.name}?pageSize=5").json["values"]
        assert bool(found) is (blank.kind == "thing")
        for one in found:
            assert questions.fill(graph, ALL[name], {**ALL[name].example, blank.name: one["value"]})
            assert "nl" in one["label"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("werkt samen", "competentie/wmo-werkt-samen-en-versterkt-netwerken"),
        ("NETWERKEN samen", "competentie/wmo-werkt-samen-en-versterkt-netwerken"),
        ("works together", "competentie/wmo-werkt-samen-en-versterkt-netwerken"),
        ("scw-4b", "competentie/scw-4b"),
        ("competentie/scw-4c", "competentie/scw-4c"),
    ],
)
def test_a_part_of_a_name_suggests_the_thing(client, typed, first):
    found = client.get(f"{RESULT}/invoer/competentie", query_string={"q": typed}).json["values"]
    assert found[0]["value"] == first


def test_suggestions_come_in_pages(client):
    first = client.get(f"{API}/passages-van-begrip/invoer/begrip?pageSize=100")
    total, found = int(first.headers["X-Total-Count"]), []
    link = linked(first)["first"]
    while link:
        response = client.get(link)
        found += [one["value"] for one in response.json["values"]]
        link = linked(response).get("next")
    assert len(found) == len(set(found)) == total > 500
    assert client.get(f"{API}/passages-van-begrip/invoer/begrip?page={total}").status_code == 400


def test_below_a_sub_path_every_address_has_it(release, graph):
    client = create_app(release, graph, subpath="/kennis").test_client()
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    pages = client.get(f"/kennis{RESULT}?competentie=scw-4b&pageSize=2", headers=evil)
    assert {link.partition("?")[0] for link in linked(pages).values()} == {f"/kennis{RESULT}"}
    texts = [client.get(f"/kennis/api/v1{path}", headers=evil).text for path in ("", "/vragen", "/openapi.json")]
    page = client.get("/kennis/api/v1", headers={"Accept": "text/html", **evil}).text
    for text in (*texts, page):
        assert "evil" not in text
        assert set(re.findall(r"[^\s\"'<>]*/api/v1", text)) == {"/kennis/api/v1"}


# Hostile labels


@pytest.fixture
def hostile(little):
    """Two things whose labels would act in a spreadsheet, or in the markup of a workbook."""
    path = little.root / "data" / "klein" / "kern.ttl"
    text = path.read_text(encoding="utf-8")
    text = text.replace('"a"@nl', "\"=cmd|' /C calc'!A0\"@nl").replace('"b"@nl', '"<r><t>+1</t></r>"@nl')
    path.write_text(text.replace('"007"@nl', '"\\t@x"@nl'), encoding="utf-8")
    asked = "\n#+ summary@nl: Wat?\n#+ summary@en: What?\nSELECT ?n { ?d a kg:Ding ; skos:prefLabel ?n } ORDER BY ?d"
    (little.root / "queries" / "namen.rq").write_text(asked, encoding="utf-8")
    made = build.compile(little)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        yield create_app(made, opened).test_client()


def test_a_label_that_is_a_formula_elsewhere_is_a_text_here(hostile):
    expected = ["=cmd|' /C calc'!A0", "<r><t>+1</t></r>", "\t@x"]
    book = load_workbook(io.BytesIO(hostile.get(f"{API}/namen?format=xlsx").data))
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in expected]
    assert [row[0] for row in table(hostile.get(f"{API}/namen?format=csv"))[1:]] == expected
    page = hostile.get("/vragen/delen-van-ding", headers={"Accept": "text/html"}).text
    assert "<r><t>" not in page
    values = hostile.get(f"{API}/delen-van-ding/invoer/ding").json["values"]
    assert {one["label"]["nl"] for one in values} == set(expected)
