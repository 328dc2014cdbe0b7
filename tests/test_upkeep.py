"""The yearly look at links: every way to write one down, every verdict, tables back whole, and the page and the API."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from kennisgraaf import record, sheets, upkeep
from kennisgraaf.upkeep import Register, judge, note
from kennisgraaf.upkeep.address import recognise, split
from kennisgraaf.web import create_app

BASE = "https://w3id.org/kennisgraaf/"
ID = f"{BASE}id/"
A, B = f"{ID}ding/a", f"{ID}ding/b"


def change(iri, verdict="breaking", kind="changed"):
    text = {"nl": "De definitie is anders.", "en": "The definition differs."}
    reason = {"rule": "r", "verdict": verdict, "text": text}
    told = {"iri": iri, "kind": kind, "verdict": verdict, "labels": {}, "topic": {}, "reasons": [reason]}
    return {**told, "properties": []}


def released(version, day, *changes):
    difference = {"verdict": "breaking", "counts": {}, "changes": list(changes)}
    return record.Record(version, datetime(2026, 1, day, tzinfo=UTC), difference)


REGISTER = Register(
    labels={
        A: {"nl": "a", "en": "the a"},
        B: {"nl": "b"},
        f"{ID}ding/a#deel": {},
        f"{ID}ding/oud": {"nl": "oud"},
        f"{BASE}def#Ding": {"nl": "ding"},
        "https://elders.example/x": {"nl": "stub"},
    },
    heirs={
        f"{ID}ding/oud": (f"{ID}ding/ouder",),
        f"{ID}ding/ouder": (A, B),
        f"{ID}ding/weg": (),
        f"{ID}ding/ring": (f"{ID}ding/ring2",),
        f"{ID}ding/ring2": (f"{ID}ding/ring",),
    },
    prefixes={"ding": f"{ID}ding/", "kg": f"{BASE}def#", "id": ID, "skos": "http://www.w3.org/2004/02/skos/core#"},
    records=[
        released("0.3.0", 30, change(A, "editorial"), change(B)),
        released("0.2.0", 20, change(A), change(B, kind="added")),
        released("0.1.0", 10),
    ],
    homes=("https://sw.example.org/graaf",),
)


@pytest.mark.parametrize(
    "link",
    [
        A,
        f" <{A}> ",
        f"“{A}”,",
        A.replace("https", "http"),
        A.replace("https://w3id.org", "HTTPS://W3ID.ORG"),
        A + "/",
        A + ".ttl",
        A + "?lang=en",
        f"{BASE}doc/ding/a",
        f"{BASE}doc/ding/a.html?lang=nl",
        "https://sw.example.org/graaf/doc/ding/a",
        "http://sw.example.org/graaf/id/ding/a.jsonld",
        "http://localhost:8000/doc/ding/a",
        "https://spiegel.example/x/y/doc/ding/a",
        f"{BASE}id/ding%2Fa",
        "ding:a",
        "id:ding/a",
        "ding/a",
        "id/ding/a",
        "/doc/ding/a",
        "/id/ding/a.ttl",
    ],
)
def test_a_link_is_recognised_in_every_form(link):
    assert recognise(link, REGISTER) == A


@pytest.mark.parametrize(
    ("link", "iri"),
    [
        (f"{A}#deel", f"{A}#deel"),
        (f"{A}#anders", f"{A}#anders"),
        ("kg:Ding", f"{BASE}def#Ding"),
        (f"{BASE}def#Ding", f"{BASE}def#Ding"),
        ("https://elders.example/x", "https://elders.example/x"),
        ("ding:onbekend", f"{ID}ding/onbekend"),
        (f"{BASE}id/nooit/geweest", f"{ID}nooit/geweest"),
    ],
)
def test_fragments_terms_and_stubs_are_told_apart(link, iri):
    found = recognise(link, REGISTER)
    assert found in {iri, iri.removesuffix("#anders")}


@pytest.mark.parametrize(
    "link",
    ["", " ", "a", "ding", "een zin over ding/a", "https://example.org/doc/ding/z", "http://[",
     "http://[::1", BASE, "x" * 5000, "skos:Concept",
     "\0", f"{ID}ding/a b", "javascript:alert(1)", "mailto:x@y.nl", "\ud800"],
)  # fmt: skip
def test_what_is_not_ours_is_left_alone(link):
    assert judge(REGISTER, link).state == "foreign"


def test_several_links_in_a_cell_are_looked_at_one_by_one():
    assert split(f"{A} | ding:b; ding/zz\n{B}", REGISTER) == [A, "ding:b", "ding/zz", B]
    assert split("twee woorden", REGISTER) == ["twee woorden"]


@pytest.mark.parametrize(
    ("link", "state", "heirs"),
    [
        ("ding:a", "alive", []),
        ("ding:oud", "replaced", [A, B]),
        ("ding:weg", "ended", []),
        ("ding:ring", "ended", []),
        ("ding:zz", "unknown", []),
        ("https://example.org/", "foreign", []),
    ],
)
def test_each_link_has_its_verdict_and_chains_end_where_they_end(link, state, heirs):
    found = judge(REGISTER, link)
    assert (found.state, [iri for iri, _ in found.heirs]) == (state, heirs)


@pytest.mark.parametrize("link", ["ding:A", "ding:aa", "dnig/a", f"{ID}ding/-a"])
def test_an_unknown_link_gets_near_names(link):
    found = judge(REGISTER, link if ":" in link else f"{ID}{link}")
    assert found.state == "unknown"
    assert A in [iri for iri, _ in found.near]
    assert f"{ID}ding/oud" not in [iri for iri, _ in found.near]


@pytest.mark.parametrize(
    ("link", "since", "versions"),
    [
        ("ding:a", "0.1.0", ["0.2.0"]),
        ("ding:a", "v0.1.0", ["0.2.0"]),
        ("ding:a", "0.2.0", []),
        ("ding:b", "0.1.0", ["0.3.0"]),
        ("ding:a", "2026-01-15", ["0.2.0"]),
        ("ding:a", "15-01-2026", ["0.2.0"]),
        ("ding:a", "15/1/2026", ["0.2.0"]),
        ("ding:a", "2026-01-20T10:00:00", ["0.2.0"]),
        ("ding:a", "2026-01-21", []),
    ],
)
def test_a_change_of_meaning_counts_from_when_somebody_holds_the_link(link, since, versions):
    found = judge(REGISTER, link, since)
    assert [version for version, _ in found.changes] == versions
    assert found.state == ("changed" if versions else "alive")
    assert not found.unsaid


@pytest.mark.parametrize(
    ("since", "unsaid"), [("", "when"), ("ooit", "strange"), ("9.0.0", "strange"), ("31-02-2026", "strange")]
)
def test_what_cannot_be_said_is_not_said(since, unsaid):
    found = judge(REGISTER, "ding:a", since)
    assert (found.state, found.unsaid) == ("alive", unsaid)
    assert all(note(found, lang) for lang in ("nl", "en"))


def test_without_a_version_nothing_is_said_of_meaning(little, run):
    path = little.root / "links.csv"
    path.write_text("link\nding:a\n", encoding="utf-8")
    done = run(little.root, "recheck", path, "--since", "0.1.0")
    assert done.returncode == 0
    assert "nog geen uitgave met een versie" in done.stdout


# Tables on the command line

TABLE = "naam;Link naar begrip;sinds;noot\nA;ding:a;;=1+1\nB;https://w3id.org/kennisgraaf/id/ding/zz;;é\nC;;;leeg\nD;https://example.org/;;\n"


@pytest.fixture
def table(little):
    path = little.root / "lijst.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def cells_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_list_comes_back_whole_with_columns_added(little, run, table):
    out = little.root / "uit.csv"
    done = run(little.root, "recheck", table, "--out", out)
    assert done.returncode == 1
    assert "3 links in Link naar begrip: 1 alive, 1 unknown, 1 foreign" in done.stderr
    rows = cells_of(out.read_text(encoding="utf-8"))
    assert [row[:4] for row in rows] == [
        ["naam", "Link naar begrip", "sinds", "noot"],
        ["A", "ding:a", "", "'=1+1"],
        ["B", "https://w3id.org/kennisgraaf/id/ding/zz", "", "é"],
        ["C", "", "", "leeg"],
        ["D", "https://example.org/", "", ""],
    ]
    assert [row[4] for row in rows] == ["link: toestand", "in gebruik", "onbekend", "", "niet van ons"]
    assert f"{ID}ding/a (a)" in rows[2][8]


def test_a_list_that_was_checked_before_gets_its_columns_anew(little, run, table):
    first, second = little.root / "een.xlsx", little.root / "twee.xlsx"
    assert run(little.root, "recheck", table, "--out", first).returncode == 1
    assert run(little.root, "recheck", first, "--out", second, "--lang", "en").returncode == 1
    rows = list(openpyxl.load_workbook(second).active.iter_rows(values_only=True))
    assert rows[0][:6] == ("naam", "Link naar begrip", "sinds", "noot", "link: state", "link: IRI")
    assert len(rows[0]) == 10
    assert rows[1][3] == "=1+1"
    assert openpyxl.load_workbook(second).active["D2"].data_type == "s"


def test_all_alive_is_exit_0_and_a_bare_column_needs_no_heading(little, run):
    path = little.root / "kaal.csv"
    path.write_text("ding:a\nding/b\n", encoding="utf-8")
    path.write_text(f"{A}\n{B}\n", encoding="utf-8")
    done = run(little.root, "recheck", path, "--format", "json")
    assert done.returncode == 0
    assert [one["iri"] for one in json.loads(done.stdout)["links"]] == [A, B]


def test_the_terminal_shows_what_asks_for_something(little, run, table):
    done = run(little.root, "recheck", table)
    assert done.returncode == 1
    assert "ding/zz: onbekend" in done.stdout
    assert f"≈ {A} (a)" in done.stdout
    assert "ding:a:" not in done.stdout


@pytest.mark.parametrize(
    ("body", "words", "outcome"),
    [
        (b"a;b\n1;2\n", [], (2, "No column holds links")),
        (b"", [], (1, "is empty")),
        (b"a\0b", [], (1, "no table of text")),
        (b"PK\x03\x04oeps", [], (1, "broken workbook")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1oeps", [], (1, "encrypted")),
        (b"a;b\nding:a;x\n", ["--column", "c"], (2, "no column 'c'")),
        (b"a;b\nding:a;x\n", ["--format", "xlsx"], (2, "--out")),
        (b"a;b\nding:a;x\n", ["--out", "geen/map/x.csv"], (3, "cannot be written")),
    ],
)
def test_what_a_reader_can_cause_is_told(little, run, body, words, outcome):
    path = little.root / "in.csv"
    path.write_bytes(body)
    done = run(little.root, "recheck", path, *words)
    assert (done.returncode, outcome[1] in done.stderr) == (outcome[0], True), done.stderr


def test_windows_1252_and_rows_of_several_lengths_are_read(little, run):
    path = little.root / "oud.csv"
    path.write_bytes("naam;link\nideeën;ding:a;extra\nkort\n".encode("cp1252"))
    done = run(little.root, "recheck", path, "--format", "csv")
    assert "Windows-1252" in done.stderr
    assert cells_of(done.stdout)[1][:4] == ["ideeën", "ding:a", "extra", "in gebruik"]


def test_a_row_may_say_itself_since_when(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("link;versie\nding:a;0.1.0\nding:a;0.2.0\nding:a;\n", encoding="utf-8")
    found = upkeep.check(REGISTER, sheets.read(path), "0.1.0")
    assert [one.state for one in found.verdicts] == ["changed", "alive", "changed"]
    assert "0.2.0: De definitie is anders." in found.rows[0][-1]


# The page and the interface for programs


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph, public="https://sw.example.org/graaf").test_client()


def send(client, body, name="lijst.csv", accept="text/html", **form):
    """Send a file as a browser does; the client of the tests would leave a file of its own open."""
    fields = {f'name="{key}"': value.encode() for key, value in form.items()}
    fields[f'name="file"; filename="{name}"'] = body
    parts = [b"--x\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (k.encode(), v) for k, v in fields.items()]
    kind, headers = "multipart/form-data; boundary=x", {"Accept": accept}
    return client.post("/controle", data=b"".join([*parts, b"--x--\r\n"]), content_type=kind, headers=headers)


LIST = b"naam;link\nA;competentie:scw-4b\nB;competentie:scw-4zz\n<script>;https://example.org/<script>\n"


def test_the_page_asks_for_a_file_without_javascript(client):
    found = client.get("/controle", headers={"Accept": "text/html"}).text
    assert 'enctype="multipart/form-data"' in found
    assert "<script" not in found.partition("<main")[2]


def test_a_list_is_answered_with_a_page_and_a_download(client):
    found = send(client, LIST)
    assert found.status_code == 200
    assert found.headers["Cache-Control"] == "no-store"
    assert "competentie:scw-4zz" in found.text
    assert 'href="data:application/vnd.openxmlformats' in found.text
    assert "<script>" not in found.text.partition("<main")[2]


def test_a_list_comes_back_in_the_form_that_is_asked_for(client):
    found = send(client, LIST, format="csv")
    assert cells_of(found.data.decode("utf-8-sig"))[1][2] == "in gebruik"
    assert "attachment" in found.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(send(client, LIST, format="xlsx").data))
    assert book.active["C3"].value == "onbekend"
    assert send(client, LIST, accept="application/json").json["counts"]["unknown"] == 1


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (b"", 400, "is empty"),
        (b"a;b\n1;2\n", 400, "No column holds links"),
        (b"a\0b", 400, "no table of text"),
        (b"link\n" + b"competentie:scw-4b\n" * 5001, 413, "5000 fit"),
        (b"x" * 5_100_000, 413, ""),
    ],
)
def test_a_file_that_does_not_do_is_told_on_the_page_too(client, body, status, told):
    for accept in ("text/html", "application/json"):
        found = send(client, body, accept=accept)
        assert (found.status_code, told in found.text) == (status, True)


def test_a_workbook_that_unpacks_to_too_much_is_not_read(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    found = send(client, packed.getvalue(), "x.xlsx", "application/json")
    assert (found.status_code, found.json["limit"]) == (413, "bytes")


def test_no_file_is_told(client):
    assert client.post("/controle").status_code == 400
    assert client.post("/controle", data={"file": "text"}).status_code == 400


def test_an_upload_has_a_limit_of_its_own_and_no_other_address_has(client):
    big, form = b"queries=" + b"x" * 1_500_000, "application/x-www-form-urlencoded"
    for path in ("/sparql", "/reconcile", "/api/v1/koppelcontroles"):
        assert client.post(path, data=big, content_type=form).status_code in {413, 415}, path
    assert send(client, b"link;noot\ncompetentie:scw-4b;" + b"x" * 100_000 + b"\n" * 1_500_000).status_code == 200


def test_programs_send_a_list_and_get_one(client):
    links = ["competentie:scw-4b", {"link": f"{ID}competentie/scw-4zz", "since": "0.1.0"}, "https://example.org/"]
    found = client.post("/api/v1/koppelcontroles", json=links)
    assert [one["state"] for one in found.json["links"]] == ["alive", "unknown", "foreign"]
    assert found.json["links"][0]["label"]["en"] == "Clarifies the question"
    assert found.json["links"][1]["toDo"] is True
    assert found.headers["API-Version"]
    assert found.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("[", "application/json", 400),
        ("[" * 40_000, "application/json", 400),
        ("{}", "application/json", 400),
        ("[]", "application/json", 400),
        ("[3]", "application/json", 400),
        ('[""]', "application/json", 400),
        ('[{"since": "0.1.0"}]', "application/json", 400),
        ('[{"link": "a", "sinds": "0.1.0"}]', "application/json", 400),
        ('["a"]', "text/plain", 415),
        (json.dumps(["ding:a"] * 1001), "application/json", 413),
    ],
)
def test_programs_are_told_what_is_wrong(client, body, kind, status):
    found = client.post("/api/v1/koppelcontroles", data=body, content_type=kind)
    assert (found.status_code, found.content_type) == (status, "application/problem+json")
    assert found.json["fix"]


def test_a_list_cannot_be_got(client):
    found = client.get("/api/v1/koppelcontroles")
    assert (found.status_code, found.headers["Allow"]) == (405, "OPTIONS, POST")
    assert client.post("/api/v1/koppelcontroles?x=1", json=["ding:a"]).status_code == 400
