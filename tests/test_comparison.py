"""Comparison: rows that differ, rows that are the same, and what is shared in each."""

import pytest

from kennisgraaf.comparison import Item, Side, akin, choices, compare, side
from kennisgraaf.description import Value, Vocabulary, vocabulary
from kennisgraaf.engine import Term
from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import ID, KG

ASKS, NAMED = (KG + "vraagt", False), (KG + "naam", False)


def item(name, *details):
    return Item(Term("iri", ID + name), {"nl": name}, details)


def text(words, lang):
    term = Term("literal", words, lang)
    return Item(term, {}, (), Value(term, {}, {}, "", False, "", ()))  # noqa: FBT003


def lay(*columns, links=None, keep=list, way=ASKS):
    sides = [Side(f"{ID}x/{n}", {}, {}, (), {way: tuple(own)}, {ASKS: ""}) for n, own in enumerate(columns)]
    (row,) = compare(sides, Vocabulary(), links or {}, keep).rows
    return row


def names(items):
    return [one.term.value.removeprefix(ID) for one in items]


def test_what_all_have_is_shared_and_the_rest_is_told_in_each_column():
    row = lay([item("a"), item("b")], [item("b"), item("c")])
    assert names(row.shared) == ["b"]
    assert [names(cell.item for cell in own) for own in row.cells] == [["a"], ["c"]]
    assert (row.alone(0), row.alone(1), row.partly, row.otherwise, row.differs) == (1, 1, 0, 0, True)


def test_the_same_values_do_not_differ():
    row = lay([item("a"), item("b")], [item("b"), item("a")])
    assert not row.differs
    assert names(row.shared) == ["a", "b"]


def test_the_same_value_at_another_level_is_told_as_such():
    row = lay([item("a", "hbo")], [item("a", "mbo")])
    assert row.shared == ()
    assert row.otherwise == 1
    assert [[cell.others for cell in own] for own in row.cells] == [[(1,)], [(0,)]]
    assert (row.alone(0), row.alone(1)) == (0, 0)


def test_of_three_what_two_have_is_told_with_whom():
    row = lay([item("a")], [item("a"), item("b")], [])
    assert row.shared == ()
    assert row.partly == 1
    assert [[(names([cell.item]), cell.others) for cell in own] for own in row.cells] == [
        [(["a"], (1,))],
        [(["a"], (0,)), (["b"], ())],
        [],
    ]


def test_values_that_are_linked_to_those_of_the_other_say_so():
    row = lay([item("a")], [item("b")], links={ID + "a": (ID + "b", ID + "z"), ID + "b": (ID + "a",)})
    assert [cell.akin for own in row.cells for cell in own] == [(ID + "b",), (ID + "a",)]


def test_translations_are_no_differences():
    both, one = [text("wijk", "nl"), text("ward", "en")], [text("wijk", "nl")]
    row = lay(both, one, keep=lambda values: [value for value in values if value.term.lang == "nl"], way=NAMED)
    assert not row.differs


def test_sets_come_before_what_things_say_themselves_and_references_last():
    own = {ASKS: (item("a"),), NAMED: (text("x", "nl"),), (KG + "aan", True): (item("b"),)}
    found = compare([Side(ID + "x/1", {}, {}, (), own, {ASKS: ""})] * 2, Vocabulary(), {}, list)
    assert [(row.name.removeprefix(KG), row.inverse) for row in found.rows] == [
        ("vraagt", False), ("naam", False), ("aan", True)]  # fmt: skip
    assert [row.name for row in found.sets] == [ASKS[0]]


@pytest.fixture(scope="module")
def words(graph):
    return vocabulary(graph)


def test_requirements_are_sets_and_not_their_relation_nodes(graph, words):
    found = side(graph, words, f"{ID}functieniveau/scw-2")
    asked = found.items[KG + "vereistCompetentie", False]
    assert f"{ID}competentie/scw-4b" in {one.term.value for one in asked}
    assert (KG + "heeftVereiste", False) not in found.items
    assert {KG + "vereistCompetentie", KG + "dientBelang"} <= {name for name, _ in found.sets}
    assert found.sets[KG + "dientBelang", False] == KG + "Competentie"


def test_every_requirement_of_a_thing_is_there_with_its_levels(graph, words):
    """Counted by another query than the one under test."""
    query = """SELECT ?bearer ?level (COUNT(DISTINCT ?asked) AS ?number) {
      ?bearer kg:heeftVereiste ?node . ?node kg:betreftCompetentie ?asked ; kg:heeftNiveau ?level }
      GROUP BY ?bearer ?level ORDER BY ?bearer ?level"""
    rows = graph.rows(query)
    assert rows
    for row in rows:
        found = side(graph, words, row["bearer"].value).items[KG + "vereistCompetentie", False]
        assert sum(row["level"].value in one.details for one in found) == int(row["number"].value)


def test_what_people_compare_most_is_offered_by_kind(graph):
    found = choices(graph)
    assert len(found) == 9
    assert all(things for things in found.values())
    assert found[KG + "Functieniveau"][f"{ID}functieniveau/scw-2"]["en"]


def test_links_between_frameworks_go_both_ways(graph):
    found = akin(graph)
    assert found
    assert all(one in found[other] for one, others in found.items() for other in others)


def test_what_is_not_here_is_told(graph, words):
    with pytest.raises(NotFound):
        side(graph, words, f"{ID}functie/nergens")
