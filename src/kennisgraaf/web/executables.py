"""A named question as RDF: its sentence, its inputs and its query, for programs that collect queries.

It is a sh:SPARQLExecutable with parameters (SHACL Advanced Features, sections 4 and 5), with the endpoint that answers
it as schema:target, as the collections of example queries in the life sciences have it. Written as a CONSTRUCT without
a pattern, so that the engine's own writers give it every form of RDF.
"""

import re
from collections.abc import Iterator

from flask import Blueprint, Response

from kennisgraaf.engine import term_iri, term_text
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import BASE, ID
from kennisgraaf.questions import Input, Question, Text, find
from kennisgraaf.web import pages
from kennisgraaf.web.site import Site

_KEYS = {"ASK": "ask", "SELECT": "select", "CONSTRUCT": "construct", "DESCRIBE": "describe"}
_CLASSES = {"ASK": "SPARQLAskExecutable", "SELECT": "SPARQLSelectExecutable", "CONSTRUCT": "SPARQLConstructExecutable"}
_DATATYPES = {"text": "string", "integer": "integer"}


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site: the IRI of a question leads to its page, which gives this description too."""
    routes = Blueprint("executables", __name__)

    @routes.get("/id/vraag")
    @routes.get("/doc/vraag")
    def identifiers() -> Response:
        return pages.see_other(site, "/vragen")

    @routes.get("/id/vraag/<name>")
    @routes.get("/doc/vraag/<name>")
    def identifier(name: str) -> Response:
        return pages.see_other(site, f"/vragen/{find(site.questions, name).name}")

    return routes


def describe(site: Site, question: Question, form: Format) -> bytes:
    """Return the description of a question in one form of RDF."""
    statements = "\n".join(_question(site, question))
    return site.engine.query(f"CONSTRUCT {{ {statements} }} WHERE {{}}", form).body


def _question(site: Site, question: Question) -> Iterator[str]:
    iri = term_iri(f"{ID}vraag/{question.name}")
    form = site.engine.form(question.sparql)
    yield f"{iri} a sh:SPARQLExecutable ; schema:target <{BASE}sparql> ; dct:identifier {term_text(question.name)} ."
    if form in _CLASSES:
        yield f"{iri} a sh:{_CLASSES[form]} ."
    yield f"{iri} sh:{_KEYS[form]} {term_text(_whole(site, question.sparql))} ."
    yield from _texts(iri, "skos:prefLabel", question.summary)
    yield from _texts(iri, "dct:description", question.tells)
    for number, blank in enumerate(question.inputs):
        yield from _input(site, iri, blank, number)


def _input(site: Site, iri: str, blank: Input, number: int) -> Iterator[str]:
    """Describe an input; the local name of its path is the name of the variable.

    It has an IRI, not a blank node: the engine gives a blank node another name each time, and answers are cached.
    """
    page = iri[1:-1]
    me, path = term_iri(f"{page}#invoer-{blank.name}"), term_iri(f"{page}#{blank.name}")
    kind = f"sh:class {term_iri(site.long(blank.of))}" if blank.of else f"sh:datatype xsd:{_DATATYPES[blank.kind]}"
    yield f"{iri} sh:parameter {me} ."
    yield f"{me} a sh:Parameter ; sh:path {path} ; sh:order {number} ; {kind} ."
    yield f"{me} skos:example {term_text(blank.example)} ."
    yield from _texts(me, "sh:name", blank.label)


def _texts(subject: str, name: str, texts: Text) -> Iterator[str]:
    for lang, text in texts.items():
        yield f"{subject} {name} {term_text(text, lang)} ."


def _whole(site: Site, sparql: str) -> str:
    """Return a query with the prefixes that it uses, so that it runs anywhere; what describes it is left out."""
    lines = [line for line in sparql.splitlines() if not line.startswith("#+")]
    text = "\n".join(lines).strip()
    used = {name: space for name, space in site.release.prefixes.items() if re.search(rf"\b{re.escape(name)}:", text)}
    missing = [f"PREFIX {name}: <{space}>" for name, space in used.items() if f"PREFIX {name}:" not in text]
    return "\n".join([*missing, text])
