"""Consequences: a slip is told once, with what to write instead, and what it makes look wrong is only counted."""

import subprocess
import sys

import pytest

from kennisgraaf import build, consequences
from kennisgraaf.namespaces import KGS

HOUSE_PYTHON = [sys.executable, "-m", "kennisgraaf"]
DATA = "data/klein/kern.ttl"
SLIPS = {
    "a class": ("a kg:Ding", "a kg:Dinng", "a kg:Ding ;"),
    "a property": ("skos:prefLabel", "skos:preflabel", "skos:prefLabel"),
    "a property of ours": ("kg:heeftDeel", "kg:heftDeel", "kg:heeftDeel"),
    "a namespace": ("2004/02/skos/core#", "2004/02/skos/core/", "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"),
}
PART = """
PREFIX kg: <https://w3id.org/kennisgraaf/def#>
PREFIX kgs: <https://w3id.org/kennisgraaf/shapes#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
kgs:Deel a sh:PropertyShape ; sh:targetSubjectsOf kg:heeftDeel ; sh:path kg:heeftDeel ; sh:class kg:Ding .
"""


def change(where, old, new, times=-1):
    path = where.root / DATA
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def check(where, *words):
    return subprocess.run([*HOUSE_PYTHON, "check", *words], cwd=where.root, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_once_with_the_line_that_mends_it(little, slip):
    old, new, line = SLIPS[slip]
    change(little, old, new, 1)
    done = check(little)
    assert done.returncode == 1
    assert done.stdout.count(": Violation[") == 1, done.stdout
    assert line in done.stdout.partition("= schrijf: ")[2].splitlines()[0]
    change(little, new, old)
    assert build.check(little).findings == []


def test_another_fault_beside_a_slip_is_still_told(little):
    change(little, "a kg:Ding", "a kg:Dinng", 1)
    change(little, 'skos:prefLabel "b"@nl', 'skos:altLabel "b"@nl', 1)
    report = build.check(little)
    told, _ = consequences.split(little, report)
    assert len(told) == 2
    assert any(str(one.shape) == f"{KGS}Ding-label" for one in told)


def test_nothing_is_lost(little):
    for old, new, _ in SLIPS.values():
        change(little, old, new, 1)
    report = build.check(little)
    told, rest = consequences.split(little, report)
    assert {*told, *rest} <= {*report.findings}
    assert len({*told, *rest}) >= len({(one.shape, one.thing, one.path, one.value) for one in report.findings})


def test_without_a_slip_nothing_is_a_consequence(little):
    change(little, 'skos:prefLabel "b"@nl', 'skos:altLabel "b"@nl')
    report = build.check(little)
    assert consequences.split(little, report) == (report.findings, [])


def test_the_standard_report_has_the_consequences_as_well(little):
    change(little, "a kg:Ding", "a kg:Dinng", 1)
    assert check(little, "--format", "turtle").stdout.count("sh:focusNode") == len(build.check(little).findings)


def test_a_thing_that_vanished_is_told_by_the_ledger_and_its_links_are_not(little):
    change(little, 'ding:b a kg:Ding ; skos:prefLabel "b"@nl ; kg:heeftDeel', "ding:b kg:heeftDeel")
    (little.root / "shapes/deel.ttl").write_text(PART, encoding="utf-8")
    report = build.check(little)
    told, rest = consequences.split(little, report)
    assert [str(one.shape).removeprefix(KGS) for one in told] == ["Register-verdwenen-concept"]
    assert [one.component for one in rest] == ["Class"]
