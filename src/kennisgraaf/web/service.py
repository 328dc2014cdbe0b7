"""The endpoint's description of itself (SPARQL 1.1 Service Description), with the limits that one query gets.

It is written as a CONSTRUCT without a pattern, so that the engine's own writers give it every form of RDF.
"""

from collections.abc import Iterator

from kennisgraaf.engine import term_integer, term_text
from kennisgraaf.formats import GRAPHS, TABLES, Format
from kennisgraaf.namespaces import BASE
from kennisgraaf.web.site import Site

_SERVICE = f"<{BASE}sparql>"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "jsonld": "JSON-LD",
    "ntriples": "N-Triples",
    "rdfxml": "RDF_XML",
}
_PREFIXES = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
"""
# What the engine understands beyond SPARQL 1.1: triple terms, text direction and new functions; LATERAL; ADJUST.
_EXTENSIONS = (
    "https://www.w3.org/TR/sparql12-query/",
    "https://github.com/w3c-cg/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md",
    "https://github.com/w3c-cg/sparql-dev/blob/main/SEP/SEP-0002/sep-0002.md",
)
_DEFAULT = "Ontology, asserted and inferred statements together (OWL 2 RL, written at build); the shapes are not in it."


def describe(site: Site, form: Format) -> bytes:
    """Return the service description in one form of RDF."""
    statements = "\n".join([*_service(), *_dataset(site), *_limits(site)])
    return site.engine.query(f"{_PREFIXES}CONSTRUCT {{ {statements} }} WHERE {{}}", form).body


def _service() -> Iterator[str]:
    """Describe what is understood and what can be had.

    No sd:feature holds: the default graph is not the union of the others, and nothing is fetched from elsewhere.
    """
    yield f"{_SERVICE} a sd:Service ; sd:endpoint {_SERVICE} ; sd:supportedLanguage sd:SPARQL11Query ."
    yield f"{_SERVICE} sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple> ."
    for extension in _EXTENSIONS:
        yield f"{_SERVICE} sd:languageExtension <{extension}> ."
    for form in (*TABLES, *GRAPHS):
        yield f"{_SERVICE} sd:resultFormat <{_FORMATS}{_NAMES[form.name]}> ."


def _dataset(site: Site) -> Iterator[str]:
    """Describe the default graph and the named graphs, with their sizes; FROM may name each of these.

    All have names: the engine gives a blank node another one each time, and answers are cached.
    """
    size, dataset, whole = term_integer(site.release.about["triples"]), _part("dataset"), _part("default-graph")
    yield f"{_SERVICE} sd:defaultDataset {dataset} ; sd:availableGraphs {dataset} ."
    yield f"{dataset} a sd:Dataset, sd:GraphCollection ; sd:defaultGraph {whole} ."
    yield f"{whole} a sd:Graph ; void:triples {size} ; dct:description {term_text(_DEFAULT, 'en')} ."
    for number, (iri, triples) in enumerate(site.release.graphs.items(), 1):
        named, graph = _part(f"named-graph-{number}"), _part(f"graph-{number}")
        yield f"{dataset} sd:namedGraph {named} ."
        yield f"{named} a sd:NamedGraph ; sd:name <{iri}> ; sd:graph {graph} ."
        yield f"{graph} a sd:Graph ; void:triples {term_integer(triples)} ."


def _part(name: str) -> str:
    return f"{_SERVICE[:-1]}#{name}>"


def _limits(site: Site) -> Iterator[str]:
    """Describe the limits as values with a name, a unit and a meaning."""
    for name, value, unit, meaning in site.engine.limits.table():
        limit = _part(f"limit-{name}")
        yield f"{_SERVICE} schema:additionalProperty {limit} . {limit} a schema:PropertyValue ;"
        yield f"schema:name {term_text(name)} ; schema:value {value} ;"
        yield f"schema:unitText {term_text(unit)} ; schema:description {term_text(meaning, 'en')} ."
