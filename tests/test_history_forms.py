"""A difference as people and programs get it: text, Markdown, JSON, a changelog, and what else it touches."""

import json
import sys
from datetime import date

import pytest
from click.testing import CliRunner

from conftest import lay_out
from kennisgraaf import history
from kennisgraaf.cli import main
from kennisgraaf.cli.diff import command
from kennisgraaf.history import impact, markdown, state, text
from kennisgraaf.namespaces import GRAPH, ID, KG
from test_git import commit, run
from test_history import HEADS, LONG, compare, read


@pytest.fixture
def tracked(tmp_path):
    """The tiny project with two commits: a label and a link changed, a thing is new."""
    where = lay_out(tmp_path / "klein")
    run(where.root, "init", "--quiet", "--initial-branch=main")
    commit(where.root)
    data = where.root / "data/klein/kern.ttl"
    changed = data.read_text().replace('"b"@nl', '"bé"@nl') + 'ding:d a kg:Ding ; skos:prefLabel "d"@nl .\n'
    commit(where.root, {"data/klein/kern.ttl": changed.encode()})
    return where


def diff(where, *arguments):
    return CliRunner().invoke(command, [*arguments, "--root", str(where.root)])


def test_the_command_tells_what_changed_and_exits_1(tracked):
    done = diff(tracked, "HEAD~1", "HEAD")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "HEAD~1 → HEAD: verenigbaar",
        "1 nieuw, 1 gewijzigd.",
        "",
        "ding",
        '  ~ ding:b "bé"',
        "      gewijzigd, verenigbaar: Het heeft een andere naam.",
        "      skos:prefLabel@nl",
        '        - "b"',
        '        + "bé"',
        '  + ding:d "d"',
        "      nieuw, verenigbaar: Dit is nieuw.",
    ]


def test_the_command_exits_0_when_nothing_changed(tracked):
    done = diff(tracked, "HEAD", str(tracked.root))
    assert (done.exit_code, done.stdout) == (0, f"HEAD → {tracked.root}: geen verschil\nBeide zeggen hetzelfde.\n")


@pytest.mark.parametrize("form", ["text", "markdown", "json", "patch"])
def test_every_form_can_be_written_for_equal_states(tracked, form):
    assert diff(tracked, "HEAD", "HEAD", "--format", form).exit_code == 0


def test_the_verdict_asks_for_the_version_after_that_of_the_ontology(tracked):
    kern = tracked.root / "ontology/kern.ttl"
    kern.write_text(kern.read_text() + '<https://w3id.org/kennisgraaf/def> owl:versionInfo "1.2.0" .\n')
    commit(tracked.root)
    (tracked.root / "queries/delen-van-ding.rq").unlink()
    done = diff(tracked, "HEAD", str(tracked.root), "--lang", "en")
    assert "1 removed. After 1.2.0 this asks for 2.0.0." in done.stdout
    assert "breaking: This IRI is gone" in done.stdout


def test_json_has_the_documented_keys(tracked):
    found = json.loads(diff(tracked, "HEAD~1", "HEAD", "--format", "json", "--impact").stdout)
    assert found.keys() == {"before", "after", "version", "verdict", "next", "counts", "changes", "impact"}
    changed = next(change for change in found["changes"] if change["kind"] == "changed")
    assert changed["properties"] == [
        {
            "property": "http://www.w3.org/2004/02/skos/core#prefLabel",
            "lang": "nl",
            "before": [{"type": "literal", "value": "b", "xml:lang": "nl"}],
            "after": [{"type": "literal", "value": "bé", "xml:lang": "nl"}],
        }
    ]
    assert found["impact"]["things"] == [
        {
            "graph": f"{GRAPH}klein",
            "kind": f"{KG}Ding",
            "count": 1,
            "things": [{"iri": f"{ID}ding/a", "labels": {"nl": "a"}, "by": [f"{ID}ding/b"], "dangling": False}],
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("HEAD~9", "HEAD"), "no commit 'HEAD~9'"), (("HEAD", "HEAD", "--impact", "--format", "patch"), "no place")],
)
def test_wrong_use_is_told(tracked, arguments, told):
    done = diff(tracked, *arguments)
    assert done.exit_code != 0
    assert told in str(done.exception) + done.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["HEAD", "HEAD"], 0),
        (["HEAD~1", "HEAD"], 1),
        (["HEAD~1", "HEAD", "--format", "patch"], 1),
        (["HEAD~9", "HEAD"], 2),
        (["HEAD"], 2),
        (["HEAD", "HEAD", "--format", "xml"], 2),
    ],
)
def test_the_program_ends_with_the_code_of_the_contract(tracked, arguments, code, monkeypatch):
    """Through main, as a shell calls it: click's own runner ends in another way."""
    monkeypatch.setattr(sys, "argv", ["kennisgraaf", "diff", *arguments, "--root", str(tracked.root)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert int(stop.value.code or 0) == code


def test_a_damaged_history_ends_with_the_code_for_a_failing_machine(tracked, monkeypatch):
    name = run(tracked.root, "rev-parse", "HEAD:data/klein/kern.ttl")
    (tracked.root / ".git/objects" / name[:2] / name[2:]).unlink()
    monkeypatch.setattr(sys, "argv", ["kennisgraaf", "diff", "HEAD~1", "HEAD", "--root", str(tracked.root)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 3


def test_markdown_escapes_what_comes_from_the_data():
    found = compare(
        'ding:a skos:prefLabel "x"@nl .', 'ding:a skos:prefLabel "<script>[a](b) `c` *d* @user\\u202e\\nz"@nl .'
    )
    told = markdown.write(found)
    assert "<script>" not in told.replace(r"\<script\>", "")
    assert r"\<script\>\[a\](b) \`c\` \*d\* @&#8203;user\\u202e z" in told


def test_text_lets_no_data_move_the_cursor():
    told = text.write(compare("", 'ding:a skos:prefLabel "\\u001b[2Jweg\\u202e"@nl .'))
    assert "\x1b" not in told
    assert "\\u001b[2Jweg\\u202e" in told


def test_many_things_that_move_together_are_told_at_once():
    body = HEADS + " ".join(f"ding:d{n} a kg:Ding ." for n in range(30))
    found = history.compare(read({"data/g/a.ttl": body}), read({"data/g/b.ttl": body}))
    assert "> 30 things moved from data/g/a.ttl to data/g/b.ttl" in text.write(found, "en")
    assert "30 things moved from `data/g/a.ttl` to `data/g/b.ttl`." in markdown.write(found, "en")
    assert len(text.write(found).splitlines()) < 6


def test_the_changelog_tells_what_is_breaking_first_and_then_by_topic():
    before = f'ding:a a kg:Ding ; skos:prefLabel "a"@nl . ding:b skos:definition "{LONG}"@nl .'
    after = 'ding:b skos:definition "Iets anders."@nl . ding:c a kg:Ding ; skos:prefLabel "c"@nl, "see"@en .'
    told = markdown.changelog(compare(before, after), "0.2.0", date(2026, 11, 22), "en")
    assert [line.partition(". ")[0] for line in told.splitlines()] == [
        "## 0.2.0 (2026-11-22)",
        "",
        "1 added, 1 changed, 1 removed.",
        "",
        "### Breaking",
        "",
        "- **removed** `ding:a` a: This IRI is gone, so links to it lead nowhere",
        "- **changed** `ding:b`: Its definition is rewritten, so it may mean something else",
        "",
        "### ding",
        "",
        "- **added** `ding:c` see: This is new.",
    ]


def test_impact_groups_what_points_to_a_change_and_says_what_dangles():
    terms = "kg:Ding a owl:Class . "
    mapping = "ding:m <https://w3id.org/sssom/mapping_justification> kg:x ; owl:annotatedTarget ding:a ."
    before = {
        "ontology/k.ttl": HEADS + terms,
        "data/g/a.ttl": HEADS + "ding:a a kg:Ding .",
        "data/h/b.ttl": HEADS + 'ding:b a kg:Ding ; skos:prefLabel "b"@nl ; kg:heeftDeel ding:a . ding:n a kg:Ding .',
        "data/u/c.ttl": HEADS + mapping,
        "queries/een.rq": "#+ summary@nl: Een?\nSELECT ?x { ding:a ?p ?x }",
        "queries/twee.rq": "#+ summary@nl: Twee?\nSELECT ?x { ding:b ?p ?x }",
    }
    old, new = read(before), read(before | {"data/g/a.ttl": HEADS})
    found = impact.of(old, new, history.compare(old, new))
    assert [(one.iri, one.dangling) for one in found.mappings] == [(f"{ID}ding/m", True)]
    assert {key: [one.iri for one in things] for key, things in found.things.items()} == {
        (f"{GRAPH}h", f"{KG}Ding"): [f"{ID}ding/b"]
    }
    assert [(one.iri, one.by) for one in found.questions] == [(f"{ID}vraag/een", (f"{ID}ding/a",))]
    told = impact.write(found, "nl", "text")
    assert "- ding:b b (ding:a, dat verdwenen is)" in told
    assert "* 1 koppelingen" in told
    assert "### 1 vragen" in impact.write(found, "nl", "markdown")


def test_a_shape_that_points_through_a_blank_node_is_touched():
    shape = "kgs:S a sh:NodeShape ; sh:or ( [ sh:class kg:Weg ] [ sh:class kg:Ding ] ) ."
    before = {"ontology/k.ttl": HEADS + "kg:Weg a owl:Class . kg:Ding a owl:Class .", "shapes/k.ttl": HEADS + shape}
    old, new = read(before), read(before | {"ontology/k.ttl": HEADS + "kg:Ding a owl:Class ."})
    found = impact.of(old, new, history.compare(old, new))
    assert [one.iri for things in found.things.values() for one in things] == ["https://w3id.org/kennisgraaf/shapes#S"]


def test_the_history_of_this_project_can_be_compared(house):
    now = history.of_folder(house.root)
    assert not history.compare(now, now)
    assert sum(len(triples) for triples in now.graphs.values()) > 30_000
    assert isinstance(now, state.State)
