"""Are the answers of two engines the same? Rows as a bag, triples as a set; a blank node is no more than that.

Numbers and truth values are compared by value and by datatype, since engines write them in ways of their own.
"""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {"integer", "decimal", "double", "float", "nonNegativeInteger"}
_TRUTH = {"1": "true", "0": "false"}


def content(answer):
    """Return what an answer (Answer) says, as a bag: the rows of a table, the triples of a graph, or yes or no."""
    if answer.form == "ASK":
        return Counter([json.loads(answer.body)["boolean"]])
    return Counter(rows(answer)) if answer.form == "SELECT" else graph(ox.parse(answer.body, ox.RdfFormat.N_TRIPLES))


def rows(answer):
    """Return the rows of a table in their order, each as the sorted cells that have a value."""
    return table(answer.body)


def table(body):
    """Return the rows of SPARQL JSON in their order."""
    found = json.loads(body)["results"]["bindings"]
    return [tuple(sorted((name, _cell(cell)) for name, cell in row.items())) for row in found]


def graph(quads):
    """Return the triples of a graph as a bag."""
    return Counter(tuple(map(_node, (one.subject, one.predicate, one.object))) for one in {one.triple for one in quads})


def differences(ours, theirs):
    """Return what only one of two bags has, and how often: - is missing, + is too much."""
    lost = [f"- {count}x {one}" for one, count in (ours - theirs).items()]
    return sorted(lost) + sorted(f"+ {count}x {one}" for one, count in (theirs - ours).items())


def _cell(cell):
    kinds = {"uri": "iri", "bnode": "blank"}
    kind = kinds.get(cell["type"], "literal")
    return _term(kind, cell["value"], cell.get("datatype", ""), cell.get("xml:lang", ""))


def _node(node):
    if isinstance(node, ox.Literal):
        return _term("literal", node.value, node.datatype.value, node.language or "")
    return _term("blank" if isinstance(node, ox.BlankNode) else "iri", node.value, "", "")


def _term(kind, value, datatype, language):
    """Return a term as one text."""
    if kind != "literal":
        return "_:" if kind == "blank" else f"<{value}>"
    name = datatype.removeprefix(_XSD) if datatype.startswith(_XSD) else datatype
    if language or name in {"", "string"}:
        return f'"{value}"@{language}' if language else f'"{value}"'
    if name == "boolean":
        value = _TRUTH.get(value, value)
    return f'"{_value(value) if name in _NUMBERS else value}"^^{name}'


def _value(text):
    try:
        return format(Decimal(text).normalize(), "f")
    except (InvalidOperation, ValueError):
        return text
