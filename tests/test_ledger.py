"""The ledger: what is described is minted, what is minted stays."""

import shutil

import pytest

from conftest import git
from kennisgraaf import build, ledger
from kennisgraaf.errors import SourceError
from kennisgraaf.findings import Place
from kennisgraaf.namespaces import GRAPH, ID, KG, KGS

FILE = ledger.FILE.as_posix()
A, B, C = (f"{ID}ding/{code},ding,0.1.0,concept,\n" for code in "abc")
ALIVE = 'ding:weg a kg:Ding ; skos:prefLabel "weg"@nl .\n'
DEAD = ALIVE.replace(" .", " ; <http://www.w3.org/2002/07/owl#deprecated> true .")
WHY = 'ding:weg skos:changeNote "Bestaat niet meer."@nl .\n'


def found(where):
    return [
        (str(one.shape).removeprefix(KGS), str(one.thing).rsplit("/", 1)[-1]) for one in build.check(where).findings
    ]


def by_ledger(where):
    """What the ledger itself objects to: a lost term is found by others as well, where it is used."""
    return [one for one in build.check(where).findings if str(one.shape).startswith(f"{KGS}Register")]


def edit(where, name, *changes, more=""):
    """Replace in a file of the project, and add to its end."""
    path = where.root / name
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text + more, encoding="utf-8")


def add(where, *lines, turtle=""):
    edit(where, FILE, more="".join(f"{ID}{line}\n" for line in lines))
    edit(where, "data/klein/kern.ttl", more=turtle)


def test_ledger_and_data_agree(little):
    assert found(little) == []


def test_a_new_iri_gets_the_line_to_add(little):
    edit(little, FILE, (B, ""))
    (finding,) = build.check(little).findings
    assert str(finding.thing) == f"{ID}ding/b"
    assert finding.remedy == f"{ID}ding/b,ding,,concept,"
    assert finding.remedy in finding.messages["nl"]
    assert finding.remedy in finding.messages["en"]


# lines added to the ledger, Turtle added to the data → the rules that object
BAD = {
    "lost": (["ding/weg,ding,0.1.0,gepubliceerd,"], "", ["Register-verdwenen"]),
    "never published": (["ding/weg,ding,,concept,"], "", ["Register-verdwenen-concept"]),
    "another type": (["ding/weg,zaak,,concept,"], ALIVE, ["Register-type"]),
    "another class": (["ding/weg,ding,,concept,"], ALIVE.replace(":Ding", ":BijzonderDing"), ["Register-type"]),
    "unknown status": (["ding/weg,ding,,levend,"], ALIVE, ["Register-status"]),
    "published in no version": (["ding/weg,ding,,gepubliceerd,"], ALIVE, ["Register-status"]),
    "described as alive": ([f"ding/weg,ding,0.1.0,vervallen,{ID}ding/a"], ALIVE, ["Register-levend"]),
    "dead in the data only": (["ding/weg,ding,0.1.0,gepubliceerd,"], DEAD + WHY, ["Register-vervallen"]),
    "an heir while alive": ([f"ding/weg,ding,0.1.0,gepubliceerd,{ID}ding/a"], ALIVE, ["Register-niet-vervallen"]),
    "neither heir nor reason": (["ding/weg,ding,0.1.0,vervallen,"], DEAD, ["Register-opvolger"]),
    "an unknown heir": ([f"ding/weg,ding,0.1.0,vervallen,{ID}ding/aa"], "", ["Register-opvolger-onbekend"]),
    "its own heir": ([f"ding/weg,ding,0.1.0,vervallen,{ID}ding/weg"], "", ["Register-opvolger-kring"]),
    "a ring": (
        [f"ding/weg,ding,0.1.0,vervallen,{ID}ding/wig", f"ding/wig,ding,0.1.0,vervallen,{ID}ding/weg"],
        "",
        ["Register-opvolger-kring", "Register-opvolger-kring"],
    ),
    "an heir that died": (
        [f"ding/weg,ding,0.1.0,vervallen,{ID}ding/wig", "ding/wig,ding,0.1.0,vervallen,"],
        DEAD.replace("ding:weg", "ding:wig") + WHY.replace("ding:weg", "ding:wig"),
        ["Register-opvolger-vervallen"],
    ),
}
GOOD = {
    "an heir in the ledger": ([f"ding/weg,ding,0.1.0,vervallen,{ID}ding/a"], ""),
    "the older word": ([f"ding/weg,ding,0.1.0,withdrawn,{ID}ding/a https://example.org/b"], ""),
    "a reason in the data": (["ding/weg,ding,0.1.0,vervallen,"], DEAD + WHY),
    "a chain that ends well": (
        [f"ding/weg,ding,0.1.0,vervallen,{ID}ding/wig", f"ding/wig,ding,0.1.0,vervallen,{ID}ding/a"],
        "",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_found_on_its_line(little, name):
    lines, turtle, rules = BAD[name]
    add(little, *lines, turtle=turtle)
    findings = build.check(little).findings
    assert [str(one.shape).removeprefix(KGS) for one in findings] == rules
    text = (little.root / FILE).read_text(encoding="utf-8").splitlines()
    for finding in findings:
        assert finding.place.file == FILE
        assert text[finding.place.line - 1].startswith(str(finding.thing) + ",")
        assert finding.place.end == len(text[finding.place.line - 1]) + 1
        assert set(finding.messages) == {"nl", "en"}


@pytest.mark.parametrize("name", GOOD)
def test_what_fits_is_not(little, name):
    lines, turtle = GOOD[name]
    add(little, *lines, turtle=turtle)
    assert found(little) == []


def test_a_near_miss_of_an_heir_gets_near_names(little):
    add(little, f"ding/weg,ding,0.1.0,vervallen,{ID}ding/aa")
    (finding,) = build.check(little).findings
    assert f"{ID}ding/a" in finding.messages["en"]


@pytest.mark.parametrize(
    ("changes", "line", "told"),
    [
        ([(C, C + C)], 5, "twice: also on line 4"),
        ([("iri,type", "IRI,type")], 1, "columns"),
        ([(B, B.replace(",concept,", ",concept"))], 3, "4 were found"),
        ([(B, f"<<<<<<< main\n{B}=======\n>>>>>>> tak\n")], 3, "merge conflict"),
        ([(B, '"open\n')], 3, "no line of CSV"),
        ([(B, "\n" + B)], 3, "0 were found"),
    ],
)
def test_a_ledger_that_cannot_be_read_says_where(little, changes, line, told):
    edit(little, FILE, *changes)
    (error,) = build.check(little).errors
    assert (error.file, error.line) == (FILE, line)
    assert told in error.what
    with pytest.raises(SourceError):
        ledger.read(little)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_ledger_that_is_not_there_or_not_utf_8_says_so(little, content):
    path = little.root / FILE
    path.unlink() if content is None else path.write_bytes(content)
    (error,) = build.check(little).errors
    assert error.file == FILE
    assert error.fix


def test_order_and_line_ends_are_warnings(little):
    edit(little, FILE, (A, ""), more=A)
    assert found(little) == [("Register-volgorde", "a")]
    (finding,) = build.check(little).findings
    assert (finding.severity, finding.place.line) == ("Warning", 4)
    path = little.root / FILE
    path.write_bytes(ledger.render(ledger.read(little).values()).replace("\n", "\r\n").encode())
    assert [rule for rule, _ in found(little)] == ["Register-regeleinde"]


def test_a_ledger_is_written_as_it_was_read(little, house):
    for where in (little, house):
        assert ledger.render(ledger.read(where).values()) == (where.root / FILE).read_text(encoding="utf-8")


def test_tombstones_say_what_the_ledger_says(little):
    assert ledger.tombstones(little) == set()
    assert f"{GRAPH}meta" not in build.compile(little).graphs
    heirs = [f"{ID}ding/a", "https://example.org/b"]
    add(little, f"ding/weg,ding,0.1.0,vervallen,{' '.join(heirs)}")
    said = {(str(subject), str(value)) for subject, _, value in ledger.tombstones(little)}
    assert said == {(f"{ID}ding/weg", value) for value in ("true", *heirs)}


def test_what_a_tag_held_is_still_there(published):
    assert found(published) == []


PUBLISHED_B = B.replace("concept", "gepubliceerd")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ([(FILE, PUBLISHED_B, ""), ("data/klein/kern.ttl", "ding:b", "ding:c")], "Register-weg"),
        ([(FILE, PUBLISHED_B, "")], "Register-weg"),
        ([(FILE, PUBLISHED_B, PUBLISHED_B.replace("0.1.0", "0.2.0"))], "Register-anders"),
        ([(FILE, PUBLISHED_B, B)], "Register-anders"),
    ],
)
def test_a_published_line_is_not_taken_out_or_changed(published, changes, rule):
    for name, before, after in changes:
        edit(published, name, (before, after))
    (finding,) = by_ledger(published)
    assert str(finding.shape) == KGS + rule
    assert finding.remedy == PUBLISHED_B.strip()
    assert finding.place == Place(FILE, 2 if rule == "Register-weg" else 3, *finding_ends(published, finding))


def finding_ends(where, finding):
    line = (where.root / FILE).read_text(encoding="utf-8").splitlines()[finding.place.line - 1]
    return (1, len(line) + 1) if finding.place.column else ()


def test_a_published_term_or_question_is_not_taken_out(published):
    edit(published, "ontology/kern.ttl", ("kg:BijzonderDing a owl:Class", "kg:Bijzonder a owl:Class"))
    (published.root / "queries/delen-van-ding.rq").unlink()
    told = {(str(one.thing), one.place.file) for one in by_ledger(published)}
    assert told == {
        (f"{KG}BijzonderDing", "ontology/kern.ttl"),
        (f"{ID}vraag/delen-van-ding", "queries/delen-van-ding.rq"),
    }


def test_the_newest_tag_is_the_one_with_the_highest_number(published):
    edit(published, FILE, more=f"{ID}ding/d,ding,0.10.0,gepubliceerd,\n")
    edit(published, "data/klein/kern.ttl", more=ALIVE.replace("weg", "d"))
    git(published.root, "commit", "-qam", "More")
    git(published.root, "tag", "v0.10.0")
    git(published.root, "tag", "v0.9.0", "HEAD~1")
    git(published.root, "tag", "anders")
    edit(published, FILE, (f"{ID}ding/d,ding,0.10.0,gepubliceerd,\n", ""))
    assert ("Register-weg", "d") in found(published)


def test_without_a_tag_there_is_nothing_to_compare(published):
    git(published.root, "tag", "-d", "v0.1.0")
    assert found(published) == []


def test_a_broken_history_is_told(published):
    shutil.rmtree(published.root / ".git/objects")
    (finding,) = by_ledger(published)
    assert str(finding.shape) == f"{KGS}Register-geschiedenis"
    assert finding.severity == "Warning"
    assert "git fsck" in finding.messages["en"]
