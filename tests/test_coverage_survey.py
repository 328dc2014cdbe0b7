"""Coverage, against a small world whose answers are worked out by hand (tests/coverage/klein.ttl)."""

import pytest

from conftest import lay_out_world
from kennisgraaf import build, coverage, engine
from kennisgraaf.coverage.survey import count
from kennisgraaf.namespaces import ID

ONE, TWO = f"{ID}begrippenkader/een", f"{ID}begrippenkader/twee"


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    made = build.compile(lay_out_world(tmp_path_factory.mktemp("dekking") / "klein"), keep_going=True)
    with engine.open_store(made.store, made.prefixes, frozenset(made.graphs)) as opened:
        return coverage.read(opened)


def states(survey, thing, scheme):
    """The signs of what a thing does with each topic of a framework, in their order; ! is a withdrawn topic."""
    iri = thing if thing.startswith("https:") else ID + thing
    signs = dict(zip(coverage.STATES, "CAT-?", strict=True))
    lines = survey.lines(iri, survey.schemes[scheme])
    return "".join(signs[line.cell.state] + "!" * line.topic.withdrawn for line in lines)


@pytest.mark.parametrize(
    ("thing", "one", "two"),
    [
        ("kwalificatie/1", "CTT-C!", "??"),  # a whole does what its parts do; touching is not covering
        ("kerntaak/1-b1-k1", "CT--C!", "??"),
        ("kerntaak/1-b1-k2", "T-T-", "??"),
        ("werkproces/1-b1-k1-w2", "C---C!", "??"),  # a part was compared when its file was
        ("kwalificatie/2", "TC--", "--"),  # a set of mappings says that nothing was found
        ("kwalificatie/3", "????", "??"),  # no set is known: nothing is missing, all is unknown
        ("kwalificatie/4", "--C-", "??"),
        ("kwalificatiedossier/1", "CTT-C!", "??"),
        ("functie/f", "A-A-", "??"),
        ("https://school.example/opleiding", "????", "C-"),  # somebody's own, through its own parts
    ],
)
def test_a_thing_covers_what_its_parts_do(survey, thing, one, two):
    assert (states(survey, thing, ONE), states(survey, thing, TWO)) == (one, two)


def test_a_cell_tells_how_sure_it_is(survey):
    cell = survey.lines(f"{ID}kwalificatie/1", survey.schemes[ONE])[0].cell
    assert (cell.best, cell.mean, len(cell.links)) == (0.9, pytest.approx(0.8), 2)
    assert [link.part for link in cell.links] == [f"{ID}werkproces/1-b1-k1-w{number}" for number in (1, 2)]
    assert [link.kind for link in cell.others] == ["touched"]
    assert cell.links[0].reason == {
        "nl": "Het gaat om horen wat iemand zegt.",
        "en": "It is about hearing what somebody says.",
    }


def test_a_cell_without_numbers_claims_none(survey):
    cell = survey.lines(f"{ID}kwalificatie/4", survey.schemes[ONE])[2].cell
    assert (cell.state, cell.best, cell.mean) == ("covered", None, None)


def test_a_withdrawn_topic_is_shown_with_its_successor_and_counts_nowhere(survey):
    lines = survey.lines(f"{ID}kwalificatie/1", survey.schemes[ONE])
    assert lines[-1].topic.successors == (f"{ID}competentie/a",)
    assert count(lines) == {"covered": 1, "asked": 0, "touched": 2, "missing": 1, "unknown": 0}


def test_what_a_bundle_holds_unseen_is_told(survey):
    unknown = survey.unknown_parts(f"{ID}kwalificatiedossier/1", survey.schemes[ONE])
    assert [part.iri for part in unknown] == [f"{ID}kwalificatie/3"]


def test_the_columns_of_a_thing_are_its_own_parts(survey):
    found = [part.code for part in survey.children(f"{ID}kwalificatie/1")]
    assert found == ["B1-K1", "B1-K2"]
    assert [whole.code for whole in survey.above(f"{ID}werkproces/1-b1-k1-w1")] == ["B1-K1", "10001", "90001"]


@pytest.mark.parametrize(
    ("here", "there", "verdicts"),
    [
        ("kwalificatie/1", "kwalificatie/2", ["here", "there", "partly", "neither", "here"]),
        ("kwalificatie/1", "functie/f", ["both", "partly", "there", "neither", "here"]),
        ("kwalificatie/1", "kwalificatie/3", ["unknown"] * 5),
        ("kwalificatie/1", "kwalificatie/1", ["both", "partly", "partly", "neither", "both"]),
    ],
)
def test_two_things_side_by_side(survey, here, there, verdicts):
    pairs = coverage.compare(survey, ID + here, ID + there, survey.schemes[ONE])
    assert [pair.verdict for pair in pairs] == verdicts


def test_a_difference_in_sureness_is_a_number_only_within_one_kind(survey):
    pairs = coverage.compare(survey, f"{ID}kwalificatie/1", f"{ID}werkproces/1-b1-k1-w2", survey.schemes[ONE])
    assert [pair.surer for pair in pairs] == [pytest.approx(0.2), None, None, None, None]
    pairs = coverage.compare(survey, f"{ID}kwalificatie/1", f"{ID}kwalificatie/2", survey.schemes[ONE])
    assert [pair.surer for pair in pairs] == [None] * 5
    assert [pair.kind_differs for pair in pairs] == [True, True, True, False, True]


def test_who_teaches_it_today_decides_whether_nobody_does(survey):
    found = coverage.overview(survey, survey.schemes[ONE])
    assert [file.iri.removeprefix(ID) for file in found.files] == [
        "kwalificatie/1",
        "kwalificatie/2",
        "kwalificatie/3",
        "https://school.example/opleiding",
    ]
    gaps = [(gap.topic.code, [thing.code for thing in gap.touched]) for gap in found.gaps]
    assert gaps == [("1C", ["10001"]), ("1D", [])]  # a withdrawn file covers 1C, which fills no gap
    assert [file.code for file in found.unknown] == ["10003", ""]


def test_a_withdrawn_file_is_in_the_overview_on_request(survey):
    codes = [file.code for file in coverage.overview(survey, survey.schemes[ONE], withdrawn=True).files]
    assert "10004" in codes


def test_where_nobody_looked_nobody_can_say_that_it_is_not_taught():
    thing = coverage.Thing("https://example.org/t")
    scheme = coverage.Scheme("https://example.org/s", {}, (thing,))
    bare = coverage.Survey({}, {scheme.iri: scheme}, [], [], [])
    assert coverage.overview(bare, scheme).gaps == ()


def test_what_came_later_is_known(survey):
    assert survey.later == {f"{ID}kwalificatie/1": [f"{ID}kwalificatie/2"]}


def test_parts_that_hold_each_other_do_no_harm():
    things = {iri: coverage.Thing(iri, "file") for iri in "ab"}
    topic = coverage.Thing("t")
    scheme = coverage.Scheme("s", {}, (topic,))
    ring = coverage.Survey(things, {"s": scheme}, [coverage.Link("b", "t", "covered")], [("a", "b"), ("b", "a")], [])
    assert [line.cell.state for line in ring.lines("a", scheme)] == ["covered"]
    assert ring.children("a") in ([], [things["b"]])
