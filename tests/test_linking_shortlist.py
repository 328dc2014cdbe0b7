"""Short lists and the command that makes them: what is suggested, what is shown as decided, and what comes out."""

import csv
import io
import json

import openpyxl
import pytest

from kennisgraaf import linking, sssom, turtle
from kennisgraaf.errors import DraftError
from kennisgraaf.linking import Row, exchange, shortlist
from kennisgraaf.linking.shortlist import Desk
from kennisgraaf.sssom import reading

WP = "https://school.example/wp/"
KNOWN_ROW = "25958;B1-K1-W1;Onderzoekt de behoefte aan sociaal werk"
OWN_ROW = "99001;B1-K1-W1;Begeleidt vrijwilligers bij activiteiten in de wijk"
HEADING = "Crebo;Code;Werkproces"
COMPETENCY = "https://w3id.org/kennisgraaf/id/competentie/"


@pytest.fixture(scope="module")
def desk(graph):
    return Desk.open(graph)


@pytest.fixture
def plan(tmp_path):
    """A file with a row that the graph knows and one that it does not."""
    path = tmp_path / "plan.csv"
    path.write_text(f"{HEADING}\n{KNOWN_ROW}\n{OWN_ROW}", encoding="utf-8")
    return path


@pytest.fixture
def link(run, tmp_path, release):
    """Run `kennisgraaf link` beside the plan."""
    assert release
    return lambda *words: run(tmp_path, "link", *words)


def fill(path, *decisions):
    """Fill in a review sheet: (rank of the row that it is about, decision, confidence, reason), as a person does."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    at = {cell.value: place for place, cell in enumerate(page[1])}
    for number, decision, confidence, reason in decisions:
        row = page[number]
        for name, value in (("Besluit", decision), ("Zekerheid (0-1)", confidence), ("Reden", reason)):
            row[at[name]].value = value
    book.save(path)


def row(name="", number="", process="", task_name=""):
    return Row("blad!A1", number=number, process=process, name=name, task_name=task_name)


def test_what_was_decided_on_this_very_part_is_no_suggestion(desk):
    (one,) = desk.lists([row("Onderzoekt de behoefte aan sociaal werk", "25958", "B1-K1-W1")], 30)
    decided = {link.thing for link in one.decided}
    assert {f"{COMPETENCY}scw-4b", f"{COMPETENCY}wmo-verheldert-vragen-en-behoeften"} <= decided
    assert not decided & {item.target for item in one.items}


def test_what_was_decided_on_a_part_of_that_name_comes_first_and_says_so(desk):
    (one,) = desk.lists([row("Onderzoekt de behoefte aan sociaal werk", "99001", "B1-K1-W1")])
    assert not one.decided
    assert one.items[0].target == f"{COMPETENCY}scw-4b"
    assert one.items[0].why("nl")[0] == "de redactie koos ‘dekt’ bij hetzelfde werkproces in 25958"
    assert one.items[0].why("en")[0] == "the editors chose ‘covers’ for the same work process in 25958"


def test_a_list_is_as_long_as_asked_and_numbered(desk):
    (one,) = desk.lists([row("Begeleidt vrijwilligers")], 3)
    assert [item.rank for item in one.items] == [1, 2, 3]


def test_only_things_of_the_schemes_that_are_asked_for(desk):
    scheme = next(iri for iri in desk.schemes if iri.endswith("wmo-competenties-2013"))
    (one,) = desk.lists([row("Onderzoekt de behoefte aan sociaal werk")], 20, [scheme])
    assert one.items
    assert all("/wmo-" in item.target for item in one.items)


def test_the_pieces_are_the_name_with_its_words_set_apart(desk):
    (one,) = desk.lists([row("Versterkt het netwerk", task_name="Werken aan kwaliteit")])
    assert "".join(text for text, _ in one.pieces) == "Versterkt het netwerk"
    assert {"Versterkt", "netwerk"} <= {text for text, hit in one.pieces if hit}


@pytest.mark.parametrize("name", ["", "???", "Zzzz qqqq", "=1+1", "<script>alert(1)</script>", "é" * 5000])
def test_no_name_is_too_odd(desk, name):
    (one,) = desk.lists([row(name)])
    assert "".join(text for text, _ in one.pieces) == name


def test_the_sheet_shows_decided_rows_before_suggestions(desk):
    lists = desk.lists([row("Onderzoekt de behoefte aan sociaal werk", "25958", "B1-K1-W1")])
    found = list(shortlist.suggestions(lists, "nl"))
    assert found[0].words == ("al gekoppeld door de redactie: dekt",)
    assert [one.rank for one in found] == list(range(1, len(found) + 1))


def test_a_pasted_text_without_codes_is_a_name_a_line():
    sheet = linking.loose("Verheldert vragen\n\n  Bouwt een netwerk  \n---")
    assert [(one.place, one.name) for one in sheet.rows] == [
        ("text:1", "Verheldert vragen"),
        ("text:3", "Bouwt een netwerk"),
    ]


@pytest.mark.parametrize("text", ["", " \n\t", "123\n--"])
def test_a_text_without_words_is_refused(text):
    with pytest.raises(DraftError):
        linking.loose(text)


def test_the_terminal_shows_lists_and_remarks_apart(link, plan):
    done = link(plan, "--top", "2")
    assert done.returncode == 0
    assert "25958 B1-K1-W1 Onderzoekt de behoefte aan sociaal werk\n  =  dekt: 4B Verheldert de vraag" in done.stdout
    assert "  2. " in done.stdout
    assert "  3. " not in done.stdout
    assert "plan.csv!B3: Het crebonummer “99001” is niet bekend." in done.stderr
    assert "rows: 2; linked by the editors already: 1" in done.stderr


def test_json_has_the_words_and_where_they_stand(link, plan):
    told = json.loads(link(plan, "--format", "json").stdout)
    one = told["rows"][1]
    word = one["suggestions"][0]["words"][0]
    assert one["name"][word["start"] : word["end"]] == word["word"]
    assert told["rows"][0]["decided"][0]["iri"].startswith(COMPETENCY)
    assert told["remarks"][0]["kind"] == "number"


def test_csv_is_a_row_for_each_thing_and_cannot_act(link, tmp_path):
    (tmp_path / "boos.csv").write_text(f"{HEADING}\n99001;B1-K1-W1;=netwerk()\n", encoding="utf-8")
    done = link("boos.csv", "--out", "lijst.csv")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "lijst.csv").read_text(encoding="utf-8-sig"))))
    assert {one["name"] for one in rows} == {"'=netwerk()"}
    assert [one["rank"] for one in rows] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Give one of FILE, --text and --reviewed."),
        (("plan.csv", "--text", "x"), 2, "Give one of"),
        (("plan.csv", "--format", "xlsx"), 2, "give --out FILE"),
        (("plan.csv", "--out", "x.docx"), 2, "--out ends in"),
        (("plan.csv", "--scheme", "scw-2007"), 2, "Choose from: scw-2006"),
        (("plan.csv", "--top", "0"), 2, "--top"),
        (("--reviewed", "plan.csv"), 2, "--author"),
        (("--reviewed", "plan.csv", "--author", "ik"), 1, "is no IRI"),
        (("--reviewed", "plan.csv", "--author", "organisatie:redactie"), 1, "beoordelingsblad"),
        (("--text", "..."), 1, "→"),
        (("nergens.csv",), 2, "does not exist"),
    ],
)
@pytest.mark.usefixtures("plan")
def test_wrong_use_says_what_to_do(link, words, code, told):
    done = link(*words)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr


def test_a_folder_that_cannot_be_made_is_told(link, plan, tmp_path):
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    done = link(plan, "--out", "bestand/review.xlsx")
    assert done.returncode == 3
    assert "cannot be made" in done.stderr


def decided(link, plan, tmp_path):
    """From the plan to mappings: the first suggestion covers, the second is rejected."""
    assert link(plan, "--out", "review.xlsx", "--base", WP).returncode == 0
    fill(
        tmp_path / "review.xlsx",
        (2, "dekt", 0.9, "Het gaat om dezelfde vraag."),
        (3, "nee", 0.8, "Alleen de woorden lijken op elkaar."),
        (12, "raakt deels", 0.6, "Een deel komt aan bod."),
    )
    return link("--reviewed", "review.xlsx", "--author", "https://school.example/", "--base", WP, "--out", "uit")


def test_what_was_decided_comes_out_as_sssom_and_as_turtle_that_check_accepts(link, plan, run, tmp_path, house):
    done = decided(link, plan, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "links: 2; rejected: 1; still open: 11" in done.stderr
    found = reading.read(tmp_path / "uit/mappings.sssom.tsv")
    assert [one.rejected for one in found.mappings] == [False, True, False]
    assert {one.confidence for one in found.mappings} == {0.9, 0.8, 0.6}
    assert found.mapping_set_id.startswith(WP)
    assert turtle.read(tmp_path / "uit/mappings.ttl", "mappings.ttl").triples
    checked = run(house.root, "check", tmp_path / "uit/mappings.ttl")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_same_decisions_make_the_same_set(link, plan, tmp_path):
    decided(link, plan, tmp_path)
    before = (tmp_path / "uit/mappings.sssom.tsv").read_bytes()
    decided(link, plan, tmp_path)
    assert (tmp_path / "uit/mappings.sssom.tsv").read_bytes() == before


@pytest.mark.parametrize("name", ["m.tsv", "m.ttl"])
def test_one_file_where_its_name_says_the_form(link, plan, tmp_path, name):
    decided(link, plan, tmp_path)
    words = ("--reviewed", "review.xlsx", "--author", "organisatie:redactie", "--base", WP)
    assert link(*words, "--out", name).returncode == 0
    assert (tmp_path / name).stat().st_size
    assert link(*words, "--out", "m.docx").returncode == 1


def test_a_sheet_in_which_nothing_is_decided_is_told(link, plan):
    link(plan, "--out", "review.xlsx", "--base", WP)
    done = link("--reviewed", "review.xlsx", "--author", "organisatie:redactie", "--base", WP)
    assert done.returncode == 1
    assert "Nothing is decided in review" in done.stderr


def test_a_fault_in_the_sheet_writes_nothing(link, plan, tmp_path):
    link(plan, "--out", "review.xlsx", "--base", WP)
    fill(tmp_path / "review.xlsx", (2, "dekt", 0.9, "Ja."), (3, "dekt", 0.2, "Twijfel."))
    done = link("--reviewed", "review.xlsx", "--author", "organisatie:redactie", "--base", WP, "--out", "uit")
    assert done.returncode == 1
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("https://orcid.org/0000-0000-0000-0001", "https://orcid.org/0000-0000-0000-0001"),
        ("organisatie:redactie", "https://w3id.org/kennisgraaf/id/organisatie/redactie"),
        ("organisatie/redactie", "https://w3id.org/kennisgraaf/id/organisatie/redactie"),
    ],
)
def test_who_answers_may_be_written_in_three_ways(release, name, iri):
    assert exchange.whole(name, release.prefixes) == iri


@pytest.mark.parametrize("name", ["", "ik", "https://a b", "onbekend:x", "javascript:alert(1)"])
def test_what_is_no_iri_is_refused(release, name):
    with pytest.raises(DraftError):
        exchange.whole(name, release.prefixes)


def test_a_set_without_a_base_gets_a_name_as_the_standard_s_tools_do():
    one = sssom.Mapping(subject_id="https://a.example/x", object_id="https://a.example/y", predicate_id="https://p")
    found = exchange.collect(linking.Decisions((one,), ()), "blad")
    assert found.mapping_set_id.startswith("https://w3id.org/sssom/mappings/")
    assert found.license == exchange.UNSAID
