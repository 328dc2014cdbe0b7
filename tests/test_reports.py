"""Reports of a check: eight forms, each held to its own schema, with data that means harm in every one of them."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pytest
import xmlschema
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rich.cells import cell_len

from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Explanation, Finding, Place
from kennisgraaf.namespaces import ID, KGS
from kennisgraaf.reports import Outcome, baseline, enter, excerpt, github, gitlab, html, junit, markdown, sarif, summary
from kennisgraaf.reports import json as as_json
from kennisgraaf.reports import text as as_text
from kennisgraaf.reports import turtle as as_turtle
from kennisgraaf.reports.lines import reader
from kennisgraaf.reports.path import rewrite

SCHEMAS = Path(__file__).parent / "schemas"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
EVIL = (
    "</script><script>alert(1)</script>]]>&\x1b[31m\u202e::error::%0A\r\n::set-output name=x::|`@iemand ![x](http://x)"
)
FORMS = [as_text, as_json, sarif, junit, github, gitlab, html, markdown, as_turtle]


def explanation(number=1, **change):
    """Explain a made-up finding; change has the fields that differ."""
    finding = {
        "thing": URIRef(f"{ID}ding/{number}"),
        "shape": URIRef(f"{KGS}Ding-label"),
        "path": LABEL,
        "value": Literal("007", lang="nl"),
        "severity": "Violation",
        "messages": {"nl": "Een ding heeft een label. Voeg het toe.", "en": "A thing has a label. Add it."},
        "component": "MinCount",
    }
    told = {
        "places": (Place("data/klein/kern.ttl", number, 3, 8), Place("data/klein/ander.ttl", 1, 1, 5)),
        "excerpt": "  ding:a a kg:Ding ;",
        "expected": {"nl": "een label", "en": "a label"},
        "found": {"nl": "geen", "en": "none"},
        "mend": {"nl": "Schrijf er een.", "en": "Write one."},
        "causes": ((1, {"nl": "een van deze", "en": "one of these"}), (2, {"nl": "dit", "en": "this"})),
        "snippet": 'skos:prefLabel "..."@nl ;',
    }
    finding |= {key: value for key, value in change.items() if key in finding}
    told |= {key: value for key, value in change.items() if key in told}
    return Explanation(Finding(**finding), **told)


def outcome(*explanations, known=(), **settings):
    return Outcome(entries=enter(explanations, known), files=3, **settings)


def written(module, out):
    return "".join(module.render(out))


MIXED = [
    explanation(1),
    explanation(2, severity="Warning", value=None, shape=URIRef(f"{KGS}Ding-uitleg")),
    explanation(3, severity="Info", path="", causes=(), snippet="", component=""),
    explanation(4, places=(), excerpt="", expected={}, found={}, mend={}),
    explanation(5, thing=BNode("b1"), value=BNode("b2"), path=f"^<{LABEL}>/(<{LABEL}>|<{ID}p>)*"),
    explanation(
        6,
        messages={"nl": EVIL, "en": EVIL},
        value=Literal(EVIL),
        found={"nl": EVIL},
        mend={"nl": EVIL},
        causes=((1, {"nl": EVIL}),),
        excerpt=EVIL,
        snippet=EVIL,
        places=(Place("data/map met spatie/é:,%.ttl", 2, 1, 4),),
    ),
]
ERROR = SourceError("Not \x1b[2J Turtle <b>", fix="Put\na dot.", file="data/stuk & co.ttl", line=3, column=4)


@pytest.fixture
def mixed():
    known = [entry.fingerprint for entry in enter(MIXED[:1])]
    return outcome(*MIXED, known=known, errors=[ERROR])


# ---- fingerprints and thresholds


def test_a_fingerprint_stays_when_lines_move_or_words_change():
    before, after = enter([explanation(1)]), enter([explanation(1, places=(Place("x.ttl", 9),), messages={"en": "x"})])
    assert before[0].fingerprint == after[0].fingerprint


@pytest.mark.parametrize(
    "change",
    [{"value": None}, {"value": Literal("7")}, {"path": ""}, {"thing": URIRef("x:y")}, {"shape": URIRef("x:y")}],
)
def test_a_fingerprint_differs_with_rule_thing_path_and_value(change):
    assert enter([explanation(1)])[0].fingerprint != enter([explanation(1, **change)])[0].fingerprint


def test_findings_that_differ_in_blank_nodes_only_are_numbered():
    first, second = enter([explanation(1, thing=BNode("a")), explanation(2, thing=BNode("b"))])
    assert (first.fingerprint[:-1], second.fingerprint[:-1]) == (first.fingerprint[:-1],) * 2
    assert (first.fingerprint[-2:], second.fingerprint[-2:]) == (":1", ":2")


@pytest.mark.parametrize(
    ("severity", "fail_on", "failed"),
    [
        ("Violation", "Violation", True),
        ("Warning", "Violation", False),
        ("Warning", "Warning", True),
        ("Info", "Warning", False),
        ("Info", "Info", True),
        ("Violation", "Never", False),
        ("https://example.org/Ernstig", "Violation", True),
    ],
)
def test_the_answer_is_no_from_the_threshold_on(severity, fail_on, failed):
    assert outcome(explanation(severity=severity), fail_on=fail_on).failed == failed


def test_a_known_finding_lets_pass_and_an_unreadable_file_never():
    (entry,) = enter([explanation()])
    assert not outcome(explanation(), known=[entry.fingerprint]).failed
    assert outcome(errors=[ERROR], fail_on="Never").failed


def test_what_is_left_out_is_the_least_and_still_counts():
    out = outcome(*MIXED).cut(2)
    assert [entry.finding.severity for entry in out.entries] == ["Violation", "Violation"]
    assert (out.left_out, out.by_severity) == (4, {"Violation": 4, "Warning": 1, "Info": 1})
    assert "weggelaten bevindingen: 4" in written(as_text, out)


# ---- the baseline


def test_a_baseline_reads_what_it_wrote_in_a_fixed_order():
    entries = enter(MIXED)
    text = "".join(baseline.render(entries))
    assert {known.fingerprint for known in baseline.parse(text, "b")} == {entry.fingerprint for entry in entries}
    assert text == "".join(baseline.render(reversed(entries)))
    assert "b1" not in text.split('"fingerprint"')[0]


def test_a_baseline_knows_what_is_gone():
    text = "".join(baseline.render(enter(MIXED)))
    (gone,) = baseline.gone(baseline.parse(text, "b"), enter(MIXED[1:]))
    assert gone.thing == f"{ID}ding/1"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "[" * 100_000, '{"version": 2, "findings": []}', '{"version": 1, "findings": {}}']
    + [f'{{"version": 1, "findings": [{row}]}}' for row in ("1", "{}", '{"fingerprint": 1, "rule": "", "thing": ""}')]
    + ['{"version": 1, "findings": [{"fingerprint": "", "rule": "", "thing": "", "kleur": ""}]}'],
)
def test_a_broken_baseline_is_a_clear_error(text):
    with pytest.raises(SourceError, match="baseline") as caught:
        baseline.parse(text, "b.json")
    assert "--update-baseline" in caught.value.fix


# ---- text


def test_text_tells_place_rule_line_mark_and_remedy():
    lines = {"data/klein/ander.ttl": "kg:Ding a owl:Class ."}
    told = written(as_text, outcome(explanation(6), line_of=lambda place: lines[place.file]))
    assert told.startswith(
        "data/klein/kern.ttl:6:3: Violation[Ding-label]: verwacht: een label\n"
        "   |\n"
        " 6 |   ding:a a kg:Ding ;\n"
        "   |   ^^^^^\n"
        "  = zie ook: data/klein/ander.ttl:1:1\n"
        "   |\n"
        " 1 | kg:Ding a owl:Class .\n"
        "   | ^^^^\n"
        "  = over: ding/6\n"
        "  = gevonden: geen\n"
        "  = omdat:\n"
        "      - een van deze\n"
        "        - dit\n"
        "  = doe dit: Schrijf er een.\n"
        '  = schrijf: skos:prefLabel "..."@nl ;\n'
    )
    assert told.endswith("Samen: 1 Violation\n       1  Violation  Ding-label\n")


def test_text_in_english_says_nothing_in_dutch():
    told = written(as_text, outcome(explanation(), lang="en"))
    assert "Violation[Ding-label]: expected: a label" in told
    assert not re.search("verwacht|gevonden|Voeg|Samen", told)


@pytest.mark.parametrize("module", [as_text, sarif, junit, github, gitlab, html, markdown])
def test_a_book_as_a_value_is_cut(module):
    book = "woord " * 200_000
    told = written(module, outcome(explanation(messages={"nl": book}, found={"nl": book}, excerpt=book)))
    assert "woord" in told
    assert len(told) < 40_000


def test_text_of_a_clean_project_is_nothing():
    assert written(as_text, outcome()) == ""


def test_colours_come_only_where_they_are_asked_for():
    plain, painted = (
        "".join(as_text.render(outcome(*MIXED), as_text.Screen(colours=colours))) for colours in (False, True)
    )
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[\d*m", "", painted) == plain


def test_an_unreadable_file_is_told_with_its_line():
    told = written(as_text, outcome(errors=[ERROR], line_of=lambda _: "abc def"))
    assert "data/stuk & co.ttl:3:4: Error: Not \\u001B[2J Turtle" in told
    assert " 3 | abc def\n   |    ^\n" in told


@pytest.mark.parametrize(
    ("line", "column", "end", "marked"),
    [
        ("ding:a a kg:Ding .", 8, 9, "a"),
        ("\t\tding:a .", 3, 9, "ding:a"),
        ("漢字 ding:a .", 4, 10, "ding:a"),
        ("e\u0301e\u0301 ding:a", 6, 12, "ding:a"),
        ("\x1b[31m ding:a", 7, 13, "ding:a"),
        ("\u202eding:a", 2, 8, "ding:a"),
        ("ding:a", 1, 0, "d"),
        ("ding:a", 3, 90, "ng:a"),
        ("x" * 500 + " ding:a " + "y" * 500, 502, 508, "ding:a"),
        ("漢" * 500 + " ding:a " + "漢" * 500, 502, 508, "ding:a"),
        ("x" * 1_000_000 + "ding:a", 1_000_001, 1_000_007, "ding:a"),
    ],
)
def test_the_mark_stands_under_the_place(line, column, end, marked):
    shown, marks = excerpt.draw(line, column, end, 80)
    assert max(cell_len(shown), cell_len(marks)) <= 80
    begin = len(marks) - len(marks.lstrip())
    at = next(at for at in range(len(shown) + 1) if cell_len(shown[:at]) >= begin)
    assert shown[at:].startswith(marked)
    assert len(marks.strip()) == cell_len(marked)


def test_a_mark_fits_a_terminal_that_knows_no_accents():
    shown, marks = excerpt.draw("één ding:a", 5, 11, 80, "ascii")
    assert shown.isascii()
    assert shown[marks.index("^") :] == "ding:a"


def test_a_place_outside_the_line_gets_a_mark_all_the_same():
    assert excerpt.draw("", 5, 9, 80) == ("", "^")
    assert excerpt.draw("abc", 0, 0, 80) == ("abc", "")


def test_source_lines_are_counted_as_turtle_counts_them(tmp_path):
    (tmp_path / "a.ttl").write_bytes("een\r\ntwee\u2028nog\rdrie\n".encode() + b"\xff")
    line_of = reader(tmp_path)
    assert [line_of(Place("a.ttl", line)) for line in (0, 1, 2, 3, 4, 5)] == [
        "",
        "een",
        "twee\u2028nog",
        "drie",
        "\ufffd",
        "",
    ]
    assert line_of(Place("nee.ttl", 1)) == ""


# ---- schemas


def test_json_is_what_its_schema_says(mixed):
    schema = json.loads((Path(as_json.__file__).parent / "findings.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for out in (mixed, outcome(), outcome(*MIXED).cut(1)):
        jsonschema.Draft202012Validator(schema).validate(json.loads(written(as_json, out)))


def test_json_keeps_the_keys_that_programs_use(mixed):
    told = json.loads(written(as_json, mixed))
    assert set(told["errors"][0]) == {"file", "line", "column", "what", "fix"}
    keys = {"file", "line", "thing", "shape", "path", "value", "severity", "messages"}
    assert all(keys <= set(finding) for finding in told["findings"])
    assert told["findings"][0]["value"] == '"007"@nl'


@pytest.fixture(scope="module")
def sarif_schema():
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


def test_sarif_is_what_its_schema_says(mixed, sarif_schema):
    for out in (mixed, outcome(), outcome(*MIXED, lang="en", prefix="sub folder/").cut(2)):
        sarif_schema.validate(json.loads("".join(sarif.render(out, "1.2.3"))))


def test_sarif_has_rules_places_fingerprints_and_suppressions(mixed):
    (run,) = json.loads("".join(sarif.render(mixed, "1.2.3")))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["unreadable", "Ding-label", "Ding-uitleg"]
    assert rules[1]["helpUri"] == f"{KGS}Ding-label"
    assert "A thing has a label" in rules[1]["help"]["text"]
    assert "Een ding heeft" in rules[1]["help"]["text"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    by_thing = {
        result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result for result in run["results"][1:]
    }
    first = by_thing[f"{ID}ding/1"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 3, 8)
    assert first["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "data/klein/ander.ttl"
    assert first["suppressions"][0]["kind"] == "external"
    assert "suppressions" not in by_thing[f"{ID}ding/2"]
    assert first["partialFingerprints"]["kennisgraafFinding/v1"] == enter(MIXED[:1])[0].fingerprint
    assert run["invocations"][0]["exitCode"] == 1
    uris = [artifact["location"]["uri"] for artifact in run["artifacts"]]
    assert "data/map%20met%20spatie/%C3%A9%3A%2C%25.ttl" in uris


@pytest.mark.parametrize(
    ("change", "edit"),
    [
        ({"value": None, "snippet": 'skos:prefLabel "x"@nl ;'}, (3, 21, 21, '\n    skos:prefLabel "x"@nl ;')),
        ({"value": None, "snippet": 'skos:prefLabel "..."@nl ;'}, None),
        ({"value": None, "excerpt": "  ding:a a kg:Ding .", "snippet": "x:y x:z ;"}, None),
        ({"value": None, "excerpt": '  ding:a rdfs:label "#" ;', "snippet": "x:y x:z ;"}, None),
        ({"snippet": "kg:heeftDeel ding:b ;"}, (3, 3, 8, "ding:b")),
        ({"snippet": 'skos:notation "a"^^xsd:token ;'}, (3, 3, 8, '"a"^^xsd:token')),
        ({"snippet": "kg:heeftDeel ding:b ;", "component": "Closed"}, None),
        ({"snippet": "x:y ding:b ; x:y x:z ;"}, None),
        ({"snippet": "x:y ding:b ;", "places": (Place("a.ttl", 3),)}, None),
        ({"snippet": ""}, None),
    ],
)
def test_sarif_offers_a_change_only_where_it_is_certain(change, edit):
    (result,) = json.loads(written(sarif, outcome(explanation(3, **change))))["runs"][0]["results"]
    if edit is None:
        assert "fixes" not in result
        return
    (one,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = one["deletedRegion"]
    assert (region["startLine"], region["startColumn"], region["endColumn"], one["insertedContent"]["text"]) == edit


def test_sarif_keeps_to_what_a_code_host_takes_and_says_so():
    many = [explanation(number, severity="Info" if number % 3 else "Violation") for number in range(26_000)]
    (run,) = json.loads(written(sarif, outcome(*many)))["runs"]
    assert len(run["results"]) == 25_000
    assert Counter(result["level"] for result in run["results"])["error"] == 8667
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].endswith("1000")


@pytest.fixture(scope="module")
def junit_schema():
    return xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"), allow="local")


def test_junit_is_what_its_schema_says(mixed, junit_schema):
    for out in (mixed, outcome(), outcome(*MIXED, lang="en").cut(1)):
        junit_schema.validate(written(junit, out))


def test_junit_has_a_suite_per_file_and_a_test_per_rule(mixed):
    suites = ET.fromstring(written(junit, mixed))  # noqa: S314 - our own text
    by_name = {suite.get("name"): suite for suite in suites}
    kern = by_name["data/klein/kern.ttl"]
    assert {case.get("name"): [child.tag for child in case] for case in kern} == {
        "Ding-label": ["failure"],
        "Ding-uitleg": ["failure"],
    }
    assert (kern.get("tests"), kern.get("failures"), kern.get("skipped")) == ("2", "2", "0")
    assert by_name["data/stuk & co.ttl"].find("testcase/error") is not None


@pytest.mark.parametrize(
    ("severity", "known", "tag"),
    [("Violation", False, "failure"), ("Violation", True, "skipped"), ("Info", False, "system-out")],
)
def test_junit_fails_only_what_fails_the_check(severity, known, tag):
    one = explanation(severity=severity)
    names = [entry.fingerprint for entry in enter([one])] if known else []
    suites = ET.fromstring(written(junit, outcome(one, known=names)))  # noqa: S314 - our own text
    assert suites.find(f"testsuite/testcase/{tag}") is not None
    assert bool(suites.findall(".//failure")) == (tag == "failure")


def test_junit_of_a_clean_project_has_a_test_that_passes():
    suites = ET.fromstring(written(junit, outcome()))  # noqa: S314 - our own text
    assert [list(case) for case in suites.iter("testcase")] == [[]]


def test_gitlab_has_what_it_needs_and_no_name_twice(mixed):
    issues = json.loads(written(gitlab, mixed))
    assert all({"description", "check_name", "fingerprint", "severity", "location"} <= set(issue) for issue in issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6


# ---- github


def test_github_has_one_line_for_each_finding_and_escapes_it(mixed):
    lines = written(github, mixed).splitlines()
    assert all(re.match(r"::(error|warning|notice) [^:]*::", line) for line in lines)
    assert lines[0].startswith("::error file=data/stuk & co.ttl,line=3,col=4,title=SourceError::")
    assert any("file=data/map met spatie/é%3A%2C%25.ttl,line=2,col=1,endColumn=3" in line for line in lines)
    assert not any("ding/1%0A" in line for line in lines)  # known


def test_github_puts_the_worst_first_and_paths_from_the_top_of_the_repository():
    lines = written(github, outcome(*MIXED[:3], prefix="sub/")).splitlines()
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert "file=sub/data/klein/kern.ttl" in lines[0]


# ---- html


class Page(HTMLParser):
    """What stands in a page: its tags, its ids, and whether all is closed."""

    def __init__(self, text):
        """Read the page."""
        super().__init__()
        self.tags, self.open, self.ids, self.words = Counter(), [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Count a tag, and refuse what would run."""
        self.tags[tag] += 1
        self.ids += [value for key, value in attributes if key == "id"]
        assert not any(key.startswith("on") or "javascript:" in (value or "") for key, value in attributes)
        if tag not in {"meta", "br", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Hold the tag to the one that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep the words."""
        self.words.append(data)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_is_whole_and_needs_nothing_else(lang):
    text = written(html, outcome(*MIXED, errors=[ERROR], lang=lang))
    page = Page(text)
    assert page.open == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert not re.search(r"\b(src|href)=\"(?!#)", text)
    assert f'<html lang="{lang}">' in text
    assert page.tags["h1"] == page.tags["main"] == page.tags["title"] == 1
    assert len(page.ids) == len(set(page.ids))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_the_page_groups_by_rule_and_by_file():
    page = Page(written(html, outcome(*MIXED)))
    summaries = written(html, outcome(*MIXED)).count("<summary>")
    assert (page.tags["details"], summaries) == (2 + 3, 2 + 3)


def test_the_page_of_a_clean_project_says_so():
    assert "Alles is in orde" in written(html, outcome())


def test_a_page_of_50000_findings_stays_small_and_counts_the_rest():
    many = [explanation(number, shape=URIRef(f"{KGS}Regel-{number % 7}")) for number in range(50_000)]
    text = written(html, outcome(*many))
    assert len(text) < 5_000_000
    assert f"en nog {50_000 // 7 - 100 + 1} meer" in text
    assert "50000 nieuwe bevindingen" in text


# ---- turtle


def test_the_shacl_report_is_turtle_with_words_of_shacl_only(mixed, shared):
    text = written(as_turtle, mixed)
    report = Graph().parse(data=text, format="turtle")
    assert list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    words = Graph().parse(shared / "reference/shacl/shacl.ttl")
    used = {term for triple in report for term in triple[1:] if str(term).startswith(str(SH))}
    assert {term for term in used if (term, None, None) not in words} == set()
    assert len(set(report.subjects(RDF.type, SH.ValidationResult))) == len(MIXED)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        for one in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.sourceShape):
            assert len(list(report.objects(result, one))) == 1


def test_the_shacl_report_conforms_only_when_nothing_objects():
    for out, conforms in ((outcome(), True), (outcome(MIXED[2]), False), (outcome(errors=[ERROR]), False)):
        report = Graph().parse(data=written(as_turtle, out), format="turtle")
        assert [bool(value) for value in report.objects(None, SH.conforms)] == [conforms]


def test_the_shacl_report_has_causes_as_details():
    inner = MIXED[0].finding
    outer = Finding(inner.thing, inner.shape, "", None, "Violation", {"nl": "x"}, component="Node", causes=(inner,))
    text = written(as_turtle, outcome(Explanation(outer, (), "", {}, {}, {})))
    report = Graph().parse(data=text, format="turtle")
    (detail,) = report.objects(None, SH.detail)
    assert report.value(detail, SH.value) == Literal("007", lang="nl")
    assert report.value(detail, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent


@pytest.mark.parametrize(
    ("path", "turtle"),
    [
        ("http://x/p", "<http://x/p>"),
        ("<http://x/p>", "<http://x/p>"),
        ("^<http://x/p>", "[ sh:inversePath <http://x/p> ]"),
        ("<a:b>/<c:d>", "( <a:b> <c:d> )"),
        ("<a:b>|^<c:d>", "[ sh:alternativePath ( <a:b> [ sh:inversePath <c:d> ] ) ]"),
        ("(<a:b>/<c:d>)*", "[ sh:zeroOrMorePath ( <a:b> <c:d> ) ]"),
        ("<a:b>+/<c:d>?", "( [ sh:oneOrMorePath <a:b> ] [ sh:zeroOrOnePath <c:d> ] )"),
    ],
)
def test_a_path_is_written_as_shacl_writes_it(path, turtle):
    assert rewrite(path) == turtle


@pytest.mark.parametrize("path", ["<a:b>/", "(<a:b>", "<a:b>)", "^", "<a:b> <c:d>", "<a:b>x"])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError):
        rewrite(path)


# ---- summary and markdown


def test_the_summary_has_findings_and_the_sections_of_others(mixed):
    sections = [
        summary.Section("Betekenis <nu>", "<p>drie dingen</p>", "drie *dingen*"),
        summary.section("x", EVIL, "x"),
    ]
    page = "".join(summary.as_html(mixed, sections))
    assert Page(page).open == []
    assert "Betekenis &lt;nu&gt;" in page
    assert "<p>drie dingen</p>" in page
    text = summary.as_markdown(mixed, sections)
    assert "drie *dingen*" in text
    assert text.index("Betekenis") < text.index("Bevindingen")


def test_markdown_shows_data_as_it_is(mixed):
    text = written(markdown, mixed)
    assert "<script" not in text
    assert "![" not in text
    assert "@iemand" not in text
    assert "http://x" not in text
    assert "\x1b" not in text


def test_a_summary_fits_a_remark_on_a_pull_request():
    many = [explanation(number, messages={"nl": "x" * 400}) for number in range(300)]
    sections = [summary.Section("x", "x", "lang\n" * 20_000)]
    assert len(summary.as_markdown(outcome(*many), sections)) < 65_536


# ---- all forms


@pytest.mark.parametrize("module", FORMS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_no_form_lets_data_move_the_cursor_or_turn_the_text(module, mixed):
    text = written(module, mixed)
    if module not in {as_json, as_turtle}:  # they are for programs: JSON escapes by itself, Turtle holds the value
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    if module is as_json:
        assert "\x1b" not in text


@pytest.mark.parametrize("module", FORMS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_form_is_the_same_twice_and_comes_in_pieces(module, mixed):
    assert written(module, mixed) == written(module, mixed)
    many = outcome(*(explanation(number) for number in range(500)))
    pieces = list(module.render(many))
    assert max(map(len, pieces)) < 600_000
