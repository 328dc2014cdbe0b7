"""The description of the interface: valid, by the Design Rules, and what the server does (schemathesis)."""

import re
from collections import Counter
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from kennisgraaf import questions
from kennisgraaf.web import create_app

HOUSE = Path(__file__).parents[1]
ALL = questions.load(HOUSE / "queries")
RESULT = "/vragen/indicatoren-van-competentie"


@pytest.fixture(scope="module")
def app(release, graph):
    return create_app(release, graph)


@pytest.fixture(scope="module")
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def resolved(document, part):
    """Follow one $ref."""
    for name in part.get("$ref", "").split("/")[1:]:
        document = document[name]
    return document if "$ref" in part else part


def operations_of(document):
    """All operations, of whatever method."""
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_the_description_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_question_is_described(document):
    assert {f"/vragen/{name}" for name in ALL} < set(document["paths"])
    operations = [one["operationId"] for one in operations_of(document)]
    assert max(Counter(operations).values()) == 1


def test_a_question_is_described_with_its_inputs_and_its_columns(document):
    found = document["paths"][RESULT]["get"]
    assert found["summary"] == ALL["indicatoren-van-competentie"].summary["nl"]
    assert found["x-en"]["summary"] == ALL["indicatoren-van-competentie"].summary["en"]
    first = found["parameters"][0]
    assert (first["name"], first["required"], first["example"]) == ("competentie", True, "competentie/scw-4a")
    assert "competentie/scw-4b" in resolved(document, first["schema"])["enum"]
    content = found["responses"]["200"]["content"]
    columns = ["soort", "volgnummer", "indicator", "naam", "tekst"]
    table = content["application/sparql-results+json"]["schema"]["properties"]
    assert table["head"]["properties"]["vars"]["const"] == columns
    assert list(table["results"]["properties"]["bindings"]["items"]["properties"]) == columns
    assert "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" in content


def test_a_long_list_of_values_is_only_linked(document, app):
    first = document["paths"]["/vragen/passages-van-begrip"]["get"]["parameters"][0]
    assert "enum" not in resolved(document, first["schema"])
    assert len(app.test_client().get(first["x-values"]).json["values"]) == 100


# The Design Rules, as Logius checks them in media/linter.yaml


def test_parameters_are_in_camel_case(document):
    names = [
        resolved(document, part)["name"]
        for operation in operations_of(document)
        for part in operation.get("parameters", [])
    ]
    assert [name for name in names if not re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", name)] == []


def test_an_input_has_no_name_that_the_interface_has(document):
    ours = {"page", "pageSize", "format", "lang", "_mediatype"}
    assert {blank.name for question in ALL.values() for blank in question.inputs} & ours == set()


def test_paths_are_in_kebab_case_without_a_slash_at_the_end(document):
    paths = set(document["paths"]) - {"/", "/openapi.json"}
    assert [path for path in paths if not re.fullmatch(r"(/([a-z0-9-]+|\{[a-z]+\}))+", path)] == []


def test_the_version_is_semantic_and_in_every_header(document):
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    for operation in operations_of(document):
        for code, part in operation["responses"].items():
            assert "API-Version" in resolved(document, part)["headers"], code


def test_every_refusal_is_a_problem_with_its_members(document):
    for operation in operations_of(document):
        refusals = [part for code, part in operation["responses"].items() if code >= "400"]
        assert len(refusals) >= 7
        for part in refusals:
            (content,) = resolved(document, part)["content"].items()
            assert content[0] == "application/problem+json"
            assert {"status", "title", "detail"} < set(resolved(document, content[1]["schema"])["properties"])


def test_contact_licence_and_server_are_named(document):
    assert {"name", "url"} <= set(document["info"]["contact"])
    assert document["info"]["license"]["identifier"] == "CC-BY-4.0"
    assert document["servers"] == [{"url": "/api/v1"}]


def test_the_server_is_named_with_its_sub_path(release, graph):
    found = create_app(release, graph, subpath="/kennis").test_client().get("/kennis/api/v1/openapi.json").json
    assert found["servers"] == [{"url": "/kennis/api/v1"}]


def test_pages_of_others_may_read_it(app):
    response = app.test_client().get("/api/v1/openapi.json", headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["API-Version"] == response.json["info"]["version"]


# What the description says, the server does


@pytest.fixture(scope="module")
def described(app):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


PATHS = [
    "/",
    "/openapi.json",
    "/vragen",
    "/vragen/{vraag}/invoer",
    "/vragen/{vraag}/invoer/{invoer}",
    "/dekking",
    "/dekking/ding",
    "/dekking/{soort}/{code}",
]


@pytest.mark.parametrize("mode", GenerationMode)
def test_a_list_of_links_is_answered_as_the_description_says(described, mode):
    operation = described["/koppelcontroles"]["POST"]

    @settings(max_examples=12, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def check(case):
        response = case.call()
        many = response.status_code == 413  # it refuses too many links with that; the check knows other refusals
        case.validate_response(response, excluded_checks=[negative_data_rejection] if many else None)

    check()


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("path", [*PATHS, *(f"/vragen/{name}" for name in ALL)])
def test_the_server_does_what_the_description_says(described, path, mode):
    operation = described[path]["GET"]

    @settings(max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def check(case):
        if mode == GenerationMode.POSITIVE:
            _known(case)
        case.call_and_validate()

    if mode == GenerationMode.POSITIVE or operation.query:
        check()


FITTING = {
    "begrip": "competentie/scw-4b",
    "ding": "beroep/maatschappelijk-werker",
    "eerste": "kwalificatie/25958",
    "kwalificatie": "kwalificatie/25958",
    "naast": "kwalificatie/25779",
    "page": 1,
    "tweede": "kwalificatie/25779",
    "van": "25958",
}


def _known(case):
    """Put in what no schema can say: a page that is there, a thing of a long list, an input of the question."""
    if "invoer" in case.path_parameters:
        case.path_parameters = {"vraag": "passages-van-begrip", "invoer": "begrip"}
        case.query.pop("q", None)
    if "soort" in case.path_parameters:
        case.path_parameters = {"soort": "kwalificatie", "code": "25958"}
    case.query.update({name: value for name, value in FITTING.items() if name in case.query})
