"""The interface for programs: open, ask, query, describe; nothing else is public."""

import subprocess
import sys

import pytest

import kennisgraaf
from kennisgraaf import build
from kennisgraaf.errors import NotFound, QueryError


@pytest.fixture
def opened(little):
    build.compile(little)
    with kennisgraaf.open(little.root) as graph:
        yield graph


def test_ask_gives_rows_of_terms(opened):
    rows = opened.ask("delen-van-ding", ding="a")
    assert [row["deel"].value.rsplit("/", 1)[-1] for row in rows] == ["b", "c"]


def test_query_gives_a_whole_answer_in_a_format(opened):
    assert opened.query("ASK { ding:a kg:heeftDeel ding:c }").body.startswith(b'{"head":{},"boolean":true}')
    assert opened.query("SELECT ?l { ding:c skos:prefLabel ?l }", "csv").body == b"l\r\n007\r\n"


def test_describe_takes_an_iri_or_a_path(opened):
    by_path, by_iri = opened.describe("ding/a"), opened.describe("https://w3id.org/kennisgraaf/id/ding/a")
    assert by_path == by_iri
    assert by_path.labels == {"nl": "a"}


def test_errors_say_what_would_be_right(opened):
    with pytest.raises(NotFound, match="ding/a"):
        opened.describe("ding/aa")
    with pytest.raises(QueryError, match="takes ding"):
        opened.ask("delen-van-ding")


def test_a_release_opens_by_its_folder(little):
    made = build.compile(little)
    with kennisgraaf.open(made.folder) as graph:
        assert graph.release.id == made.id


def test_a_project_without_a_release_is_built(little):
    with kennisgraaf.open(little.root) as graph:
        assert graph.release.about["triples"] > 0


def test_the_package_is_light_until_something_is_asked():
    code = "import sys, kennisgraaf; sys.exit(any(name in sys.modules for name in ('rdflib', 'flask', 'pyoxigraph')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="kleur"):
        _ = kennisgraaf.kleur
