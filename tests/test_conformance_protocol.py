"""The protocols, rule by rule: one case per rule, under the section that states it, counted in a table.

P: SPARQL 1.1 Protocol. G: SPARQL 1.1 Graph Store HTTP Protocol. D: SPARQL 1.1 Service Description. H: RFC 9110 (HTTP).
F: Fetch (CORS). A case is a request, the status of its answer, and what must stand in it.
"""

from collections import Counter
from urllib.parse import urlencode

import pyoxigraph
import pytest

from kennisgraaf.formats import GRAPHS, TABLES
from kennisgraaf.namespaces import BASE, GRAPH, ID
from kennisgraaf.web import create_app

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
META, EDITORS = GRAPH + "meta", GRAPH + "redactie"
ASK, CONSTRUCT = "ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { VALUES ?s { competentie:scw-4b } ?s ?p ?o }"
SELECT = "SELECT ?n { competentie:scw-4b skos:notation ?n }"
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv; charset=utf-8; header=present", "text/tab-separated-values; charset=utf-8"
TTL = "text/turtle; charset=utf-8"
PROBLEM = "application/problem+json"
SD = "http://www.w3.org/ns/sparql-service-description#"


def get(query=None, accept="", path="/sparql", **parameters):
    """Describe a GET; a list gives a parameter more than once."""
    pairs = {key.replace("_uri", "-uri").replace("_graph", "-graph"): value for key, value in parameters.items()}
    return {
        "path": path + "?" + urlencode({**({} if query is None else {"query": query}), **pairs}, doseq=True),
        "headers": {"Accept": accept} if accept else {},
    }


def raw(path, method="GET", **headers):
    return {"path": path, "method": method, "headers": {key.replace("_", "-"): value for key, value in headers.items()}}


def post(data, kind, address="", accept="", **more):
    found = {
        "path": f"/sparql{address}",
        "method": "POST",
        "data": data,
        "headers": {"Accept": accept} if accept else {},
    }
    return {**found, **({"content_type": kind} if kind else {}), **more}


def form(accept="", **parameters):
    return post(urlencode(parameters, doseq=True), FORM, accept=accept)


def store(address, method="GET", **headers):
    return raw(f"/rdf-graph-store{address}", method, **headers)


# (section, the rule in a few words, request, status, what stands in the body or in a header)
CASES = [
    ("P 2.1.1", "a query by GET", get(SELECT), 200, "4B"),
    ("P 2.1.1", "a query by GET, with + for a space", raw("/sparql?query=ASK+%7B%7D"), 200, '"boolean":true'),
    ("P 2.1.1", "a query by GET, with characters beyond ASCII", get("SELECT ('é😀' AS ?x) {}"), 200, "é😀"),
    ("P 2.1.1", "the endpoint with a query takes precedence over its description", get(ASK, TTL), 406, ""),
    ("P 2.1.2", "a query by POST in a form", form(query=SELECT), 200, "4B"),
    ("P 2.1.2", "a form that names its charset", post(urlencode({"query": ASK}), FORM + "; charset=UTF-8"), 200,
     "true"),
    ("P 2.1.2", "a dataset in a form", form(**{"query": NAMES, "named-graph-uri": META}), 200, META),
    ("P 2.1.2", "a dataset in the address of a form", post(urlencode({"query": NAMES}), FORM,
     "?named-graph-uri=" + META),
     200, META),
    ("P 2.1.2", "a query in the address of a form", post("", FORM, "?query=" + urlencode({"": ASK})[1:]), 200, "true"),
    ("P 2.1.2", "a query in both is two", post(urlencode({"query": ASK}), FORM, "?query=ASK%7B%7D"), 400, "2 queries"),
    ("P 2.1.3", "a query by POST as it is", post(SELECT, QUERY), 200, "4B"),
    ("P 2.1.3", "its charset is UTF-8", post("SELECT ('é' AS ?x) {}".encode(), QUERY + "; charset=utf-8"), 200, "é"),
    ("P 2.1.3", "another charset is refused", post("ASK {}".encode("utf-16"), QUERY + "; charset=utf-16"), 415,
     "utf-16"),
    ("P 2.1.3", "another charset that does not say so is refused", post("ASK {}".encode("utf-16"), QUERY), 400,
     "UTF-8"),
    ("P 2.1.3", "a byte order mark is no part of the query", post(b"\xef\xbb\xbfASK {}", QUERY), 200, "true"),
    ("P 2.1.3", "a dataset in its address", post(NAMES, QUERY, "?named-graph-uri=" + META), 200, META),
    ("P 2.1.3", "a query in its address is a second one", post(ASK, QUERY, "?query=ASK%7B%7D"), 400, "2 queries"),
    ("P 2.1.4", "a default graph", get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=META), 200, "{meta}"),
    ("P 2.1.4", "more default graphs are merged",
     get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=[META, EDITORS]), 200, "{meta+redactie}"),
    ("P 2.1.4", "a named graph", get(NAMES, "text/csv", named_graph_uri=META), 200, f"g\r\n{META}\r\n"),
    ("P 2.1.4", "more named graphs", get(NAMES, "text/csv", named_graph_uri=[META, EDITORS]), 200,
     f"g\r\n{META}\r\n{EDITORS}\r\n"),
    ("P 2.1.4", "named graphs only: the default graph is empty", get(ASK, named_graph_uri=META), 200, "false"),
    ("P 2.1.4", "default graphs only: there are no named ones", get(NAMES, "text/csv", default_graph_uri=META), 200,
     "g\r\n"),
    ("P 2.1.4", "both", get(NAMES, "text/csv", default_graph_uri=EDITORS, named_graph_uri=META), 200,
     f"g\r\n{META}\r\n"),
    ("P 2.1.4", "the dataset of the request goes before FROM",
     get("SELECT DISTINCT ?g FROM NAMED graaf:redactie { GRAPH ?g { ?s ?p ?o } }", "text/csv", named_graph_uri=META),
     200, f"g\r\n{META}\r\n"),
    ("P 2.1.4", "the dataset of the query", get(f"ASK FROM <{META}> {{ <{META}> ?p ?o }}"), 200, "true"),
    ("P 2.1.4", "a graph that is not here is refused", get(ASK, default_graph_uri="http://x.example/"), 400,
     "x.example"),
    ("P 2.1.4", "a file is no graph", get(ASK, named_graph_uri="file:///etc/passwd"), 400, "not a graph"),
    ("P 2.1.5", "the form is negotiated", get(SELECT, XML), 200, XML),
    ("P 2.1.5", "a parameter goes before the header", get(SELECT, XML, _mediatype="text/csv"), 200, CSV),
    ("P 2.1.5", "format, as at Virtuoso", get(SELECT, format=XML), 200, XML),
    ("P 2.1.5", "output, as at Fuseki", get(SELECT, output="tsv"), 200, TSV),
    ("P 2.1.5", "results, as at Joseki", get(CONSTRUCT, results="xml"), 200, "application/rdf+xml"),
    ("P 2.1.5", "short names mean the form that fits the query", get(CONSTRUCT, format="json"), 200,
     "application/ld+json"),
    ("P 2.1.5", "a form that a parameter names and nobody knows", get(SELECT, format="pdf"), 406, "text/csv"),
    ("P 2.1.5", "in a form of a POST too", form(query=SELECT, output="csv"), 200, CSV),
    ("P 2.1.6", "SELECT: JSON first", get(SELECT), 200, JSON),
    ("P 2.1.6", "SELECT: XML", get(SELECT, XML), 200, XML),
    ("P 2.1.6", "SELECT: CSV", get(SELECT, "text/csv"), 200, "n\r\n4B\r\n"),
    ("P 2.1.6", "SELECT: TSV", get(SELECT, "text/tab-separated-values"), 200, '?n\n"4B"\n'),
    ("P 2.1.6", "ASK: JSON first", get(ASK), 200, JSON),
    ("P 2.1.6", "ASK: XML", get(ASK, XML), 200, "<boolean>true</boolean>"),
    ("P 2.1.6", "ASK: CSV, an extension", get(ASK, "text/csv"), 200, "true"),
    ("P 2.1.6", "CONSTRUCT: Turtle first", get(CONSTRUCT), 200, TTL),
    ("P 2.1.6", "CONSTRUCT: RDF/XML", get(CONSTRUCT, "application/rdf+xml"), 200, "<rdf:RDF"),
    ("P 2.1.6", "CONSTRUCT: JSON-LD", get(CONSTRUCT, "application/ld+json"), 200, '"@id"'),
    ("P 2.1.6", "CONSTRUCT: N-Triples", get(CONSTRUCT, "application/n-triples"), 200, '/core#notation> "4B" .'),
    ("P 2.1.6", "DESCRIBE is a graph too", get("DESCRIBE competentie:scw-4b"), 200, TTL),
    ("P 2.1.6", "DESCRIBE of what is not known is an empty graph", get("DESCRIBE <x:nothing>"), 200, TTL),
    ("P 2.1.6", "an answer that is empty is an answer", get("SELECT ?x { ?x a <x:nothing> }"), 200, '"bindings":[]'),
    ("P 2.1.6", "a table is no graph", get(CONSTRUCT, "text/csv"), 406, "text/turtle"),
    ("P 2.1.6", "a graph is no table", get(SELECT, "text/turtle"), 406, "text/csv"),
    ("P 2.1.6", "an answer that XML cannot express", get('SELECT ("\\u0001" AS ?x) {}', XML), 406, "JSON"),
    ("P 2.1.7", "no query, but a dataset", get(default_graph_uri=META), 400, "0 queries"),
    ("P 2.1.7", "no query in a form", form(x="y"), 400, "0 queries"),
    ("P 2.1.7", "an empty query", get(""), 400, "not a SPARQL query"),
    ("P 2.1.7", "two queries", get([ASK, ASK]), 400, "2 queries"),
    ("P 2.1.7", "two queries in a form", form(query=[ASK, ASK]), 400, "2 queries"),
    ("P 2.1.7", "a query that is not SPARQL", get("SELECT ?x {"), 400, '"line": 1'),
    ("P 2.1.7", "a percent sign without digits", raw("/sparql?query=ASK%7B%7D%2"), 400, "%25"),
    ("P 2.1.7", "a parameter that is not UTF-8", raw("/sparql?query=ASK%7B%7D%23%FF"), 400, "UTF-8"),
    ("P 2.1.7", "a form that is not UTF-8", post("query=ASK%7B%7D%23%C3%28", FORM), 400, "UTF-8"),
    ("P 2.1.7", "more parameters than a request needs", get(ASK, x=["1"] * 100), 400, "100 parameters"),
    ("P 2.1.7", "a body of another type", post("{}", "application/json"), 415, QUERY),
    ("P 2.1.7", "a body without a type", post(ASK, None), 415, QUERY),
    ("P 2.1.7", "a form with files", post({"query": ASK}, "multipart/form-data"), 415, "multipart/form-data"),
    ("P 2.1.7", "a form that says it is a query", post(urlencode({"query": ASK}), QUERY), 400, '"line": 1'),
    ("P 2.1.7", "a query that says it is a form", post(ASK, FORM), 400, "0 queries"),
    ("P 2.1.7", "too many rows", get("SELECT (1 AS ?x) { ?a ?b ?c . ?d ?e ?f } LIMIT 100001"), 413, '"limit": "rows"'),
    ("P 2.1.7", "a query that is too large", post(ASK + " " * 100_000, QUERY), 413, '"limit": "bytes"'),
    ("P 2.1.7", "a body that is too large", post(ASK + " " * 1_000_000, QUERY), 413, PROBLEM),
    ("P 2.1.7", "an address that is too long", get(ASK + " " * 9000), 414, "POST"),
    ("P 2.2", "an update by GET", get(update="CLEAR ALL"), 400, "update"),
    ("P 2.2", "an update in a form", form(update="CLEAR ALL"), 400, "update"),
    ("P 2.2", "an update beside a query", form(query=ASK, update="CLEAR ALL"), 400, "update"),
    ("P 2.2", "an update as it is", post("CLEAR ALL", UPDATE), 405, "GET, HEAD, OPTIONS, POST"),
    ("P 2.2", "an update that says it is a query", post("CLEAR ALL", QUERY), 400, "only read"),
    ("P 2.2", "an update as a query", get("INSERT DATA { <a:a> <a:b> 1 }"), 400, "only read"),
    ("P 2.2", "the dataset of an update", get(ASK, **{"using-graph-uri": META}), 400, "using-graph-uri"),
    ("P 2.2", "the named graphs of an update", get(ASK, **{"using-named-graph-uri": META}), 400, "using-named"),
    ("P 4.1", "SERVICE is refused", get("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), 400, "SERVICE"),
    ("P 4.1", "FROM fetches nothing", get("ASK FROM <http://127.0.0.1:1/> { ?s ?p ?o }"), 400, "not a graph"),
    ("G 4.1", "the name of a graph leads to its content", raw("/id/graaf/meta", Accept="text/turtle"), 303,
     "/doc/graaf/meta"),
    ("G 4.1", "and that is the graph", raw("/doc/graaf/meta", Accept="application/n-triples"), 200, "{graph meta}"),
    ("G 4.2", "a graph by its name", store("?graph=" + META, Accept="application/n-triples"), 200, "{graph meta}"),
    ("G 4.2", "the default graph", store("?default", Accept="application/n-triples"), 200, "{default}"),
    ("G 4.2", "the default graph, written as a form does", store("?default=", Accept="text/turtle"), 200, TTL),
    ("G 4.2", "a name with percent-encoding", store(f"?{urlencode({'graph': BASE + 'def'})}"), 200, "owl:Class"),
    ("G 4.2", "no graph", store(""), 400, "?default"),
    ("G 4.2", "a graph and the default one", store(f"?default&graph={META}"), 400, "2 graphs"),
    ("G 4.2", "two graphs", store(f"?graph={META}&graph={EDITORS}"), 400, "2 graphs"),
    ("G 4.2", "default has no value", store("?default=true"), 400, "?default"),
    ("G 4.2", "a name must be absolute", store("?graph=meta"), 400, "IRI"),
    ("G 4.2", "a name must be an IRI", store("?graph=http://x/%3Cy%3E"), 400, "IRI"),
    ("G 5.1", "a graph that is not here", store("?graph=" + ID + "graaf/meto"), 404, "graaf/meta"),
    ("G 5.1", "nobody fetches a graph that is not here", store("?graph=http://127.0.0.1:1/"), 404, META),
    ("G 5.1", "no such form", store(f"?graph={META}", Accept="text/csv"), 406, "text/turtle"),
    ("G 5.2", "GET: Turtle first", store(f"?graph={META}"), 200, TTL),
    ("G 5.2", "GET: JSON-LD", store(f"?graph={META}", Accept="application/ld+json"), 200, '"@id"'),
    ("G 5.2", "GET: RDF/XML", store(f"?graph={META}", Accept="application/rdf+xml"), 200, "<rdf:RDF"),
    ("G 5.2", "GET: a form that the address names", store(f"?graph={META}&format=nt"), 200, "application/n-triples"),
    ("G 5.3", "PUT changes nothing", store(f"?graph={META}", "PUT"), 405, "GET, HEAD, OPTIONS"),
    ("G 5.4", "DELETE changes nothing", store(f"?graph={META}", "DELETE"), 405, "GET, HEAD, OPTIONS"),
    ("G 5.5", "POST changes nothing", store("?default", "POST"), 405, "GET, HEAD, OPTIONS"),
    ("G 5.5", "POST makes no graph", store("", "POST"), 405, "GET, HEAD, OPTIONS"),
    ("G 5.6", "HEAD is GET without a body", store(f"?graph={META}", "HEAD"), 200, ""),
    ("G 5.6", "HEAD of a graph that is not here", store("?graph=x:y", "HEAD"), 404, ""),
    ("G 5.7", "PATCH changes nothing", store("?default", "PATCH"), 405, "GET, HEAD, OPTIONS"),
    ("D 2", "the endpoint without parameters describes itself", raw("/sparql", Accept="text/turtle"), 200,
     f"<{SD}Service>"),
    ("D 2", "also for who accepts anything", raw("/sparql", Accept="*/*"), 200, TTL),
    ("D 2", "in RDF/XML", raw("/sparql", Accept="application/rdf+xml"), 200, "<rdf:RDF"),
    ("D 2", "in a form that the address names", raw("/sparql?format=nt"), 200, f"{SD}Service>"),
    ("D 2", "people get the editor", raw("/sparql", Accept="text/html"), 200, "<textarea"),
    ("D 3.2", "sd:Service", {"describes": "?s a sd:Service"}, 200, ""),
    ("D 3.2", "sd:Language", {"describes": "?s sd:supportedLanguage sd:SPARQL11Query"}, 200, ""),
    ("D 3.2", "nothing is updated", {"lacks": "?s sd:supportedLanguage sd:SPARQL11Update"}, 200, ""),
    ("D 3.2", "sd:Dataset and sd:Graph", {"describes": "?s sd:defaultDataset [ sd:defaultGraph ?g ]"}, 200, ""),
    ("D 3.2", "the size of the default graph", {"describes": "[] sd:defaultGraph [ void:triples {triples} ]"}, 200, ""),
    ("D 3.2", "the named graphs with their sizes",
     {"describes": f"[] sd:namedGraph [ sd:name <{META}> ; sd:graph [ void:triples {{meta}} ] ]"}, 200, ""),
    ("D 3.2", "the graphs that FROM may name",
     {"describes": f"?s sd:availableGraphs [ sd:namedGraph [ sd:name <{META}> ] ]"},
     200, ""),
    ("D 3.4", "sd:endpoint", {"describes": "?s sd:endpoint ?e"}, 200, ""),
    ("D 3.4", "the default graph is not the union of the others", {"lacks": "?s sd:feature sd:UnionDefaultGraph"},
     200, ""),
    ("D 3.4", "nothing is fetched", {"lacks": "?s sd:feature sd:BasicFederatedQuery"}, 200, ""),
    ("D 3.4", "what is inferred was written before; a query infers nothing",
     {"describes": "?s sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple>"}, 200, ""),
    ("D 3.4", "extensions of the language", {"describes": "?s sd:languageExtension ?e"}, 200, ""),
    *(("D 3.4", f"sd:resultFormat {name}", {"describes": f"?s sd:resultFormat <http://www.w3.org/ns/formats/{name}>"},
    200, "")
      for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
                   "N-Triples", "RDF_XML", "JSON-LD")),
    ("D 3.4", "the limits",
     {"describes": '?s schema:additionalProperty [ schema:name "rows" ; schema:value 100000 ]'}, 200, ""),
    ("H 8.3", "the type of a body has any case", post(ASK, QUERY.upper()), 200, "true"),
    ("H 8.4", "a packed body is refused", post(ASK, QUERY, headers={"Content-Encoding": "gzip"}), 415, "packed"),
    ("H 9.1", "a method that HTTP has and we have not", raw("/sparql", "DELETE"), 405, "GET, HEAD, OPTIONS, POST"),
    ("H 9.1", "a method that HTTP has not", raw("/sparql", "BREW"), 405, "GET, HEAD, OPTIONS, POST"),
    ("H 9.3.2", "HEAD of a query", {**get(SELECT), "method": "HEAD"}, 200, JSON),
    ("H 9.3.2", "HEAD of an error", {**get("SELECT"), "method": "HEAD"}, 400, ""),
    ("H 9.3.7", "OPTIONS of the endpoint", raw("/sparql", "OPTIONS"), 204, "GET, HEAD, OPTIONS, POST"),
    ("H 9.3.7", "OPTIONS of the graph store", store("", "OPTIONS"), 204, "GET, HEAD, OPTIONS"),
    ("H 12.4.2", "the quality decides", get(SELECT, f"{XML};q=0.8, text/csv;q=0.9"), 200, CSV),
    ("H 12.4.2", "quality 0 is never", get(SELECT, f"{JSON};q=0, */*"), 200, XML),
    ("H 12.4.2", "a quality that is no number is left out", get(SELECT, f"text/csv;q=best, {XML};q=0.1"), 200, XML),
    ("H 12.5.1", "no Accept is anything", get(SELECT), 200, JSON),
    ("H 12.5.1", "*/* is anything", get(SELECT, "*/*"), 200, JSON),
    ("H 12.5.1", "a range of types", get(SELECT, "text/*"), 200, CSV),
    ("H 12.5.1", "the closest range counts", get(SELECT, "text/*;q=0.9, text/csv;q=0.1"), 200, TSV),
    ("H 12.5.1", "parameters are left out", get(SELECT, 'text/csv;header="a,b";q=1, */*;q=0.1'), 200, CSV),
    ("H 12.5.1", "any case, any space", get(SELECT, " TEXT/CSV ; Q=1 "), 200, CSV),
    ("H 12.5.1", "application/json for a table", get(SELECT, "application/json"), 200, JSON),
    ("H 12.5.1", "application/xml for a graph", get(CONSTRUCT, "application/xml"), 200, "application/rdf+xml"),
    ("H 12.5.1", "text/plain for a graph", get(CONSTRUCT, "text/plain"), 200, "application/n-triples"),
    ("H 12.5.5", "caches are told what it depends on", get(SELECT), 200, "Accept, Accept-Language"),
    ("H 12.5.5", "also of a POST", form(query=SELECT), 200, "Accept, Accept-Language"),
    ("H 13.1.2", "who has the answer gets 304", {**get(SELECT), "again": True}, 304, ""),
    ("H 13.1.2", "who has the graph gets 304", {**store("?default"), "again": True}, 304, ""),
    ("F 3.2", "a page elsewhere may ask", raw("/sparql?query=ASK%7B%7D", Origin="https://x.example"), 200, "*"),
    ("F 3.2", "and may read why not", raw("/sparql?query=", Origin="https://x.example"), 400, "*"),
    ("F 3.2", "a preflight of a direct POST", raw("/sparql", "OPTIONS", Origin="https://x.example",
     Access_Control_Request_Method="POST", Access_Control_Request_Headers="content-type"), 204, "Content-Type"),
    ("F 3.2", "a preflight of the graph store", store("", "OPTIONS", Origin="https://x.example",
     Access_Control_Request_Method="GET"), 204, "*"),
]  # fmt: skip


@pytest.fixture(scope="module")
def client(release, graph):
    return create_app(release, graph).test_client()


@pytest.fixture(scope="module")
def description(client):
    found = pyoxigraph.Store()
    found.load(client.get("/sparql", headers={"Accept": "text/turtle"}).data, pyoxigraph.RdfFormat.TURTLE)
    return found


@pytest.fixture(scope="module")
def sizes(release):
    found = {iri.removeprefix(GRAPH): size for iri, size in release.graphs.items()}
    return {"{meta+redactie}": found["meta"] + found["redactie"], "{meta}": found["meta"], "{default}": 0,
            "{triples}": release.about["triples"], "{graph meta}": found["meta"]}  # fmt: skip


def described(description, pattern, prefixes):
    known = {**prefixes, "sd": SD, "void": "http://rdfs.org/ns/void#", "schema": "https://schema.org/"}
    return bool(description.query(f"ASK {{ {pattern} }}", prefixes=known))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[1]}".replace(" ", "-"))
def test_the_rule_holds(case, client, release, description, sizes):
    _, _, request, status, expected = case
    if "describes" in request or "lacks" in request:
        pattern = request.get("describes") or request["lacks"]
        for name in ("{triples}", "{meta}"):
            pattern = pattern.replace(name, str(sizes[name]))
        assert described(description, pattern, release.prefixes) is ("describes" in request)
        return
    again = request.get("again")
    asked = {key: value for key, value in request.items() if key != "again"}
    response = client.open(**asked)
    if again:
        response = client.open(**{**asked, "headers": {"If-None-Match": response.headers["ETag"]}})
    assert response.status_code == status, response.text[:500]
    if asked.get("method") == "HEAD":
        assert response.data == b""
    if status >= 400 and asked.get("method") != "HEAD":
        assert response.content_type == PROBLEM
    if expected in {"{graph meta}", "{default}"}:
        size = sizes["{meta}"] if expected == "{graph meta}" else release.about["triples"]
        assert len(set(response.text.splitlines())) == size
    elif expected in sizes:
        assert response.json["results"]["bindings"][0]["n"]["value"] == str(sizes[expected])
    else:
        assert expected in f"{response.headers}\n{response.get_data().decode()}"


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda chosen: chosen.name)
def test_the_whole_default_graph_fits_in_one_answer(client, release, chosen):
    response = client.get("/rdf-graph-store?default", headers={"Accept": chosen.media_type})
    kind = pyoxigraph.RdfFormat.from_media_type(chosen.media_type)
    found = {str(quad.triple) for quad in pyoxigraph.parse(response.data, kind)}
    assert len(found) == release.about["triples"]
    assert len(response.data) < 16_000_000


def test_a_graph_that_is_too_large_points_at_the_downloads(client, graph, monkeypatch):
    from kennisgraaf.errors import LimitError

    def fail(*_, **__):
        raise LimitError("Too large.", fix="Less.", limit="bytes")

    monkeypatch.setattr(graph, "query", fail)
    response = client.get("/rdf-graph-store?default")
    assert (response.status_code, response.json["limit"]) == (413, "bytes")
    assert "/dumps/" in response.json["fix"]


def test_every_form_is_offered_for_every_answer(client):
    for chosen, query in [*((form, SELECT) for form in TABLES), *((form, CONSTRUCT) for form in GRAPHS)]:
        assert client.get(**get(query, chosen.media_type)).content_type == chosen.content_type


def test_a_graph_says_where_its_other_forms_are(client):
    headers = client.get("/rdf-graph-store?graph=" + META).headers
    assert headers["Link"].count('rel="alternate"') == len(GRAPHS)
    assert headers["Content-Location"].startswith("/rdf-graph-store?graph=")
    assert "ETag" in headers


def test_the_cases_are_counted(capsys):
    counted = Counter(section for section, *_ in CASES)
    with capsys.disabled():
        print("\ncases of the protocols by section (P protocol, G graph store, D description, H HTTP, F Fetch)")  # noqa: T201
        for section, number in counted.items():
            print(f"  {section:10} {number:4}")  # noqa: T201
        print(f"  {'together':10} {counted.total():4}")  # noqa: T201
    assert len({(section, rule) for section, rule, *_ in CASES}) == len(CASES)
