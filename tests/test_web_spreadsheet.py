"""The workbook: it holds what the answer holds, in cells of the right kind, and nothing in it can act."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from kennisgraaf.errors import LimitError
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.web import spreadsheet

XSD = EXTERNAL["xsd"]
MADE = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


def body(*terms, column="waarde"):
    """SPARQL results JSON of one column; a term is a text, or (text, datatype)."""
    pairs = [term if isinstance(term, tuple) else (term, "") for term in terms]
    found = [{"type": "literal", "value": text, **({"datatype": XSD + kind} if kind else {})} for text, kind in pairs]
    return json.dumps({"head": {"vars": [column]}, "results": {"bindings": [{column: one} for one in found]}}).encode()


def written(answer, name="vraag"):
    return spreadsheet.write(answer, name, "Welke?", "uitgave 1", MADE)


def sheet(answer, name="vraag"):
    return load_workbook(io.BytesIO(written(answer, name))).active


def cells(*terms):
    return [row[0] for row in sheet(body(*terms)).iter_rows(min_row=2)]


HOSTILE = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    "{=1+1}",
    "+1",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    "http://evil.example/",
    "file:///etc/passwd",
    "mailto:x@evil.example",
    "<r><t>markup</t></r>",
    "<r></r><f>1+1</f><r></r>",
    "</t></is></c><c><f>1</f></c>",
    "&lt;&amp;\"'",
    "",
    " rand ",
    "😀é",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_the_text_that_it_is(text):
    (cell,) = cells(text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_no_part_of_the_workbook_holds_a_formula_a_link_or_a_macro():
    with zipfile.ZipFile(io.BytesIO(written(body(*HOSTILE)))) as book:
        content = {name: book.read(name).decode() for name in book.namelist()}
    assert "<f>" not in content["xl/worksheets/sheet1.xml"]
    assert not [name for name, text in content.items() if "<hyperlinks>" in text or "/hyperlink" in text]
    assert not [name for name in content if "vba" in name or "external" in name.lower()]


def test_characters_that_xml_has_not_are_left_out():
    assert [cell.value for cell in cells("a\x00b\x0bc\x1fd\ufffee\tf\ng", "\ud800x")] == ["abcde\tf\ng", "x"]


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("7", "integer", 7),
        ("-007", "integer", -7),
        ("2013", "gYear", 2013),
        ("1.50", "decimal", 1.5),
        ("1E3", "double", 1000),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2013-05-01", "date", datetime(2013, 5, 1)),  # noqa: DTZ001 - a cell has no time zone
        ("2013-05-01T10:20:30", "dateTime", datetime(2013, 5, 1, 10, 20, 30)),  # noqa: DTZ001
    ],
)
def test_numbers_dates_and_yes_or_no_are_cells_of_that_kind(text, datatype, value):
    (cell,) = cells((text, datatype))
    assert (cell.value, type(cell.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1234567890123456", "integer"),
        ("0.1234567890123456789", "decimal"),
        ("NaN", "double"),
        ("INF", "double"),
        ("1E999", "double"),
        ("1_000", "integer"),
        ("veel", "integer"),
        ("ja", "boolean"),
        ("1899-12-31", "date"),
        ("1900-02-28", "date"),
        ("2013-02-30", "date"),
        ("2013-05-01Z", "date"),
        ("2013-05-01T10:20:30+01:00", "dateTime"),
        ("2013-05-01T10:20:30.5", "dateTime"),
    ],
)
def test_what_excel_cannot_hold_exactly_stays_a_text(text, datatype):
    (cell,) = cells((text, datatype))
    assert (cell.value, cell.data_type) == (text, "s")


def test_the_sheet_has_a_heading_that_stays_in_sight_and_a_filter():
    made = sheet(body("a", "b"), "indicatoren-van-competentie-en-nog-meer")
    assert made.title == "indicatoren-van-competentie-en-"
    assert (made.freeze_panes, made.auto_filter.ref) == ("A2", "A1:A3")
    assert made["A1"].value == "waarde"
    assert made["A1"].font.b


@pytest.mark.parametrize(("name", "title"), [("a/b[c]:d", "a b c  d"), ("'x'", "x"), ("''", "1")])
def test_a_sheet_has_a_name_that_excel_takes(name, title):
    assert sheet(body("a"), name).title == title


def test_an_answer_without_rows_or_columns_is_a_workbook_too():
    assert list(sheet(body()).iter_rows(values_only=True)) == [("waarde",)]
    assert sheet(b'{"head":{"vars":[]},"results":{"bindings":[{}]}}').max_row == 1


def test_equal_answers_are_equal_bytes():
    assert written(body(*HOSTILE)) == written(body(*HOSTILE))
    properties = load_workbook(io.BytesIO(written(body("a")))).properties
    assert (properties.title, properties.description, properties.created) == (
        "Welke?",
        "uitgave 1",
        MADE.replace(tzinfo=None),
    )


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384])
def test_a_text_that_is_too_long_for_a_cell_is_refused_and_not_cut(text):
    assert cells(text[:-1])[0].value == text[:-1]
    with pytest.raises(LimitError, match="row 2, waarde; a spreadsheet from here holds 32767") as caught:
        written(body(text))
    assert caught.value.limit == "bytes"


@pytest.mark.parametrize(("name", "most"), [("MOST_CELLS", 2), ("MOST_COLUMNS", 0)])
def test_too_many_cells_are_refused(monkeypatch, name, most):
    assert written(body("a", "b", "c"))
    monkeypatch.setattr(spreadsheet, name, most)
    with pytest.raises(LimitError, match="3 rows of 1 columns") as caught:
        written(body("a", "b", "c"))
    assert caught.value.limit == "rows"
