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


def describe(site: Site, form: Format) -> bytes:
    """Return the service description in one form of RDF."""
    statements = "\n".join([*_service(), *_dataset(site), *_limits(site)])
    return site.engine.query(f"{_PREFIXES}CONSTRUCT {{ {statements} }} WHERE {{}}", form).body


def _service() -> Iterator[str]:
    yield f"{_SERVICE} a sd:Service ; sd:endpoint {_SERVICE} ; sd:supportedLanguage sd:SPARQL11Query ."
    for form in (*TABLES, *GRAPHS):
        yield f"{_SERVICE} sd:resultFormat <{_FORMATS}{_NAMES[form.name]}> ."


def _dataset(site: Site) -> Iterator[str]:
    """Describe the default graph and the named graphs, with their sizes."""
    size = term_integer(site.release.about["triples"])
    yield f"{_SERVICE} sd:defaultDataset _:dataset . _:dataset a sd:Dataset ; sd:defaultGraph _:whole ."
    yield f"_:whole a sd:Graph ; void:triples {size} ."
    for number, (iri, triples) in enumerate(site.release.graphs.items()):
        yield f"_:dataset sd:namedGraph _:n{number} ."
        yield f"_:n{number} a sd:NamedGraph ; sd:name <{iri}> ; sd:graph _:g{number} ."
        yield f"_:g{number} a sd:Graph ; void:triples {term_integer(triples)} ."


def _limits(site: Site) -> Iterator[str]:
    """Describe the limits as values with a name, a unit and a meaning."""
    for number, (name, value, unit, meaning) in enumerate(site.engine.limits.table()):
        yield f"{_SERVICE} schema:additionalProperty _:l{number} . _:l{number} a schema:PropertyValue ;"
        yield f"schema:name {term_text(name)} ; schema:value {value} ;"
        yield f"schema:unitText {term_text(unit)} ; schema:description {term_text(meaning, 'en')} ."
