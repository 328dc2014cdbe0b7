"""Several servers behind nginx (deploy/nginx-servers.conf): all answer alike, any may be killed, releases roll out.

Each server stands for a machine of its own: another folder, another time zone, another seed for hashes, and the program
in a copy with other dates. KINDS says what they run on, and what is told here holds for each: copies of one release,
or one Virtuoso. What happens when that Virtuoso itself fails is told in test_servers_engine.py.
"""

import contextlib
import http.client
import io
import json
import shutil
import time

import openpyxl
import pytest

import proxy
from conftest import HOUSE
from kennisgraaf import build, project
from machines import (
    HTML,
    JSON,
    QUERY,
    REST,
    TURTLE,
    Load,
    Machine,
    answers,
    asking,
    back,
    fronted,
    little_machines,
    newer,
    other_program,
    publish,
    standing,
    told,
)
from proxy import DEPLOY, UNCHECKED, fetch

TEMPLATE = "CONSTRUCT { ?c rdfs:seeAlso [ rdfs:label ?l ] } { ?c a kg:Competentie ; skos:prefLabel ?l }"
KINDS = ["copies", "virtuoso"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate that nobody trusts."""
    return proxy.certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module", params=KINDS)
def site(request, release, certificate, tmp_path_factory):
    """Two machines with the real graph, and nginx in front of them."""
    place = tmp_path_factory.mktemp("alike")
    here, there = place / "one", place / "other"
    here.mkdir()
    there.mkdir()
    away = {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONPATH": other_program(there), "PYTHONHASHSEED": "7"}
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(standing(request.param, place / "engine"))
        options = []
        if engine:
            publish(engine, HOUSE, "--release", release.id)
            options = ["--engine", engine.url]
        for folder in (here, there):
            shutil.copytree(release.folder, folder / "release")
        machines = [
            Machine(here, ["--root", HOUSE, "--release", here / "release", *options]),
            Machine(there, ["--root", there, "--release", there / "release", *options], **away),
        ]
        for one in machines:
            stack.callback(one.end)
            one.start()
        yield machines, *stack.enter_context(fronted(machines, certificate, place / "nginx"))


CHOICE = "/samenstellen{}?keuze=scw-4a.scw-4b&titel=Team"
ALIKE = [
    ("/", HTML),
    ("/", {**HTML, "Accept-Language": "en"}),
    ("/doc/competentie/scw-4b", HTML),
    ("/doc/competentie/scw-4b", TURTLE),
    ("/doc/competentie/scw-4b.jsonld", {}),
    ("/doc/competentiesoort/generiek.ttl", {}),  # the ontology's blank nodes speak of it
    ("/doc/competentiesoort/generiek.rdf", {}),
    ("/doc/competentie", HTML),
    ("/id/competentie/scw-4b", TURTLE),
    ("/def", TURTLE),
    ("/def", HTML),
    ("/shapes", HTML),
    ("/nergens", HTML),
    ("/nergens", JSON),
    ("/zoek?q=vertrouwen", HTML),
    ("/dekking", HTML),
    ("/sparql", TURTLE),
    (asking("SELECT * { ?s owl:hasValue ?o }"), JSON),
    (asking("SELECT ?k (COUNT(*) AS ?n) (SAMPLE(?s) AS ?one) { ?s a ?k } GROUP BY ?k"), JSON),
    (asking("SELECT * { ?s ?p ?o } LIMIT 10000"), JSON),
    (asking("SELECT ?g ?s { GRAPH ?g { ?s owl:hasValue ?o } }"), {"Accept": "text/csv"}),
    (asking("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o . ?s a owl:Restriction }"), TURTLE),
    (asking(TEMPLATE), TURTLE),
    (asking(TEMPLATE), {"Accept": "application/n-triples"}),
    (asking("SELECT {"), JSON),
    ("/vragen", HTML),
    ("/vragen/indicatoren-van-competentie?competentie=competentie:scw-4b", {"Accept": "text/csv"}),
    ("/api/v1/vragen/indicatoren-van-competentie?competentie=scw-4b", JSON),
    ("/api/v1/openapi.json", JSON),
    ("/.well-known/void", TURTLE),
    ("/prefixes.json", JSON),
    ("/sitemap.xml", {}),
    ("/dumps/", HTML),
    ("/dumps/", JSON),
    ("/static/style.css", {}),
    (CHOICE.format(""), HTML),
    *[(CHOICE.format(f".{suffix}"), {}) for suffix in ("docx", "xlsx", "ttl", "jsonld")],
]


@pytest.mark.parametrize(("path", "headers"), ALIKE)
def test_every_machine_gives_the_same_answer_with_the_same_tag(site, path, headers):
    (one, other), port, _ = site
    first, second = one.ask(path, **headers), other.ask(path, **headers)
    assert first == second
    assert "etag" in first[1] or first[0] != 200
    if tag := first[1].get("etag"):
        assert other.ask(path, If_None_Match=tag, **headers)[0] == 304
    with contextlib.closing(http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=UNCHECKED)) as where:
        status, passed, body = told(where, path, **headers)
        kept = {name: passed.get(name) for name in ("etag", "cache-control", "last-modified", "content-type")}
        assert (status, kept, body) == (first[0], {name: first[1].get(name) for name in kept}, first[2])


def test_nginx_gives_work_to_both(site):
    _, port, ways = site
    for _ in range(4):
        assert fetch(port, "/health")[0] == 200
    assert len({line.split(",")[0] for line in ways.read_text().splitlines()[-4:]}) == 2


@pytest.mark.parametrize("word", ["RAND()", "NOW()", "STRUUID()"])
def test_an_answer_that_is_new_each_time_is_never_kept(site, word):
    (one, _), _, _ = site
    status, headers, _ = one.ask(asking(f"SELECT ({word} AS ?x) {{}}"), **JSON)
    assert (status, headers["cache-control"], "etag" in headers) == (200, "no-store", False)


def test_a_profile_that_was_begun_on_one_machine_goes_on_at_the_other(site):
    (one, other), _, _ = site
    status, headers, _ = one.ask("/samenstellen?c=scw-4a&c=scw-4b&titel=Team", **HTML)
    assert status == 303
    assert other.ask("/samenstellen?c=scw-4a&c=scw-4b&titel=Team", **HTML)[1] == headers
    assert other.ask(headers["location"], **HTML) == one.ask(headers["location"], **HTML)


def sent(field, name, content, **fields):
    """A file in a form: body and media type."""
    parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    parts.append(f'name="{field}"; filename="{name}"\r\n\r\n'.encode() + content)
    body = b"".join(b"--grens\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    return body + b"--grens--\r\n", {"Content-Type": "multipart/form-data; boundary=grens"}


def cells(workbook):
    """All rows of all sheets."""
    return [list(page.values) for page in openpyxl.load_workbook(io.BytesIO(workbook))]


def test_a_sheet_that_one_machine_made_is_read_by_the_other(site):
    (one, other), _, _ = site
    plan = b"Crebo;Code;Werkproces\n25958;B1-K1-W1;Onderzoekt de behoefte\n"
    body, kind = sent("file", "plan.csv", plan, format="xlsx")
    lists = one.ask("/koppelen", "POST", body, **kind)
    assert lists[0] == 200
    again = other.ask("/koppelen", "POST", body, **kind)
    assert cells(again[2]) == cells(lists[2])  # the file itself tells when it was made
    book = openpyxl.load_workbook(io.BytesIO(lists[2]))
    page = book.worksheets[0]
    at = {cell.value: place for place, cell in enumerate(page[1])}
    for name, value in (("Besluit", "dekt"), ("Zekerheid (0-1)", 0.9), ("Reden", "Zelfde vraag.")):
        page[2][at[name]].value = value
    book.save(file := io.BytesIO())
    body, kind = sent("sheet", "blad.xlsx", file.getvalue(), door="organisatie:redactie", format="tsv")
    mappings = other.ask("/koppelen/besluiten", "POST", body, **kind)
    assert mappings[0] == 200
    assert one.ask("/koppelen/besluiten", "POST", body, **kind) == mappings


def test_a_download_that_broke_off_goes_on_at_the_other_machine(site):
    (one, other), _, _ = site
    (name, *_) = [file["latest"] for file in json.loads(one.ask("/dumps/", **JSON)[2])["files"]]
    status, headers, whole = one.ask(name)
    half = len(whole) // 2
    rest = other.ask(name, Range=f"bytes={half}-", If_Range=headers["etag"])
    assert (status, rest[0], rest[2]) == (200, 206, whole[half:])


# From here on a tiny graph, so that machines start at once.


@pytest.fixture(scope="module", params=KINDS)
def little_site(request, certificate, tmp_path_factory):
    """Two machines with a tiny graph that follow the release in use, nginx in front, and the project.

    A test leaves both running.
    """
    folder = tmp_path_factory.mktemp("little")
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(standing(request.param, folder / "engine"))
        machines, made = stack.enter_context(little_machines(folder, engine))
        yield machines, *stack.enter_context(fronted(machines, certificate, folder / "nginx")), made


def test_any_machine_may_be_killed_under_load(little_site):
    (one, other), port, ways, _ = little_site
    expected = answers(one)
    assert expected == answers(other)
    with Load(port) as load:
        time.sleep(1)
        one.kill()
        time.sleep(1)
        back(one.start(), ways)
        other.kill(whole=False)
        time.sleep(1)
        back(other.start(), ways)
    assert load.others(expected) == {}
    assert load.right(expected) > 300


@pytest.mark.parametrize("little_site", ["copies"], indirect=True)
def test_a_newer_release_rolls_out_from_machine_to_machine(little_site):
    machines, port, _, made = little_site
    old = build.compile(made)
    path, known = "/doc/ding/a", {}
    status, headers, known[old.id] = machines[0].ask(path, **HTML)
    tags = {headers["etag"].strip('"'): old.id}
    fresh = newer(made.root)
    last, seen = headers["etag"], []
    for machine in machines:
        shutil.copytree(fresh.folder, machine.place / ".kennisgraaf/releases" / fresh.id)
        shutil.copytree(made.root / "data", machine.place / "data", dirs_exist_ok=True)
        assert build.compile(project.find(machine.place)).about == fresh.about  # found and put in use, not built again
        end = time.monotonic() + 15
        while machine.ask(path, **HTML)[2] == known[old.id]:
            assert time.monotonic() < end
            time.sleep(0.1)
        _, headers, known[fresh.id] = machine.ask(path, **HTML)
        tags[headers["etag"].strip('"')] = fresh.id
        for _ in range(8):
            status, headers, body = fetch(port, path, **{"If-None-Match": last}, **HTML)
            tag = headers["ETag"]
            named = tags[tag.removeprefix("W/").strip('"')]
            assert (status, body.encode()) in {(200, known[named]), (304, b"")}
            assert (status == 304) == (tag.removeprefix("W/") == last.removeprefix("W/"))
            last, seen = tag, [*seen, named]
    assert len(tags) == 2
    assert set(seen[:8]) == set(tags.values())  # half-way a reader meets both
    assert set(seen[8:]) == {fresh.id}


def test_going_back_is_not_hidden_by_a_date(little_site):
    """Who asks by date alone, with that of a release that was taken back, gets what is served now."""
    machine = little_site[0][0]
    date = "Sun, 06 Nov 2050 08:49:37 GMT"
    assert machine.ask("/doc/ding/a", If_Modified_Since=date, **HTML)[0] == 200


def test_a_refusal_passes_as_it_is_and_is_not_asked_again(little_site):
    _, port, ways, _ = little_site
    slow = f"SELECT (COUNT(*) AS ?n) {{ {' . '.join(f'?s{n} ?p{n} ?o{n}' for n in range(12))} }}"
    status, headers, body = fetch(port, asking(slow), **JSON)
    assert (status, json.loads(body).get("limit"), int(headers.get("Retry-After", 0)) > 0) == (503, "time", True)
    assert headers["Content-Type"].startswith("application/problem+json")
    assert "," not in ways.read_text().splitlines()[-1]


def test_where_no_machine_answers_readers_are_told_when_to_come_back(little_site):
    machines, port, _, _ = little_site
    for machine in machines:
        machine.kill()
    for method, body in (("GET", None), ("POST", b"ASK {}"), ("GET", None)):
        status, headers, page = fetch(port, "/sparql", method, body, **{"Content-Type": QUERY})
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Probeer het over een paar tellen opnieuw" in page
        assert "nginx" not in page
    for machine in machines:
        machine.start()
    time.sleep(REST)
    assert fetch(port, "/doc/ding/a", **HTML)[0] == 200


def test_the_example_is_for_machines_that_only_it_can_reach():
    text = (DEPLOY / "nginx-servers.conf").read_text()
    assert text.count("server 10.0.0.") >= 2
    assert "proxy_next_upstream error timeout;" in text
    assert text.count("non_idempotent;") == 1
