"""What changed between two moments, and what it weighs: one small project, many small changes."""

import textwrap

import pytest

from conftest import LITTLE, lay_out
from kennisgraaf import build, history, release
from kennisgraaf.errors import KennisgraafError, NotFound, SourceError
from kennisgraaf.history import state
from kennisgraaf.history.difference import Change, Difference
from kennisgraaf.history.rules import RULES, reasons
from kennisgraaf.namespaces import GRAPH, ID, KG, KGS
from test_git import commit, run

HEADS = """
PREFIX ding: <https://w3id.org/kennisgraaf/id/ding/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kennisgraaf/def#>
PREFIX kgs: <https://w3id.org/kennisgraaf/shapes#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def read(files, name=""):
    return state.read(name, {path: text.encode() for path, text in files.items()})


def compare(before, after, path="data/klein/kern.ttl"):
    """Compare two pieces of Turtle in one file."""
    return history.compare(read({path: HEADS + before}), read({path: HEADS + after}))


def only(difference):
    (change,) = difference.changes
    return change


def test_equal_states_do_not_differ():
    files = {name: textwrap.dedent(text) for name, text in LITTLE.items()}
    found = history.compare(read(files), read(files))
    assert not found
    assert found.verdict == ""
    assert found.next_version("1.2.3") == "1.2.3"


def test_order_layout_and_comments_do_not_count():
    one = 'ding:a a kg:Ding ; skos:prefLabel "a"@nl, "b"@en . ding:b a kg:Ding .'
    other = '# words\nding:b a kg:Ding . ding:a skos:prefLabel "b"@en ; a kg:Ding ; skos:prefLabel "a"@NL .'
    assert not compare(one, other)


def test_each_value_is_told_by_property_and_language():
    before = 'ding:a a kg:Ding ; skos:prefLabel "oud"@nl, "same"@en ; kg:heeftDeel ding:b .'
    after = 'ding:a a kg:Ding ; skos:prefLabel "nieuw"@nl, "same"@en ; kg:heeftDeel ding:b, ding:c .'
    change = only(compare(before, after))
    assert (change.iri, change.kind, change.role, change.labels["nl"]) == (f"{ID}ding/a", "changed", "thing", "nieuw")
    told = [(d.property, d.lang, [v.text for v in d.before], [v.text for v in d.after]) for d in change.details]
    assert told == [
        ("http://www.w3.org/2004/02/skos/core#prefLabel", "nl", ["oud"], ["nieuw"]),
        (f"{KG}heeftDeel", "", [], [f"{ID}ding/c"]),
    ]


LONG = "Vermogen om in een werksituatie doelgericht en met resultaat te handelen."


DEFINED = f'a kg:Ding ; skos:definition "{LONG}"@nl'
NAMED = 'a kg:Ding ; skos:prefLabel "{}"@nl'
CODED = 'a kg:Ding ; skos:notation "{}"'
NOTED = 'a kg:Ding ; skos:editorialNote "{}"@nl'


@pytest.mark.parametrize(
    ("before", "after", "rule", "verdict"),
    [
        ("", NAMED, "added", "compatible"),
        (NAMED, "", "removed", "breaking"),
        ("a kg:Ding", "a kg:Ding ; owl:deprecated true ; dct:isReplacedBy ding:b", "retired", "compatible"),
        ("a kg:Ding", "a kg:Ding ; owl:deprecated true", "retired-alone", "breaking"),
        ("a kg:Ding", "a kg:Anders", "type-gone", "breaking"),
        ("a kg:Ding", "a kg:Ding, kg:Anders", "more", "compatible"),
        (CODED.format("4B"), CODED.format("4C"), "code", "breaking"),
        ("a kg:Ding", CODED.format("4C"), "more", "compatible"),
        (NAMED.format("de veldwerker"), NAMED.format("de veldwerkr"), "wording", "editorial"),
        (NAMED.format("hond"), NAMED.format("kat"), "name", "compatible"),
        (NAMED.format("Niveau 3 van werk"), NAMED.format("Niveau 4 van werk"), "name", "compatible"),
        ("a kg:Ding", 'a kg:Ding ; skos:prefLabel "thing"@en', "more", "compatible"),
        (NOTED.format("a"), NOTED.format("iets heel anders"), "note", "editorial"),
        (DEFINED, DEFINED.replace("handelen.", "handelen"), "wording", "editorial"),
        (DEFINED, DEFINED.replace("om in", "om niet in"), "meaning", "breaking"),
        (DEFINED, DEFINED.replace(LONG, "Iets anders."), "meaning", "breaking"),
        ("a kg:Ding ; kg:heeftDeel ding:b", "a kg:Ding ; kg:heeftDeel ding:c", "corrected", "compatible"),
        ("a kg:Ding ; kg:heeftDeel ding:b", "a kg:Ding", "less", "compatible"),
    ],
)
def test_a_change_of_a_thing_weighs_by_one_rule(before, after, rule, verdict):
    change = only(compare(before and f"ding:a {before} .", after and f"ding:a {after} ."))
    assert [reason.rule for reason in change.reasons] == [rule]
    assert change.verdict == verdict


def test_a_note_says_that_a_rewritten_definition_means_the_same():
    change = only(
        compare(
            'ding:a skos:definition "Een."@nl .',
            'ding:a skos:definition "Twee hele andere."@nl ; skos:changeNote "Zelfde, duidelijker."@nl .',
        )
    )
    assert {reason.rule for reason in change.reasons} == {"meaning-noted", "note"}
    assert change.verdict == "compatible"


def test_a_narrower_type_implies_the_one_that_went():
    terms = HEADS + "kg:Klein a owl:Class ; rdfs:subClassOf kg:Ding . kg:Ding a owl:Class ."
    old, new = (
        read({"ontology/k.ttl": terms, "data/g/a.ttl": HEADS + f"ding:a a {type_} ."})
        for type_ in ("kg:Ding", "kg:Klein")
    )
    assert only(history.compare(old, new)).verdict == "compatible"
    assert only(history.compare(new, old)).verdict == "breaking"


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("rdfs:domain kg:A", "rdfs:domain kg:B", "narrowed"),
        ("", "rdfs:range kg:A", "narrowed"),
        ("rdfs:range kg:A", "", "widened"),
        ("rdfs:domain kg:B", "rdfs:domain kg:A", "widened"),
        ("rdfs:subClassOf kg:A", "", "inference-gone"),
        ("rdfs:subClassOf kg:A", "rdfs:subClassOf kg:B", "more"),
        ("", "rdfs:subClassOf kg:A", "more"),
        ("", "owl:disjointWith kg:A", "narrowed"),
        ("owl:disjointWith kg:A", "", "widened"),
        ("", "a owl:FunctionalProperty", "narrowed"),
        ("a owl:TransitiveProperty", "", "inference-gone"),
        ("", "a owl:SymmetricProperty", "more"),
        ("", "rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:p ; owl:allValuesFrom kg:A ]", "narrowed"),
        ("rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:p ; owl:allValuesFrom kg:A ]", "", "widened"),
        ("owl:inverseOf kg:p", "", "inference-gone"),
        ('rdfs:comment "a"@nl', 'rdfs:comment "iets anders"@nl', "note"),
    ],
)
def test_a_term_that_means_less_or_demands_more_is_breaking(before, after, rule):
    rest = "kg:A a owl:Class . kg:B a owl:Class ; rdfs:subClassOf kg:A . kg:p a owl:Thing . kg:T rdfs:label 'T'@nl ."
    one, other = (f"{rest} kg:T {said} ." if said else rest for said in (before, after))
    change = only(compare(one, other, "ontology/kern.ttl"))
    assert (change.role, [reason.rule for reason in change.reasons]) == ("term", [rule])


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("sh:minCount 1", "sh:minCount 2", "stricter"),
        ("sh:minCount 2", "sh:minCount 1", "relaxed"),
        ("sh:minCount 2", "", "relaxed"),
        ("", "sh:maxCount 3", "stricter"),
        ("sh:maxCount 3", "sh:maxCount 4", "relaxed"),
        ("sh:class kg:A", "sh:class kg:B", "stricter"),
        ("sh:in ( 1 2 )", "sh:in ( 1 2 3 )", "relaxed"),
        ("sh:in ( 1 2 )", "sh:in ( 1 3 )", "stricter"),
        ('sh:pattern "a"', 'sh:pattern "b"', "stricter"),
        ('sh:pattern "a"', "", "relaxed"),
        ("sh:severity sh:Warning", "", "stricter"),
        ("", "sh:severity sh:Info", "relaxed"),
        ("sh:severity sh:Warning", "sh:severity sh:Warning ; sh:minCount 1", "stricter-warning"),
        ("sh:deactivated true", "", "stricter"),
        ("", "sh:deactivated true", "relaxed"),
        ('sh:message "a"@nl', 'sh:message "b"@nl', "wording"),
        ("sh:or ( [ sh:class kg:A ] )", "sh:or ( [ sh:class kg:A ] [ sh:class kg:B ] )", "relaxed"),
        ("sh:or ( [ sh:class kg:A ] [ sh:class kg:B ] )", "sh:or ( [ sh:class kg:A ] )", "stricter"),
    ],
)
def test_a_shape_that_may_fail_valid_data_is_breaking(before, after, rule):
    rest = "kgs:A a sh:PropertyShape ; sh:path kg:p {} ."
    one, other = (rest.format(f"; {said}" if said else "") for said in (before, after))
    change = only(compare(one, other, "shapes/kern.ttl"))
    assert (change.role, [reason.rule for reason in change.reasons]) == ("shape", [rule])


def test_a_new_shape_breaks_only_what_was_there():
    terms = {"ontology/k.ttl": HEADS + "kg:Ding a owl:Class ."}
    shape = (
        HEADS
        + "kgs:S a sh:NodeShape ; sh:targetClass kg:Ding ; sh:property kgs:P . kgs:P sh:path kg:p ; sh:minCount 1 ."
    )
    found = history.compare(read(terms), read(terms | {"shapes/k.ttl": shape}))
    assert {change.iri: change.verdict for change in found.changes} == {f"{KGS}S": "breaking", f"{KGS}P": "breaking"}
    found = history.compare(read({}), read(terms | {"shapes/k.ttl": shape}))
    assert {change.verdict for change in found.changes} == {"compatible"}


QUESTION = textwrap.dedent(LITTLE["queries/delen-van-ding.rq"]).lstrip()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("SELECT ?deel WHERE", "SELECT ?deel ?ding WHERE", "question-more"),
        ("SELECT ?deel WHERE", "SELECT ?ding WHERE", "question-outputs"),
        ("SELECT ?deel WHERE", "SELECT (?deel AS ?part) WHERE", "question-outputs"),
        ("input: ding thing kg:Ding", "input: ding thing kg:Anders", "question-inputs"),
        ("#+ input: ding thing kg:Ding\n", "", "question-inputs"),
        ("kg:heeftDeel ?deel", "kg:heeftDeel+ ?deel", "question-text"),
        ("Which parts", "What parts", "question-wording"),
        ("SELECT ?deel", "# words\n  SELECT   ?deel", "question-wording"),
    ],
)
def test_a_question_with_another_form_is_breaking(old, new, rule):
    assert old in QUESTION
    one, other = QUESTION, QUESTION.replace(old, new)
    name = "queries/delen-van-ding.rq"
    change = only(history.compare(read({name: one}), read({name: other})))
    assert (change.role, change.iri) == ("question", f"{ID}vraag/delen-van-ding")
    assert rule in {reason.rule for reason in change.reasons}
    assert change.verdict == RULES[rule].verdict
    assert change.labels["nl"] == "Welke delen heeft een ding?"


def test_a_question_that_calls_elsewhere_is_not_run():
    text = "SELECT ?a ?b WHERE { SERVICE <http://127.0.0.1:9/sparql> { ?a ?b ?c } }"
    found = history.compare(
        read({"queries/q.rq": text}), read({"queries/q.rq": text.replace("?a ?b WHERE", "?a WHERE")})
    )
    assert found.verdict == "breaking"


def test_a_thing_under_another_iri_is_told_as_removed_and_added_with_a_hint():
    body = 'a kg:Ding ; skos:prefLabel "a"@nl ; kg:heeftDeel ding:c .'
    found = compare(f"ding:oud {body}", f"ding:nieuw {body}")
    assert [(c.iri[len(ID) :], c.kind, c.others) for c in found.changes] == [
        ("ding/nieuw", "added", (f"{ID}ding/oud",)),
        ("ding/oud", "removed", (f"{ID}ding/nieuw",)),
    ]


def test_what_moves_says_from_where_to_where():
    body = HEADS + 'ding:a a kg:Ding ; skos:prefLabel "a"@nl .'
    in_file = only(history.compare(read({"data/g/a.ttl": body}), read({"data/g/b.ttl": body})))
    assert (in_file.kind, in_file.verdict, in_file.moved) == (
        "moved",
        "editorial",
        (("data/g/a.ttl",), ("data/g/b.ttl",)),
    )
    in_graph = only(history.compare(read({"data/g/a.ttl": body}), read({"data/h/a.ttl": body})))
    assert (in_graph.kind, in_graph.verdict) == ("moved", "compatible")
    assert in_graph.moved == ((f"{GRAPH}g",), (f"{GRAPH}h",))


def test_the_ledger_retires_what_is_not_described_any_more():
    described = {"data/g/a.ttl": HEADS + "ding:a a kg:Ding . ding:b a kg:Ding ."}
    ledger = f"iri,type,since,status,replaced_by\n{ID}ding/a,ding,0.1.0,vervallen,{ID}ding/b\n"
    after = {"data/g/a.ttl": HEADS + "ding:b a kg:Ding .", "data/identificatoren.csv": ledger}
    change = only(history.compare(read(described), read(after)))
    assert (change.kind, change.others, change.verdict) == ("retired", (f"{ID}ding/b",), "compatible")


def test_blank_nodes_count_by_content_and_are_told_in_words():
    restriction = (
        "kg:T rdfs:subClassOf [ a owl:Restriction ; owl:onProperty kg:p ; owl:someValuesFrom {} ] . kg:T a owl:Class ."
    )
    assert not compare(restriction.format("kg:A"), restriction.format("kg:A").replace("[", "[ "), "ontology/k.ttl")
    detail = only(compare(restriction.format("kg:A"), restriction.format("kg:B"), "ontology/k.ttl")).details[0]
    assert [v.text for v in detail.before] == [f"<{KG}p> some <{KG}A>"]
    assert [v.text for v in detail.after] == [f"<{KG}p> some <{KG}B>"]


def test_an_axiom_without_a_name_hangs_on_the_first_term_in_it():
    classes = "kg:A a owl:Class . kg:B a owl:Class . kg:C a owl:Class . "
    axiom = "[] a owl:AllDisjointClasses ; owl:members ( kg:B kg:A ) ."
    change = only(compare(classes, classes + axiom, "ontology/k.ttl"))
    assert (change.iri, change.verdict) == (f"{KG}A", "breaking")
    assert change.details[0].property.endswith("AllDisjointClasses")
    assert change.details[0].after[0].text == f"(<{KG}B>, <{KG}A>)"


def test_a_ring_of_blank_nodes_is_seen_too():
    ring = "_:a kg:p _:b . _:b kg:p _:a ."
    assert not compare(ring, "_:x kg:p _:y . _:y kg:p _:x .")
    assert compare(ring, ring + " _:a kg:p _:a .")


def test_a_shared_blank_node_differs_from_two_of_the_same_content():
    change = only(
        compare('ding:a kg:p _:x ; kg:q _:x . _:x kg:r "1" .', 'ding:a kg:p [ kg:r "1" ] ; kg:q [ kg:r "1" ] .')
    )
    assert [reason.rule for reason in change.reasons] == ["structure"]


@pytest.mark.parametrize(
    ("verdict", "current", "asked"),
    [
        ("breaking", "1.4.2", "2.0.0"),
        ("compatible", "1.4.2", "1.5.0"),
        ("editorial", "1.4.2", "1.4.3"),
        ("breaking", "0.1.3", "0.2.0"),
        ("compatible", "0.1.3", "0.1.4"),
        ("editorial", "0.1.3", "0.1.4"),
        ("breaking", "1.0.0-rc.1", "2.0.0"),
    ],
)
def test_the_verdict_asks_for_a_version(verdict, current, asked):
    rule = next(name for name, reason in RULES.items() if reason.verdict == verdict)
    found = Difference("a", "b", (Change("x", "changed", "thing", {}, {}, reasons=reasons({rule})),))
    assert found.next_version(current) == asked


def test_what_is_no_version_is_refused():
    with pytest.raises(KennisgraafError, match="no version"):
        Difference("a", "b").next_version("1.0")


def test_every_rule_speaks_two_languages():
    assert all(reason.texts.keys() == {"nl", "en"} and all(reason.texts.values()) for reason in RULES.values())


@pytest.fixture
def tracked(tmp_path):
    """The tiny project in git, with a tag."""
    where = lay_out(tmp_path / "klein")
    run(where.root, "init", "--quiet", "--initial-branch=main")
    commit(where.root)
    run(where.root, "tag", "v0.1.0")
    return where


def test_folders_commits_and_releases_are_told_apart(tracked):
    made = build.compile(tracked)
    states = [
        history.sources_of(tracked, spec) for spec in (str(tracked.root), "HEAD", "v0.1.0", made.id, str(made.folder))
    ]
    assert all(states[0].graphs.keys() == one.graphs.keys() for one in states)
    assert [bool(history.compare(states[0], one)) for one in states] == [False] * 5
    assert states[3].labels(f"{ID}ding/c") == {"nl": "007"}


def test_a_release_that_keeps_the_value_of_a_number_does_not_differ_from_its_files(tracked):
    data = tracked.root / "data/klein/kern.ttl"
    data.write_text(data.read_text() + "ding:a kg:getal 007 , 0.75e0 , 1.50 .\n")
    made = build.compile(tracked, keep_going=True)
    assert not history.compare(history.sources_of(tracked, str(tracked.root)), history.of_release(made))
    assert not history.compare(history.of_release(made), history.of_folder(tracked.root))


def test_a_name_that_means_two_things_is_refused(tracked, monkeypatch):
    lay_out(tracked.root.parent / "main")
    monkeypatch.chdir(tracked.root.parent)
    with pytest.raises(NotFound, match=r"a folder and of a commit.*\n.*\./main for the folder; refs/heads/main"):
        history.sources_of(tracked, "main")
    assert history.sources_of(tracked, "./main").graphs == history.sources_of(tracked, "refs/heads/main").graphs


@pytest.mark.parametrize("spec", ["", "nergens", "\0", "x" * 5000, "--help", "../..", "data"])
def test_a_name_that_means_nothing_is_refused(tracked, spec, monkeypatch):
    monkeypatch.chdir(tracked.root)
    with pytest.raises(NotFound):
        history.sources_of(tracked, spec)


@pytest.mark.parametrize("body", [b"ding:a a kg:Ding .", b"\xff\xfe", b"PREFIX a: <urn:a> a:b a:c"])
def test_an_old_file_that_cannot_be_read_is_named_with_its_commit(tracked, body):
    commit(tracked.root, {"data/klein/kern.ttl": body})
    with pytest.raises(SourceError, match=r"^HEAD:data/klein/kern\.ttl"):
        history.sources_of(tracked, "HEAD")


def test_inferred_statements_are_left_out(tracked):
    made = build.compile(tracked)
    assert f"{GRAPH}afgeleid" in release.load(made.folder).graphs
    assert f"{GRAPH}afgeleid" not in history.of_release(made).graphs
