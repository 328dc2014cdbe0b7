"""Queries without a query language: what can be chosen, and the query that it comes to."""

import itertools

import pytest

from kennisgraaf import description, patterns
from kennisgraaf.errors import InputError
from kennisgraaf.namespaces import KG


@pytest.fixture(scope="module")
def made(release, graph):
    return patterns.Patterns(graph, description.vocabulary(graph), release.prefixes)


def asked(made, kind, paths, given, lang="nl"):
    return patterns.write(made, patterns.read(made, kind, paths, given), lang)


def test_only_kinds_with_things_can_be_chosen(made, graph):
    assert KG + "Competentie" in made.kinds
    assert all(made.kinds.values())


def test_the_steps_of_shapes_come_first(made):
    ruled = [step.ruled for step in made.steps(KG + "Competentie").values()]
    assert ruled == sorted(ruled, reverse=True)
    step = made.steps(KG + "Competentie")["kg:inCluster"]
    assert (step.values, step.of, step.ruled) == ("thing", KG + "Competentiecluster", True)
    assert set(step.labels) == {"nl", "en"}


def test_every_step_of_every_kind_gives_a_query_that_runs_and_finds_something(made, graph):
    empty = []
    for kind in itertools.islice(made.kinds, 0, None, 4):
        for path in made.steps(kind):
            text = asked(made, made.name(kind), [path], {f"is.{path}": "+", "tel": "1"})
            if not graph.rows(text):
                empty.append((kind, path))
    assert [(kind, path) for kind, path in empty if not _only_in_another_language(made, kind, path)] == []


def _only_in_another_language(made, kind, path):
    return made.steps(kind)[path].values == "text"


def test_what_need_not_be_there_is_optional(made, graph):
    every = graph.rows(asked(made, "kg:Competentie", [], {}))
    beside = graph.rows(asked(made, "kg:Competentie", ["kg:inCluster"], {}))
    must = graph.rows(asked(made, "kg:Competentie", ["kg:inCluster"], {"is.kg:inCluster": "+"}))
    absent = graph.rows(asked(made, "kg:Competentie", ["kg:inCluster"], {"is.kg:inCluster": "-"}))
    things = [{row["competentie"].value for row in rows} for rows in (every, beside, must, absent)]
    assert things[0] == things[1] == things[2] | things[3]
    assert not things[2] & things[3]
    assert len(things[2]) == 10


def test_a_value_binds_the_row(made, graph):
    step = made.steps(KG + "Competentie")["kg:inCluster"]
    value, number = next(iter(made.values(KG + "Competentie", step).items()))
    rows = graph.rows(asked(made, "kg:Competentie", ["kg:inCluster"], {"is.kg:inCluster": value}))
    assert (len(rows), {row["inCluster"].value for row in rows}) == (number, {value})


def test_steps_go_on_from_things_to_theirs(made, graph):
    path = "kg:steuntOpKennis/skos:prefLabel"
    text = asked(made, "kg:Competentie", [path], {f"bevat.{path}": "WET"})
    rows = graph.rows(text)
    assert rows
    assert all("wet" in row["prefLabel"].value.lower() and row["prefLabel"].lang == "nl" for row in rows)


def test_things_that_refer_here_are_steps_too(made, graph):
    back = [path for path in made.steps(KG + "Competentie") if path.startswith("^")]
    assert back
    assert graph.rows(asked(made, "kg:Competentie", back[:1], {f"is.{back[0]}": "+"}))


def test_counting_groups_by_what_is_shown(made, graph):
    rows = graph.rows(asked(made, "kg:Competentie", ["kg:inCluster"], {"tel": "1"}))
    assert sum(int(row["aantal"].value) for row in rows) == made.kinds[KG + "Competentie"]
    assert graph.rows(asked(made, "kg:Competentie", [], {"tel": "1"}, "en"))[0]["number"].value == "30"


def test_bounds_of_numbers_hold(made, graph):
    rows = graph.rows(
        asked(made, "kg:Competentie", ["kg:volgnummer"], {"van.kg:volgnummer": "3", "tot.kg:volgnummer": "5"})
    )
    assert {int(row["volgnummer"].value) for row in rows} == {3, 4, 5}


def test_the_query_declares_what_it_uses(made):
    text = asked(made, "kg:Competentie", ["skos:prefLabel"], {})
    assert text.startswith("PREFIX kg: <https://w3id.org/kennisgraaf/def#>\nPREFIX skos: <")


@pytest.mark.parametrize("part", ['"', "\\", '") } DROP ALL #', "}}}", "\n", "'''", "\u202e", "?x"])
def test_what_is_typed_stays_text(made, graph, part):
    text = asked(made, "kg:Competentie", ["skos:prefLabel"], {"bevat.skos:prefLabel": part})
    assert graph.form(text) == "SELECT"
    graph.rows(text)


@pytest.mark.parametrize(
    ("kind", "paths", "given"),
    [
        ("kg:Onzin", [], {}),
        ("", [], {}),
        ("kg:Competentie> ?x", [], {}),
        ("kg:Competentie", ["kg:inCluster"], {"is.kg:inCluster": "onzin"}),
        ("kg:Competentie", ["kg:inCluster"], {"is.kg:inCluster": "http://x> } #"}),
        ("kg:Competentie", ["skos:prefLabel"], {"is.skos:prefLabel": "http://x"}),
        ("kg:Competentie", ["kg:volgnummer"], {"van.kg:volgnummer": "1) }"}),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(made, kind, paths, given):
    with pytest.raises(InputError) as found:
        patterns.read(made, kind, paths, given)
    assert found.value.fix


def test_paths_that_lead_nowhere_are_told(made):
    choice = patterns.read(made, "kg:Competentie", ["kg:bestaatNiet", "kg:inCluster"], {})
    assert choice.ignored == ("kg:bestaatNiet",)
    assert [row.path for row in choice.rows] == ["kg:inCluster"]
