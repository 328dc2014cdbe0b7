"""The named questions: each gives its expected answer through `ask` and over HTTP; inputs are checked."""

import csv
import io
from pathlib import Path

import pytest

from kennisgraaf import questions
from kennisgraaf.errors import NotFound, QueryError, SourceError
from kennisgraaf.formats import GRAPHS, TABLES
from kennisgraaf.questions import rows
from kennisgraaf.web import create_app

HOUSE = Path(__file__).parents[1]
ALL = questions.load(HOUSE / "queries")
ANSWERS = HOUSE / "tests" / "answers"
_TABLE, _GRAPH = TABLES[2], GRAPHS[2]


def expected(name):
    """(is a table, the answer): a table keeps its order, a graph is a set of lines."""
    path = ANSWERS / f"{name}.csv"
    if path.is_file():
        return True, list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    return False, sorted((ANSWERS / f"{name}.nt").read_text(encoding="utf-8").splitlines())


def parsed(body, *, table):
    text = body.decode()
    return list(csv.reader(io.StringIO(text, newline=""))) if table else sorted(text.splitlines())


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.mark.parametrize("name", ALL)
def test_every_column_is_called_something_in_both_languages(name):
    names = rows.columns(ALL[name].sparql)
    assert set(ALL[name].columns) == set(names)
    assert all(len({*head} & {"nl", "en"}) == 2 and all(head.values()) for head in ALL[name].columns.values())


def test_a_table_has_heads_that_people_read_and_csv_the_names_of_variables(client):
    page = client.get("/vragen/indicatoren-van-competentie?lang=en", headers={"Accept": "text/html"}).text
    assert '<th scope="col">Number in the row</th>' in page
    assert ">volgnummer</bdi></th>" not in page
    body = client.get("/api/v1/vragen/indicatoren-van-competentie?format=csv&competentie=scw-4a").text
    assert body.startswith("soort,volgnummer,indicator,naam,tekst")


def test_a_column_without_a_head_has_its_name(tmp_path):
    file = tmp_path / "v.rq"
    file.write_text("#+ summary@nl: a\n#+ summary@en: b\n#+ columns@nl: x = Iks; y = IJ\nSELECT ?x ?y ?z {}", "utf-8")
    assert questions.read(file).columns == {"x": {"nl": "Iks"}, "y": {"nl": "IJ"}}


@pytest.mark.parametrize("name", ALL)
def test_the_answer_is_as_expected(graph, name):
    table, answer = expected(name)
    asked = questions.ask(graph, ALL[name], ALL[name].example, _TABLE if table else _GRAPH)
    assert parsed(asked.body, table=table) == answer


@pytest.mark.parametrize("name", ALL)
def test_the_answer_over_http_is_the_same(client, name):
    table, answer = expected(name)
    accept = (_TABLE if table else _GRAPH).media_type
    response = client.get(f"/api/v1/vragen/{name}", query_string=ALL[name].example, headers={"Accept": accept})
    assert response.status_code == 200
    assert parsed(response.data, table=table) == answer


def test_every_answer_has_its_question():
    assert {path.stem for path in ANSWERS.iterdir()} == set(ALL)


def test_there_are_enough_questions_and_enough_hard_ones():
    assert len(ALL) >= 60
    tags = [question.tags for question in ALL.values()]
    assert sum(bool(found & {"inference", "joins", "aggregation"}) for found in tags) >= 20
    assert sum("provenance" in found for found in tags) >= 10
    assert sum("empty" in found for found in tags) >= 8


@pytest.mark.parametrize("name", [name for name, question in ALL.items() if "inference" in question.tags])
def test_a_question_that_needs_inference_answers_otherwise_without(graph, release, name):
    table, answer = expected(name)
    asserted = [iri for iri in release.graphs if not iri.endswith(("graaf/afgeleid", "/shapes"))]
    query = questions.fill(graph, ALL[name], ALL[name].example)
    given = graph.query(query, _TABLE if table else _GRAPH, default_graphs=asserted, named_graphs=asserted)
    assert parsed(given.body, table=table) != answer


@pytest.mark.parametrize("name", [name for name, question in ALL.items() if "empty" in question.tags])
def test_an_empty_answer_is_explained_in_both_languages(name):
    _, answer = expected(name)
    assert answer in ([["false"]], answer[:1])
    assert set(ALL[name].empty) == {"nl", "en"}


@pytest.mark.parametrize("name", ALL)
def test_a_question_is_a_sentence_for_people(name):
    asked = ALL[name]
    assert all(text.endswith("?") for text in asked.summary.values())
    assert set(asked.summary) == set(asked.tells) == {"nl", "en"}
    assert all({"nl", "en"} == set(blank.label) for blank in asked.inputs)


INDICATORS = ALL["indicatoren-van-competentie"]


@pytest.mark.parametrize(
    "value",
    ["scw-4b", "competentie/scw-4b", "competentie:scw-4b", "https://w3id.org/kennisgraaf/id/competentie/scw-4b"],
)
def test_a_thing_may_be_named_in_four_ways(graph, value):
    rows = graph.rows(questions.fill(graph, INDICATORS, {"competentie": value}))
    assert len(rows) == 5


def test_a_missing_input_is_named(graph):
    with pytest.raises(QueryError, match=r"takes competentie \(a kg:Competentie, such as .*given: nothing"):
        questions.fill(graph, INDICATORS, {})


def test_a_superfluous_input_is_named(graph):
    with pytest.raises(QueryError, match="given: competentie, kleur"):
        questions.fill(graph, INDICATORS, {"competentie": "scw-4b", "kleur": "rood"})


def test_an_unknown_thing_gets_near_names(graph):
    with pytest.raises(QueryError, match="scw-4b"):
        questions.fill(graph, INDICATORS, {"competentie": "scw-4bb"})


def test_a_thing_of_another_class_does_not_fit(graph):
    with pytest.raises(QueryError, match="There is no kg:Competentie"):
        questions.fill(graph, INDICATORS, {"competentie": "beroep/opbouwwerker"})


def test_a_thing_cannot_rewrite_the_question(graph):
    with pytest.raises(QueryError):
        questions.fill(graph, INDICATORS, {"competentie": "x> } UNION { ?s ?p ?o } #"})


@pytest.mark.parametrize(
    "name", [name for name, asked in ALL.items() if [blank.kind for blank in asked.inputs] == ["text"]]
)
def test_a_text_stays_a_text(graph, name):
    (blank,) = ALL[name].inputs
    hostile = '") } UNION { ?s ?p ?o } # \\'
    assert graph.rows(questions.fill(graph, ALL[name], {blank.name: hostile})) == []


def test_an_unknown_question_gets_near_names():
    with pytest.raises(NotFound, match="indicatoren-van-competentie"):
        questions.find(ALL, "indicator-van-competentie")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ summary@nl: x\nSELECT * {}", "both languages"),
        ("#+ wat\nSELECT * {}", "no `#\\+ key: value`"),
        ("#+ kleur: rood\nSELECT * {}", "do not know the key"),
        ("#+ summary@nl: x\n#+ summary@en: x\n#+ input: a thing kg:X\nSELECT * {}", "has no example"),
        ("#+ summary@nl: x\n#+ summary@en: x\n#+ input: a kleur\nSELECT * {}", "has no kind"),
    ],
)
def test_a_question_that_is_written_wrong_says_where(tmp_path, text, message):
    path = tmp_path / "x.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        questions.read(path)
