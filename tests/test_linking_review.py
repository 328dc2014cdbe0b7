"""The review sheet: what people get, what comes back, and what the graph then accepts."""

import csv
import io
import re
import shutil
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from kennisgraaf import build, linking, project, turtle
from kennisgraaf.errors import DraftError, TableError
from kennisgraaf.linking import Known, Part, Reviewer, Row, Suggestion, Target, exchange
from kennisgraaf.namespaces import ID
from kennisgraaf.sssom import MappingSet, rdf
from kennisgraaf.sssom.reading import parse
from kennisgraaf.sssom.writing import tsv

PROCESS = f"{ID}werkproces/25958-b1-k1-w1"
TARGETS = {code: f"{ID}competentie/scw-4{code}" for code in "abcd"}
KNOWN = Known(
    qualifications={"25958": "Sociaal werker"},
    parts={("25958", "B1-K1-W1"): Part(PROCESS, "Onderzoekt")},
    targets={
        iri: Target(
            iri, f"4{code.upper()}", f"Naam {code}", "=Definitie", code == "d", TARGETS["a"] if code == "d" else ""
        )
        for code, iri in TARGETS.items()
    },
)
ROWS = [
    Row("a.csv:1", "25958", "", "Sociaal werker", "4", "B1-K1", "Werken", "B1-K1-W1", "Onderzoekt"),
    Row("a.csv:2", "25999", "", "Anders", "4", "B1-K1", "Werken", "B1-K1-W7", "=1+1"),
]
SUGGESTED = [
    Suggestion("25958-b1-k1-w1", TARGETS["b"], 0.5, 2, ("vraag", "behoefte")),
    Suggestion("25958-b1-k1-w1", TARGETS["a"], 0.9, 1, ("bekend",)),
]
BY = Reviewer(f"{ID}organisatie/redactie", day=date(2026, 11, 22))
LANGUAGES = ["nl", "en"]
DECISION, SURE, REASON, ROLE, TARGET = "Besluit", "Zekerheid (0-1)", "Reden", "Rol van de beoordelaar", "Competentie"
MINE = "https://school.example/werkproces/"


class Page:
    """A review sheet on somebody's table."""

    def __init__(self, path, known=KNOWN, **options):
        """Make it."""
        self.path, self.known = path, known
        self.book = openpyxl.load_workbook(io.BytesIO(linking.review(ROWS, SUGGESTED, known, **options)))
        self.sheet = self.book.worksheets[0]
        self.columns = {cell.value: cell.column for cell in self.sheet[1]}

    def fill(self, line, *values, **named):
        """Fill in a line: the four columns in their order, others by name."""
        for name, value in zip((DECISION, SURE, REASON, ROLE), values, strict=False):
            self.sheet.cell(line, self.columns[name]).value = value
        for name, value in named.items():
            self.sheet.cell(line, self.columns[name]).value = value
        return self

    def decide(self, **more):
        """Give it back."""
        self.book.save(self.path)
        return linking.decide(self.path, self.known, replace(BY, **more))

    def as_csv(self, delimiter=";", encoding="utf-8"):
        """Save it as CSV."""
        stream = io.StringIO()
        rows = [["" if value is None else value for value in row] for row in self.sheet.iter_rows(values_only=True)]
        csv.writer(stream, delimiter=delimiter).writerows(rows)
        return stream.getvalue().encode(encoding)


@pytest.fixture
def page(tmp_path):
    return Page(tmp_path / "beoordeling.xlsx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_for_each_suggestion_and_a_free_one_for_each_process(tmp_path, lang):
    made = Page(tmp_path / "a.xlsx", lang=lang)
    sheet = made.sheet
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(line[3], line[5], line[6], line[9]) for line in lines] == [
        ("B1-K1-W1", 1, "4A", "bekend"),
        ("B1-K1-W1", 2, "4B", "vraag, behoefte"),
        ("B1-K1-W1", None, None, None),
        ("B1-K1-W7", None, None, None),
    ]
    assert sheet.freeze_panes == "F2"
    assert sheet.auto_filter.ref == "A1:N5"
    assert sheet.protection.sheet
    assert len(made.book.worksheets) == 3
    hidden = {
        name
        for name, at in made.columns.items()
        if sheet.column_dimensions[openpyxl.utils.get_column_letter(at)].hidden
    }
    assert hidden >= {"key"}
    asked = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    assert asked["K2:K5"].formula1.strip('"').split(",") == [
        *{"nl": ["dekt", "raakt deels", "nee", "weet niet"], "en": ["covers", "touches in part", "no", "unsure"]}[lang]
    ]
    assert (asked["L2:L5"].type, asked["L2:L5"].formula1, asked["L2:L5"].formula2) == ("decimal", "0", "1")
    assert asked["H4"].formula1 == asked["H5"].formula1 == f"'{made.book.worksheets[1].title}'!$A$2:$A$4"


def test_nothing_in_the_sheet_acts_and_only_what_people_fill_in_is_open(page):
    cells = [cell for sheet in page.book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert page.sheet["E5"].value == "'=1+1"
    open_ = {cell.coordinate for row in page.sheet["A2:R5"] for cell in row if not cell.protection.locked}
    assert open_ == {f"{column}{line}" for column in "KLMN" for line in range(2, 6)} | {"H4", "H5"}


def test_withdrawn_targets_cannot_be_chosen(page):
    choices = page.book.worksheets[1]
    assert [row[0] for row in choices.iter_rows(min_row=2, values_only=True)] == ["4A Naam a", "4B Naam b", "4C Naam c"]


def test_decided_rows_become_mappings_and_the_rest_stays_open(page):
    page.fill(2, "dekt", 0.8, "Omdat", "docent").fill(3, " No ", "0,9", "Past niet")
    page.fill(4, "weet niet", Competentie="4C Naam c")
    found = page.decide()
    assert found.faults == ()
    covers, no = found.mappings
    assert (covers.subject_id, covers.subject_label) == (PROCESS, "Onderzoekt")
    assert (covers.object_id, covers.object_label) == (TARGETS["a"], "Naam a")
    assert covers.predicate_id.endswith("#dektCompetentieDirect")
    assert (covers.confidence, covers.comment, covers.reviewer_label) == (0.8, "Omdat", ("docent",))
    assert (covers.author_id, covers.mapping_date) == ((BY.author,), date(2026, 11, 22))
    assert covers.record_id == f"{ID}uitspraak/25958-b1-k1-w1-scw-4a"
    assert (no.rejected, no.confidence, no.record_id) == (True, 0.9, f"{ID}afgewezenkoppeling/25958-b1-k1-w1-scw-4b")
    assert [(one.key, one.place) for one in found.open] == [("25958-b1-k1-w1", "Beoordelen!K4")]


def test_in_a_free_row_any_target_can_be_chosen(page):
    found = page.fill(4, "raakt deels", 0.4, "Deels", Competentie="4C Naam c").decide()
    assert [(one.object_id, one.confidence) for one in found.mappings] == [(TARGETS["c"], 0.4)]
    assert len(found.open) == 2


def test_an_unknown_process_gets_an_address_of_ones_own(page):
    page.fill(5, "touches in part", 0.4, "Deels", Competentie="4C Naam c")
    assert "--base" in page.decide().faults[0].fix
    found = page.decide(base=MINE).mappings[0]
    assert (found.subject_id, found.subject_label) == (f"{MINE}25999-b1-k1-w7", "=1+1")
    assert found.record_id == f"{MINE}25999-b1-k1-w7-scw-4c"


def test_a_programme_gathers_what_was_decided_and_what_was_known(page):
    page.fill(5, "nee", 0.9, "Past niet", Competentie="4C Naam c")
    found = page.decide(base=MINE)
    made = exchange.collect(found, "blad", MINE, programme="Onze Opleiding 2026")
    assert (made.subject_source, made.mapping_set_title) == (f"{MINE}onze-opleiding-2026", "Onze Opleiding 2026")
    text = exchange.FORMS[".ttl"](made, "nl", found.known)
    whole = text[text.index(f"<{MINE}onze-opleiding-2026>\n") :]
    assert re.findall(r"<?(?:werkproces:|https://school.example/werkproces/)([-0-9a-z]+)>? [,;]", whole) == [
        "25999-b1-k1-w7",
        "25958-b1-k1-w1",
    ]
    with pytest.raises(DraftError, match="address of yours"):
        exchange.collect(found, "blad", programme="Onze Opleiding 2026")


@pytest.mark.parametrize("base", ["school", "ftp://x/", f"{ID}werkproces/", "https://a b/"])
def test_a_base_that_is_no_address_of_ones_own_is_refused(page, base):
    with pytest.raises(DraftError, match="--base"):
        page.decide(base=base)


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_the_sheet_may_come_back_as_csv(page, delimiter, encoding):
    page.fill(2, "dekt", "0,8", "Omdat één").fill(5, "raakt deels", 0.4, "Deels", Competentie="4C Naam c")
    found = linking.weigh("a.csv", page.as_csv(delimiter, encoding), KNOWN, replace(BY, base=MINE))
    assert found.faults == ()
    assert [(one.comment, one.subject_label) for one in found.mappings] == [
        ("Omdat één", "Onderzoekt"),
        ("Deels", "=1+1"),
    ]


@pytest.mark.parametrize(
    ("line", "values", "named", "expected"),
    [
        (2, ("misschien", 0.8, "R"), {}, ("K2", "“misschien” is geen besluit")),
        (2, ("dekt", 1.5, "R"), {}, ("L2", "“1.5” is geen zekerheid")),
        (2, ("dekt", -0.1, "R"), {}, ("L2", "is geen zekerheid")),
        (2, ("dekt", "nan", "R"), {}, ("L2", "is geen zekerheid")),
        (2, ("dekt", "80%", "R"), {}, ("L2", "is geen zekerheid")),
        (2, ("dekt", None, "R"), {}, ("L2", "is geen zekerheid")),
        (2, ("dekt", 0.69, "R"), {}, ("L2", "ten minste 0.7")),
        (2, ("dekt", 0.8, None), {}, ("M2", "geen reden")),
        (2, (None, 0.8, None), {}, ("K2", "geen besluit")),
        (2, (None, None, "R"), {}, ("K2", "geen besluit")),
        (2, ("dekt", "=0.4*2", "R"), {}, ("L2", "niet te lezen")),
        (2, ("dekt", 0.8, "R"), {"target": TARGETS["b"]}, ("R2", "verborgen cellen")),
        (2, ("dekt", 0.8, "R"), {"subject": f"{ID}werkproces/x"}, ("R2", "verborgen cellen")),
        (2, ("dekt", 0.8, "R"), {"check": None}, ("R2", "verborgen cellen")),
        (4, ("dekt", 0.8, "R"), {}, ("H4", "staat niet in de lijst")),
        (4, ("dekt", 0.8, "R"), {TARGET: "4C Naam x"}, ("H4", "Bedoelt u 4C Naam c")),
        (4, ("dekt", 0.8, "R"), {TARGET: "4D Naam d"}, ("H4", "is vervallen. Bedoelt u 4A Naam a")),
    ],
)  # fmt: skip
def test_each_fault_is_told_with_its_cell(page, line, values, named, expected):
    place, told = expected
    found = page.fill(3, "nee", 0.9, "Past niet").fill(line, *values, **named).decide()
    assert found.mappings == ()
    assert any(one.place == f"Beoordelen!{place}" and told in one.what and one.fix for one in found.faults), (
        found.faults
    )


def test_a_target_or_process_that_is_gone_since_is_told(page):
    page.fill(2, "dekt", 0.8, "R")
    page.known = replace(KNOWN, targets={TARGETS["b"]: KNOWN.targets[TARGETS["b"]]})
    assert "is geen competentie van de kennisgraaf" in page.decide().faults[0].what
    page.known = replace(KNOWN, parts={})
    assert "is geen werkproces van de kennisgraaf" in page.decide().faults[0].what
    gone = replace(KNOWN.targets[TARGETS["a"]], withdrawn=True, successor=TARGETS["b"])
    page.known = replace(KNOWN, targets={**KNOWN.targets, TARGETS["a"]: gone})
    assert "Bedoelt u 4B Naam b?" in page.decide().faults[0].what


def test_the_same_pair_is_decided_once(page):
    found = page.fill(2, "dekt", 0.8, "R").fill(4, "nee", 0.8, "R", Competentie="4A Naam a").decide(lang="en")
    assert [(one.place, one.what) for one in found.faults] == [
        ("Beoordelen!K4", "A decision on this work process and competency stands in Beoordelen!K2 already.")
    ]


def test_rows_may_be_sorted_and_columns_moved(page):
    page.fill(2, "dekt", 0.8, "R").fill(3, "nee", 0.9, "N")
    rows = list(csv.reader(io.StringIO(page.as_csv().decode()), delimiter=";"))
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([row[::-1] for row in [rows[0], *rows[:0:-1]]])
    found = linking.weigh("a.csv", stream.getvalue().encode(), KNOWN, BY)
    assert found.faults == ()
    assert {one.comment for one in found.mappings} == {"R", "N"}


def test_what_is_no_review_sheet_says_which_columns_are_missing():
    found = linking.weigh("a.csv", b"a;b\n1;2\n", KNOWN, BY)
    assert "Besluit" in found.faults[0].what
    with pytest.raises(TableError, match="kolom"):
        found.collected(MappingSet())


def test_an_empty_sheet_can_be_made(tmp_path):
    assert linking.review([], [], Known())


@pytest.fixture(scope="module")
def undecided(house, tmp_path_factory):
    """The real project without its mappings of processes, so that somebody can decide anew."""
    root = tmp_path_factory.mktemp("onbeslist")
    for folder in (*project.FOLDERS, "history"):
        shutil.copytree(house.root / folder, root / folder)
    covered = root / "data/uitlijning/dekking.ttl"
    covered.write_text("", encoding="utf-8")
    return project.find(root)


@pytest.mark.parametrize("base", ["", MINE])
def test_what_is_decided_passes_the_real_check_and_comes_back_the_same(undecided, graph, tmp_path, base):
    known = linking.load(graph)
    row, stranger = replace(ROWS[0], name="Onderzoekt de behoefte"), ROWS[1]
    picked = list(known.targets)[:3]
    suggested = [Suggestion(row.key, iri, 1.0, rank) for rank, iri in enumerate(picked, 1)]
    path = tmp_path / "a.xlsx"
    path.write_bytes(linking.review([row, stranger], suggested, known))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for line, (word, sure) in enumerate([("dekt", 0.9), ("raakt deels", 0.5), ("nee", 0.8)], 2):
        for column, value in zip("KLMN", (word, sure, "Omdat het zo is.", "docent"), strict=True):
            sheet[f"{column}{line}"] = value
    if base:
        for column, value in zip("HKLM", (known.targets[picked[0]].label, "dekt", 0.7, "Ook hier."), strict=True):
            sheet[f"{column}6"] = value
    book.save(path)
    about = MappingSet(
        mapping_set_id=f"{base or ID + 'mappingset/'}proef",
        license="https://creativecommons.org/licenses/by/4.0/",
        mapping_set_title="Proef",
        mapping_set_version="1.0.0",
        subject_source=f"{ID}kwalificatie/25958",
        object_source=f"{ID}begrippenkader/scw-2006",
        mapping_tool="kennisgraaf link",
    )
    found = linking.decide(path, known, replace(BY, base=base)).collected(about)
    assert len(found.mappings) == 3 + bool(base)
    assert parse(tsv(found), "a").mappings == found.mappings
    own = tmp_path / "own.ttl"
    own.write_text(rdf.turtle(found, names=known.names), encoding="utf-8")
    (back,) = rdf.sets(turtle.read(own).triples)
    assert sorted(back.mappings, key=rdf.identifier) == sorted(found.mappings, key=rdf.identifier)
    before = build.check(undecided)
    report = build.check(undecided, (own,))
    assert report.errors == []
    told = {(one.thing, one.path, one.severity) for one in report.findings}
    assert told <= {(one.thing, one.path, one.severity) for one in before.findings}
