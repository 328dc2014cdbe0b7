"""References: right in each form, and never broken by what a label holds."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kennisgraaf import citation
from kennisgraaf.citation import APA, BIBTEX, CSL, FORMS, RIS, Work

ONE = Work(
    key="kennisgraaf-ding/a",
    title="Een ding (4B)",
    url="https://w3id.org/kennisgraaf/id/ding/a",
    authors=("Redactie",),
    date="2026-11-22",
    whole="Kennisgraaf",
    version="1.2.3",
    license="CC BY 4.0",
)
BOOK = Work("b", "Een boek", "https://example.org/b", ("An de Bie", "Cor"), "2008", dataset=False, publisher="Uitgever")
HOSTILE = "a}\n@book{x, title={\\input{/etc/passwd}}\r\nER  - \r\nTY  - BOOK\x1b[31m\u202e % $ & # _ ~ ^ \" ' <script>"
text = st.text(max_size=60)
works = st.builds(Work, key=text, title=text, url=st.just("https://w3id.org/x"), authors=st.tuples(text), whole=text)


def bibtex(source):
    """Read BibTeX by its grammar: @kind{key, name = {value}, ...}, braces in balance, nothing between entries."""
    entries, at = [], 0
    while at < len(source):
        head = re.compile(r"\s*@(\w+)\{([A-Za-z0-9-]+)").match(source, at)
        assert head, source[at:]
        at, fields = head.end(), {}
        while field := re.compile(r",\s*(\w+) = \{").match(source, at):
            depth, at = 1, field.end()
            start = at
            while depth:
                depth += {"{": 1, "}": -1}.get(source[at], 0)
                at += 1
            fields[field[1]] = source[start : at - 1]
        end = re.compile(r"\s*\}\s*").match(source, at)
        assert end, source[at:]
        entries.append((head[1], head[2], fields))
        at = end.end()
    return entries


def ris(source):
    """Read RIS by its grammar: lines "XX  - value", from TY to ER."""
    records, current = [], None
    for line in source.split("\r\n"):
        if not line.strip("\n"):
            continue
        match = re.fullmatch(r"\n?([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        tag, value = match.groups()
        assert (tag == "TY") == (current is None)
        if tag == "ER":
            records.append(current)
            current = None
        else:
            current = [*(current or []), (tag, value)]
    assert current is None
    return records


def test_apa_names_who_when_what_and_where():
    assert citation.write([ONE], APA) == (
        "Redactie. (2026, 22 november). Een ding (4B). In Kennisgraaf (versie 1.2.3) [Dataset]. CC BY 4.0."
        " https://w3id.org/kennisgraaf/id/ding/a\n"
    )


def test_apa_without_author_or_date_begins_with_the_title():
    assert citation.write([Work("x", "Wat?", "https://x.nl")], APA) == "Wat? (z.d.). https://x.nl\n"


def test_apa_names_several_authors_and_the_publisher():
    assert citation.write([BOOK], APA) == "An de Bie & Cor. (2008). Een boek. Uitgever. https://example.org/b\n"


def test_a_reference_that_somebody_wrote_is_kept():
    assert (
        citation.write([Work("x", "T", "https://x.nl", ready="Bie, A. de (2008). T.")], APA)
        == "Bie, A. de (2008). T.\n"
    )


def test_bibtex_has_all_of_it():
    ((kind, key, fields),) = bibtex(citation.write([ONE], BIBTEX))
    assert (kind, key) == ("misc", "kennisgraaf-ding-a")
    assert fields == {
        "author": "{Redactie}",
        "title": "{Een ding (4B)}",
        "year": "2026",
        "month": "11",
        "howpublished": "In Kennisgraaf",
        "version": "1.2.3",
        "note": "CC BY 4.0",
        "url": ONE.url,
    }


def test_bibtex_splits_the_names_of_people_only():
    ((_, _, fields),) = bibtex(citation.write([BOOK], BIBTEX))
    assert fields["author"] == "An de Bie and Cor"


def test_ris_has_all_of_it():
    (record,) = ris(citation.write([ONE], RIS))
    assert record[0] == ("TY", "DATA")
    assert {("TI", ONE.title), ("DA", "2026/11/22"), ("ET", "1.2.3"), ("UR", ONE.url), ("AU", "Redactie")} <= set(
        record
    )


def test_csl_has_all_of_it():
    first, second = json.loads(citation.write([ONE, BOOK], CSL))
    assert first["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert (first["type"], second["type"]) == ("dataset", "report")
    assert second["author"] == [{"literal": "An de Bie"}, {"literal": "Cor"}]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_hostile_label_stays_one_value(form):
    written = citation.write([Work(HOSTILE, HOSTILE, "https://x.nl/{}", (HOSTILE,), whole=HOSTILE), ONE], form)
    assert "\x1b" not in written
    if form == BIBTEX:
        assert [entry[0] for entry in bibtex(written)] == ["misc", "misc"]
    if form == RIS:
        assert len(ris(written)) == 2
    if form == CSL:
        assert json.loads(written)[0]["title"] == HOSTILE
    if form == APA:
        assert len(written.strip().splitlines()) == 3


@given(st.lists(works, min_size=1, max_size=3))
def test_whatever_the_texts_each_work_stays_one_entry(found):
    assert len(bibtex(citation.write(found, BIBTEX))) == len(found)
    assert len(ris(citation.write(found, RIS))) == len(found)
    assert len(json.loads(citation.write(found, CSL))) == len(found)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-11-22", "22 november 2026"),
        ("2026-01", "januari 2026"),
        ("2008", "2008"),
        ("2026-13-01", "2026-13-01"),
        ("?", "?"),
    ],
)
def test_a_date_is_told_in_words(date, words):
    assert citation.date(date, "nl") == words
