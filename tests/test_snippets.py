"""Snippets: each runs as it stands, and what a query holds stays text in every language."""

import ast
import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from kennisgraaf import snippets

ADDRESS = "https://example.org/sparql"
QUERY = """# `ls` $(id) ${HOME} #(lf) ')-" )--" \\
SELECT ?naam {
  VALUES ?naam { "a'b" 'c"d' "e\\\\f" \"\"\"g"h\"\"\" }
}
ORDER BY ?naam"""
NAMES = ["a'b", 'c"d', "e\\f", 'g"h']


def code(key, query=QUERY, address=ADDRESS, form="SELECT"):
    return next(found.code for found in snippets.of_query(address, query, form) if found.key == key)


def test_every_language_has_its_snippet():
    keys = [found.key for found in snippets.of_query(ADDRESS, QUERY, "SELECT")]
    assert keys == ["curl", "kennisgraaf", "requests", "sparqlwrapper", "r", "javascript", "excel"]


def test_a_graph_has_none_for_who_wants_a_table():
    keys = {found.key for found in snippets.of_query(ADDRESS, "DESCRIBE <x:y>", "DESCRIBE")}
    assert not keys & {"excel", "sparqlwrapper"}
    assert "text/turtle" in code("curl", "DESCRIBE <x:y>", form="DESCRIBE")


@pytest.mark.parametrize("query", [QUERY, 'ASK {}\n# "', 'ASK { ?s ?p "x" }\n#"""', "ASK {}\r\n# \\", "ASK {} # '"])
@pytest.mark.parametrize("key", ["kennisgraaf", "requests"])
def test_python_reads_the_query_as_it_was(query, key):
    tree = ast.parse(code(key, query, form="ASK"))
    (found,) = (
        node.value.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "query"
    )
    assert found == query.replace("\r\n", "\n")


def test_the_shell_reads_the_query_as_it_was():
    assert f"query={QUERY}" in shlex.split(code("curl"))


def test_r_ends_its_raw_string_where_the_query_ends():
    (dashes, body) = re.search(r'r"(-*)\((.*)\)\1"\nanswer', code("r"), re.DOTALL).groups()
    assert body == QUERY
    assert f'){dashes}"' not in body


def test_power_query_reads_the_query_as_it_was():
    literal = re.search(r'Query = "((?:[^"]|"")*)",\n', code("excel")).group(1)
    assert literal.replace('""', '"').replace("#(#)(", "#(") == QUERY


def run(command, text=None):
    env = {**os.environ, "no_proxy": "127.0.0.1"}
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False, env=env)
    assert done.returncode == 0, done.stderr
    return done.stdout


def needs(program):
    if not shutil.which(program):
        pytest.skip(f"SKIPPED LOUDLY: no {program} on this machine, so its snippet was not run")


def column(text):
    return [row["naam"] for row in csv.DictReader(io.StringIO(text))]


def test_curl_runs_against_a_server(server):
    needs("curl")
    assert column(run(["bash", "-c", code("curl", address=f"{server}/sparql")])) == NAMES


def test_requests_runs_against_a_server(server):
    pytest.importorskip("requests")
    assert column(run([sys.executable, "-c", code("requests", address=f"{server}/sparql")])) == NAMES


def test_javascript_runs_against_a_server(server):
    needs("node")
    command = ["node", "--input-type=module", "-"]
    assert column(run(command, code("javascript", address=f"{server}/sparql"))) == NAMES


def test_our_own_python_runs(release):
    found = json.loads(run([sys.executable, "-c", code("kennisgraaf")]))
    assert [row["naam"]["value"] for row in found["results"]["bindings"]] == NAMES


QUESTION = ("vraag", {"ding": 'x"y'})


def test_a_question_needs_no_query():
    found = {one.key: one.code for one in snippets.of_question("https://example.org/a?b='c", *QUESTION, "SELECT")}
    assert shlex.split(found["curl"])[-1] == "https://example.org/a?b='c"
    assert 'graph.ask("vraag", ding="x\\"y")' in found["kennisgraaf"]
    assert "SELECT" not in "".join(found.values())


@pytest.mark.parametrize("form", ["ASK", "CONSTRUCT"])
def test_a_question_without_rows_has_no_table(form):
    keys = {one.key for one in snippets.of_question("https://example.org/", *QUESTION, form)}
    assert keys == {"curl", "requests", "javascript"}


def test_the_snippets_on_the_page_of_a_question_run(server, client_of_server):
    needs("node")
    found = client_of_server("/vragen/indicatoren-van-competentie?competentie=scw-4b&lang=en")
    for name, command in (("curl", ["bash"]), ("JavaScript", ["node", "--input-type=module", "-"])):
        assert len(column_of(run(command, found[name]))) > 2


def column_of(text):
    return text.strip().splitlines()


@pytest.fixture
def client_of_server(release, graph, server):
    """Title → code of the snippets on a page of a site that says it is at the address of the server."""
    import html

    from kennisgraaf.web import create_app

    client = create_app(release, graph, public=str(server)).test_client()

    def read(path):
        page = client.get(path, headers={"Accept": "text/html"}).text
        found = re.findall(r'<pre [^>]*aria-label="([^"]*)" data-copy>(.*?)</pre>', page, re.DOTALL)
        return {title: html.unescape(text) for title, text in found}

    return read


def test_the_endpoint_page_shows_the_query_as_code(client_of_server, server):
    needs("curl")
    found = client_of_server("/sparql?query=ASK%20%7B%20competentie%3Ascw-4b%20a%20kg%3ACompetentie%20%7D")
    assert json.loads(run(["bash"], found["curl"])) == {"head": {}, "boolean": True}
