"""SSSOM: the examples of the standard, the round trips, and every fault with its place."""

import json
from dataclasses import fields, replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennisgraaf import turtle
from kennisgraaf.errors import DraftError, SourceError, TableError
from kennisgraaf.namespaces import EXTERNAL, ID, KG
from kennisgraaf.sssom import NOT, Extension, Mapping, MappingSet, propagated, rdf, slots_of
from kennisgraaf.sssom.reading import parse, read
from kennisgraaf.sssom.slots import LISTS, SLOTS, joined, parts
from kennisgraaf.sssom.writing import plain, tsv

CURATED = EXTERNAL["semapv"] + "ManualMappingCuration"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAMELESS = "version.sssom.tsv"  # the one example without mapping_set_id, which the standard's own schema asks for


def mapping(**more):
    told = {"subject_id": f"{ID}ding/a", "predicate_id": f"{KG}past", "object_id": f"{ID}ding/b"}
    return Mapping(**{**told, "mapping_justification": CURATED, **more})


def mapping_set(*mappings, **more):
    return MappingSet(mapping_set_id=f"{ID}mappingset/x", license=LICENCE, mappings=mappings, **more)


@pytest.fixture(scope="module")
def reference(shared):
    return shared / "reference" / "sssom"


@pytest.fixture(scope="module")
def examples(reference):
    found = sorted((reference / "examples").rglob("*.sssom.tsv"))
    assert len(found) == 31
    return found


@pytest.fixture(scope="module")
def valid(reference):
    schema = json.loads((reference / "sssom_schema.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/MappingSet"}).validate


def test_every_slot_of_the_standard_is_there_with_its_lists(reference):
    schema = json.loads((reference / "sssom_schema.schema.json").read_text(encoding="utf-8"))["$defs"]
    assert set(slots_of(Mapping)) == set(schema["Mapping"]["properties"])
    special = {"mappings", "curie_map", "extension_definitions"}
    assert set(slots_of(MappingSet)) == set(schema["MappingSet"]["properties"]) - special
    for name, about in {**schema["Mapping"]["properties"], **schema["MappingSet"]["properties"]}.items():
        if name not in special:
            assert SLOTS[name].several == ("array" in about.get("type", ())), name
    assert LISTS["entity_type"] == schema["EntityTypeEnum"]["enum"]
    said = [one["const"] for one in schema["Mapping"]["properties"]["mapping_justification"]["anyOf"]]
    assert {f"semapv:{one}" for one in LISTS["justification"]} == set(said)


def test_every_example_is_read_written_again_and_valid_but_the_one_without_a_name(examples, valid):
    for path in examples:
        if path.name == NAMELESS:
            with pytest.raises(TableError, match="1:1: The set has no mapping_set_id"):
                read(path)
            continue
        found = read(path)
        again = parse(tsv(found), "again")
        assert found.mappings, path
        assert replace(again, curie_map=found.curie_map) == found, path
        assert tsv(again) == tsv(found), path
        valid(plain(found))


def test_examples_say_what_they_are_meant_to_show(examples):
    by_name = {path.name: path for path in examples}
    escaped = read(by_name["pipe-escaping.sssom.tsv"]).mappings
    assert [one.author_label for one in escaped] == [
        ("Alice|Bob", "Charlie"),
        ("Alice\\Bob", "Charlie\\", "David\\|Eve\\"),
    ]
    own = read(by_name["extension-slots.sssom.tsv"])
    assert own.extensions == {"ext_foo": "Foo A", "ext_undeclared_foo": "Foo B"}
    assert own.extension_definitions[0].property == "https://example.org/properties/barProperty"
    spread = propagated(read(by_name["curation_rule-propagated.sssom.tsv"]))
    assert {one.curation_rule for one in spread} == {("https://w3id.org/sssom/commons/disease/curation-rules/MPR2",)}
    assert read(by_name["version.sssom.tsv"].with_name("record-ids.sssom.tsv")).sssom_version == "1.1"
    beside = next(path for path in examples if path.parts[-2:] == ("external", "example1.sssom.tsv"))
    assert read(beside).subject_source == "https://kewl-foodie.inc/food/DB"


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    [
        'a"b',
        "a\tb",
        "a\nb",
        "a\r\nb",
        "|",
        "\\",
        "\\|",
        "# x",
        "- a",
        "null",
        "1.0",
        "a: b",
        "é\u2028\u0085",
        "'",
        "[",
        "&a",
    ]
)
IRIS = st.sampled_from([f"{ID}ding/a", "https://example.org/x(1)", "urn:x:1", f"{KG}past", "http://a.example/b%20c#d"])
KINDS = {
    "text": TEXT,
    "entity": IRIS,
    "address": IRIS,
    "date": st.dates(date(1, 1, 1)),
    "justification": st.just(CURATED),
}


def values(name):
    slot = SLOTS[name]
    if slot.kind == "number":
        return st.none() | st.floats(slot.least, slot.most).map(lambda number: number + 0.0)
    if slot.kind not in KINDS:
        return st.sampled_from(["", *LISTS[slot.kind]])
    one = KINDS[slot.kind]
    if slot.several:
        return st.lists(one.filter(bool), max_size=3).map(tuple)
    return one | st.just(None if slot.kind == "date" else "")


FREE = [name for name in slots_of(Mapping) if not name.endswith("_type") and name != "mapping_justification"]


@st.composite
def slots(draw, names):
    """A few slots with values."""
    return {name: draw(values(name)) for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=6))}


@settings(deadline=None)
@given(
    st.lists(slots(FREE), min_size=1, max_size=3), slots([n for n in slots_of(MappingSet) if not n.endswith("_type")])
)
def test_any_set_comes_back_from_its_table_as_it_was(rows, about):
    needed = ("subject_id", "predicate_id", "object_id")
    made = [mapping(**{name: value for name, value in row.items() if value or name not in needed}) for row in rows]
    about = {**about, "mapping_set_id": about.get("mapping_set_id") or "urn:x:1"}
    about["license"] = about.get("license") or LICENCE
    found = MappingSet(mappings=tuple(made), **about)
    again = parse(tsv(found), "again")
    for one in fields(MappingSet):
        if one.name != "curie_map":
            assert getattr(again, one.name) == getattr(found, one.name), one.name


@given(st.lists(st.text().filter(bool), min_size=1))
def test_values_in_one_cell_come_apart_as_they_went_in(texts):
    assert parts(joined(tuple(texts))) == texts


def test_prefixes_are_ours_and_only_those_in_use():
    text = tsv(mapping_set(mapping(author_id=(f"{ID}organisatie/redactie",))))
    assert f"#  ding: {ID}ding/\n" in text
    assert "#  organisatie:" in text
    assert "foaf" not in text
    assert "\nding:a\tkg:past\tding:b\tsemapv:ManualMappingCuration\torganisatie:redactie\n" in text


HEAD = f"#curie_map:\n#  a: https://a.example/\n#mapping_set_id: https://a.example/set\n#license: {LICENCE}\n"
HEADING = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tmapping_date\n"
GOOD = "a:1\tskos:exactMatch\ta:2\tsemapv:LexicalMatching\t0.5\t2026-01-01\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + HEADING + GOOD.replace("a:2", "b:2"), "x:6:3: object_id: 'b:2' is no CURIE or IRI. The prefix 'b'"),
        (HEAD + HEADING + GOOD.replace("a:2", "a2"), "x:6:3: object_id: 'a2' is no CURIE or IRI. It has no prefix"),
        (HEAD + HEADING + GOOD.replace("a:2", "a:2 3"), "does not make an IRI"),
        (HEAD + HEADING + GOOD.replace("a:2", ""), "x:6:3: The mapping has no object_id"),
        (HEAD + HEADING + GOOD.replace("0.5", "0,5"), "x:6:5: confidence: '0,5' is no number"),
        (HEAD + HEADING + GOOD.replace("0.5", "nan"), "nan is not from 0 up to 1"),
        (HEAD + HEADING + GOOD.replace("0.5", "1.5"), "1.5 is not from 0 up to 1"),
        (HEAD + HEADING + GOOD.replace("2026-01-01", "1-1-2026"), "x:6:6: mapping_date: '1-1-2026' is no date"),
        (HEAD + HEADING + GOOD.replace("LexicalMatching", "Guess"), "x:6:4: mapping_justification: 'semapv:Guess'"),
        (HEAD + HEADING + GOOD.replace("\n", "\tmore\n"), "x:6:7: The row has 7 cells, the heading 6"),
        (HEAD + HEADING + GOOD.replace("a:1", '"a:1'), "no table of tab-separated values"),
        (HEAD + "subject_id\tobject_id\na:1\ta:2\n", "x:5:1: The table has no heading with predicate_id"),
        (HEAD + HEADING.replace("object_id", "subject_id") + GOOD, "a name stands in it twice"),
        (HEAD, "has no heading"),
        (HEAD.replace("#license", "#licence") + HEADING + GOOD, "x:1:1: The set has no license"),
        (HEAD.replace(LICENCE, "CC BY") + HEADING + GOOD, "x:4:11: license: 'CC BY' is no whole IRI"),
        ("#a: [\n" + HEADING + GOOD, "The head is no YAML"),
        ("#- a\n" + HEADING + GOOD, "x:1:2: The head is no list of slots"),
        ("#a: &x 1\n#b: *x\n" + HEADING + GOOD, "x:2:5: An alias is refused"),
        (HEAD + "#license: https://b.example/\n" + HEADING + GOOD, "x:5:2: A name that stands here twice"),
        ("#a: " + "[" * 5000 + "\n" + HEADING + GOOD, "The head is no YAML"),
        (HEAD + "#comment:\n#  - a\n" + HEADING + GOOD, "x:6:4: comment is no single text"),
    ],
)
def test_a_fault_is_told_with_line_and_column(text, told):
    with pytest.raises(TableError) as caught:
        parse(text, "x")
    assert told in str(caught.value)
    assert all(fault.fix for fault in caught.value.faults)


def test_all_faults_are_told_at_once():
    bad = GOOD.replace("a:1", "b:1").replace("0.5", "2")
    with pytest.raises(TableError, match="6 faults") as caught:
        parse(HEAD.replace(LICENCE, "CC") + HEADING + bad + GOOD + bad.replace("a:2", ""), "x")
    places = [fault.place for fault in caught.value.faults]
    assert places == ["x:4:11", "x:6:1", "x:6:5", "x:8:1", "x:8:5", "x:8:3"]


def test_yaml_stays_text_and_makes_no_objects():
    found = parse(
        HEAD + "#mapping_set_version: 1.0\n#other: 2026-01-01\n#comment: !!python/name:os.system x\n" + HEADING, "x"
    )
    assert (found.mapping_set_version, found.other, found.comment) == ("1.0", "2026-01-01", "x")


@pytest.mark.parametrize(("body", "told"), [(b"\xff\xfe\x00", "UTF-8 was expected"), (None, "cannot be read")])
def test_a_file_that_is_no_text_is_refused(tmp_path, body, told):
    path = tmp_path / "a.sssom.tsv"
    if body:
        path.write_bytes(body)
    with pytest.raises(SourceError, match=told):
        read(path)


RICH = mapping(
    subject_label="A",
    object_label="B",
    author_id=(f"{ID}organisatie/redactie",),
    reviewer_label=("docent", "ontwikkelaar"),
    confidence=0.8,
    mapping_date=date(2026, 11, 22),
    mapping_tool="kennisgraaf",
    comment='Omdat "a"\nen é',
    extensions={"ext_comment_en": "Because"},
)


def triples_of(text, tmp_path):
    path = tmp_path / "set.ttl"
    path.write_text(text, encoding="utf-8")
    return turtle.read(path).triples


def test_a_set_comes_back_from_its_turtle_as_it_was(tmp_path):
    rejected = replace(RICH, predicate_modifier=NOT, object_id=f"{ID}ding/c")
    both = [replace(one, record_id=rdf.identifier(one)) for one in (rejected, RICH)]
    found = mapping_set(*both, mapping_set_title="Titel", mapping_set_version="1.0.0", subject_source=f"{ID}ding/a")
    triples = triples_of(rdf.turtle(found), tmp_path)
    assert rdf.sets(triples) == [found]
    assert rdf.mappings(triples) == both


def test_a_rejected_mapping_is_no_fact_and_no_axiom():
    found = {str(node) for one in rdf.statements(mapping_set(replace(RICH, predicate_modifier=NOT))) for node in one}
    facts = list(rdf.statements(mapping_set(replace(RICH, predicate_modifier=NOT))))
    assert not any(str(predicate) == f"{KG}past" for _, predicate, _ in facts)
    assert EXTERNAL["owl"] + "Axiom" not in found
    stated = list(rdf.statements(mapping_set(RICH)))
    assert [str(value) for _, predicate, value in stated if str(predicate) == f"{KG}past"] == [f"{ID}ding/b"]


def test_names_in_another_language_make_the_label_in_that_language(tmp_path):
    names = {f"{ID}ding/a": {"en": "one"}, f"{ID}ding/b": {"en": "two"}}
    text = rdf.turtle(mapping_set(replace(RICH, predicate_modifier=NOT)), names=names)
    assert '"Rejected: one relates to two"@en' in text
    assert '"Afgewezen: A hangt samen met B"@nl' in text


def test_a_text_is_no_thing_that_turtle_can_map():
    with pytest.raises(DraftError, match="maps a text"):
        rdf.turtle(mapping_set(mapping(subject_id="", subject_label="a", subject_type="rdfs literal")))


def test_a_value_that_no_slot_holds_is_left_out(tmp_path):
    text = rdf.turtle(mapping_set(RICH)).replace('"0.8"', '"veel"')
    assert rdf.mappings(triples_of(text, tmp_path))[0].confidence is None


def test_the_mappings_of_our_own_data_come_back_from_tsv_and_turtle(house, tmp_path, reference, valid):
    documents = [turtle.read(path) for path in sorted((house.root / "data/uitlijning").glob("*.ttl"))]
    triples = {triple for document in documents for triple in document.triples}
    sets = rdf.sets(triples)
    assert len(sets) > 5
    for found in sets:
        assert found.mappings, found.mapping_set_id
        assert parse(tsv(found), "x").mappings == found.mappings
        again = triples_of(rdf.turtle(found), tmp_path)
        assert rdf.sets(again) == [found]
        valid(plain(found))


def test_what_a_set_says_for_all_does_not_overrule_what_one_says_itself():
    found = mapping_set(mapping(mapping_tool="a"), mapping(), mapping_tool="b", subject_source="urn:x:s")
    spread = propagated(found)
    assert [one.mapping_tool for one in spread] == ["a", ""]
    assert {one.subject_source for one in spread} == {"urn:x:s"}


def test_extension_definitions_are_kept():
    found = mapping_set(mapping(extensions={"ext_a": "1"}), extension_definitions=(Extension("ext_a", f"{KG}past"),))
    assert parse(tsv(found), "x").extension_definitions == found.extension_definitions
