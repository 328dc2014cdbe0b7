"""Constraints and targets in SPARQL, each run once over everything instead of once for each thing.

Pre-binding $this (section 5.3.1 of SHACL) and running the query once give the same rows where every part of the query
that speaks of $this binds it for sure, and nothing counts, cuts or renames. Such queries, made of words that Oxigraph
and rdflib understand alike, go to Oxigraph; the others are left to rdflib or pySHACL.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, Variable
from rdflib.term import Node

from kennisgraaf.validation.checks import Check, Found, Objection, Run, Shape, Values
from kennisgraaf.validation.facts import Facts, node
from kennisgraaf.validation.mention import predicates
from kennisgraaf.validation.outline import texts
from kennisgraaf.validation.paths import Unsupported

Row = dict[str, Node]
_THIS = Variable("this")
_SKIP = re.compile(r"""<[^<>\s"{}|^`\\]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\#[^\n]*""")
_WORD = re.compile(r"(?<![\w:?$@.-])[A-Za-z]+(?![\w:-])")
_KNOWN = re.compile(
    r"a|as|asc|ask|base|bind|bound|by|coalesce|concat|contains|count|datatype|desc|distinct|"
    r"exists|false|filter|group|having|if|in|isblank|isiri|isliteral|isnumeric|isuri|lang|langmatches|lcase|"
    r"not|optional|order|prefix|sameterm|select|str|strafter|strbefore|strends|strlen|strstarts|"
    r"substr|true|ucase|union|where",
    re.IGNORECASE,
)
_CALL = re.compile(r"[\w-]*:[\w.-]*\s*\(")  # a function of one's own, or a cast
# rdflib puts a text and a number in order, Oxigraph does not: only what is surely a number may be compared.
_COUNTED = r"(?:COUNT|STRLEN)\s*\([^()]*(?:\([^()]*\))?[^()]*\)\s*[<>]=?\s*[0-9]+"
_NUMERIC = r"isNUMERIC\s*\(\s*([?$]\w+)\s*\)\s*&&\s*"
_MEASURED = re.compile(
    rf"\b{_COUNTED}|\b{_NUMERIC}(?:\1\s*[<>]=?\s*[0-9]+(?:\.[0-9]+)?|{_NUMERIC}\1\s*[<>]=?\s*\2)(?![\w.])",
    re.IGNORECASE,
)
# pySHACL looks for these with expressions of its own, also in texts and comments.
_FORBIDDEN = re.compile(r"minus|values|service|[$?](currentShape|shapesGraph)", re.IGNORECASE)
_IRI = re.compile(r"<[^<>\s\"{}|^`\\]*>")
_LITERAL = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\#[^\n]*")
_COUNT = re.compile(rf"\b{_COUNTED}", re.IGNORECASE)
_TEXT = re.compile(r"BIND\s*\(\s*(?:STR|LCASE|UCASE|STRBEFORE|STRAFTER|LANG)\s*\(.*\bAS\s+[?$](\w+)", re.IGNORECASE)
_VALUED = re.compile(r"[<>]|\b(?:DATATYPE|isNUMERIC|ORDER|DISTINCT\s*\(|sameTerm)\b", re.IGNORECASE)
_EQUAL = re.compile(r"(\S+)\s*!?=\s*(\S+)")
_AMONG = re.compile(r"(\S+)\s+(?:NOT\s+)?IN\s*\(([^()]*)\)", re.IGNORECASE)
_NAME = re.compile(r'[\w-]*:[\w.-]+$|""$|(?:STR|LCASE|UCASE|STRBEFORE|STRAFTER|LANG)\(', re.IGNORECASE)
_SUBJECT = re.compile(r"[{.}]\s*[?$]this\s+(?:a\b|[\w-]*:|[?$]\w)")
_BOUND = re.compile(r"[\s{}()][$?]this\b")
_PATH = re.compile(r"([\s{}()])[$?]PATH\b")


def declarations(graph: Graph, query: Node) -> dict[str, str]:
    """Return the prefixes that hold for a query (section 5.2.1), with those that pySHACL adds."""
    found = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}
    wanted = set(graph.objects(query, SH.prefixes))
    if not wanted:
        return found
    ontologies = set(graph.subjects(RDF.type, OWL.Ontology))
    declared = {one for ontology in ontologies for one in graph.objects(ontology, SH.declare)}
    for source in wanted:
        own = set(graph.objects(source, SH.declare))
        for one in own if own and source in ontologies else own | declared:
            prefix, namespace = (list(graph.objects(one, part)) for part in (SH.prefix, SH.namespace))
            if len(prefix) != 1 or len(namespace) != 1:
                raise Unsupported("sh:declare without one prefix and one namespace")
            if found.setdefault(str(prefix[0]), str(namespace[0])) != str(namespace[0]):
                raise Unsupported("a prefix with two namespaces")
    return found


def _text(graph: Graph, query: Node) -> str:
    texts = list(graph.objects(query, SH.select))
    if len(texts) != 1 or not isinstance(texts[0], Literal):
        raise Unsupported("sh:select more or less than once")
    text = str(texts[0])
    used = {prefix: space for prefix, space in declarations(graph, query).items() if f"{prefix}:" in text}
    return "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(used.items())) + text


def _familiar(text: str) -> bool:
    """Tell whether a query is made of words only that Oxigraph and rdflib understand alike."""
    bare = _SKIP.sub(" ", text)
    if '"""' in text or "'''" in text or _CALL.search(bare) or set("<>") & set(_MEASURED.sub(" ", bare)):
        return False
    return all(_KNOWN.fullmatch(word) for word in _WORD.findall(bare))


def _same(facts: Facts, text: str) -> bool:
    """Tell whether Oxigraph sees the same literals as rdflib, as far as a query looks at their values."""
    if facts.store is None or ("isnumeric" in text.lower() and not facts.numbers):
        return False
    return facts.exact(None) or not _compares(text) or facts.exact(predicates(text))


def _compares(text: str) -> bool:
    """Tell whether a query may compare the values of two literals, or look at their datatypes."""
    bare = _COUNT.sub(" ", _LITERAL.sub(' "" ', _IRI.sub(" iri:x ", text)))
    if _VALUED.search(bare):
        return True
    safe = set(_TEXT.findall(bare)) | ({"this"} if _SUBJECT.search(bare) else set())
    pairs = [*_EQUAL.findall(bare), *((left, " ".join(right.split(","))) for left, right in _AMONG.findall(bare))]
    return not all(any(_named(side, safe) for side in pair) for pair in pairs)


def _named(side: str, safe: set[str]) -> bool:
    """Tell whether a side of a comparison is surely no typed literal: IRIs, texts, and variables that hold them."""
    words = [word.strip("(),") for word in side.split()]
    return all(_NAME.match(word) or (word[:1] in {"?", "$"} and word[1:] in safe) for word in words)


def targets(graph: Graph, target: Node, facts: Facts) -> Iterator[Node]:
    """Yield the things that a target in SPARQL (section 3.1 of SHACL-AF) picks; Unsupported if it is no query."""
    kinds = set(graph.objects(target, RDF.type))
    if SH.SPARQLTarget not in kinds and (target, SH.select, None) not in graph:
        raise Unsupported("a target that is no query")
    text = _text(graph, target)
    for row in _rows(facts, text):
        if "this" not in row:
            raise Unsupported("a target without ?this")
        yield row["this"]


def _rows(facts: Facts, text: str) -> list[Row]:
    """Run a query once and remember its rows."""
    known = facts.answers.get(text)
    if known is None:
        known = facts.answers[text] = list(_run(facts, text))
    return known


def _run(facts: Facts, text: str) -> Iterator[Row]:
    if _familiar(text) and _same(facts, text):
        try:
            found: Any = facts.store.query(text)  # type: ignore[union-attr]
        except (SyntaxError, ValueError) as error:
            raise Unsupported(str(error)) from error
        names = [variable.value for variable in found.variables]
        for solution in found:
            yield {name: node(term) for name in names if (term := solution[name]) is not None}
    else:
        for binding in facts.part(predicates(text)).query(text).bindings:
            yield {str(name): term for name, term in binding.items()}


def constraint(graph: Graph, query: Node, shape: Shape) -> Check:
    """Return the check of one SPARQL constraint (section 5.2); Unsupported, when run, if once is not enough."""
    inactive = list(graph.objects(query, SH.deactivated))
    if inactive and inactive[0].value:  # type: ignore[attr-defined]
        return lambda *_: ()
    text = _text(graph, query)
    messages = texts(graph, query)
    found: dict[int, dict[Node, list[Objection]]] = {}

    def check(run: Run, thing: Node, _: Values) -> Found:
        by_thing = found.get(id(run.facts))
        if by_thing is None:
            by_thing = found[id(run.facts)] = _objections(run.facts, _ready(text, shape), shape, messages)
        return by_thing.get(thing, ())

    return check


def _ready(text: str, shape: Shape) -> str:
    """Put the path into the query; Unsupported unless running once is sure to be the same."""
    if _PATH.search(text):
        if shape.path is None:
            raise Unsupported("$PATH without a path")
        path = f"<{shape.path.text}>" if shape.path.single else f"({shape.path.text})"
        text = _PATH.sub(lambda match: match[1] + path, text)
    if _FORBIDDEN.search(text) or not _familiar(text) or not _BOUND.search(text) or not _steady(text):
        raise Unsupported("a query that must be run for each thing")
    return text


def _objections(facts: Facts, text: str, shape: Shape, messages: dict[str, str]) -> dict[Node, list[Objection]]:
    if not _same(facts, text):
        raise Unsupported("literals that Oxigraph would change")
    found: dict[Node, list[Objection]] = {}
    for row in _rows(facts, text):
        if "failure" in row:
            raise Unsupported("a query that speaks of failure")
        path = row.get("path")
        value = row.get("value", row["this"] if shape.path is None else None)
        objection = Objection(value, path=None if path is None else str(path), bound=row, messages=messages)
        found.setdefault(row["this"], []).append(objection)
    return found


def _steady(text: str) -> bool:
    """Tell whether every part of a query that speaks of ?this binds it for sure."""
    from rdflib.plugins.sparql.algebra import translateQuery  # noqa: PLC0415 - not needed where nothing is wrong
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        algebra = translateQuery(parseQuery(text)).algebra
        return algebra.name == "SelectQuery" and _THIS in algebra.PV and _binds(algebra.p)
    except Exception:  # noqa: BLE001 - rdflib raises what it likes; what it cannot read is not for here
        return False


def _mentions(part: Any) -> bool:
    """Tell whether a part of the algebra speaks of ?this anywhere."""
    if isinstance(part, Variable):
        return part == _THIS
    if isinstance(part, dict):
        return any(_mentions(value) for key, value in part.items() if key != "_vars")
    return isinstance(part, (list, tuple, set)) and any(_mentions(value) for value in part)


def _binds(part: Any) -> bool:
    """Tell whether ?this is bound in every solution of a part, and used nowhere in it before it is bound."""
    rule = _BINDING.get(part.name)
    return rule is not None and rule(part)


def _either(left: Any, right: Any) -> bool:
    """Tell whether one side binds ?this, and the other one does too or never speaks of it."""
    return (_binds(left) and (not _mentions(right) or _binds(right))) or (_binds(right) and not _mentions(left))


def _tests(expression: Any) -> bool:
    """Tell whether each pattern in an expression (EXISTS) is one that may be run with ?this known."""
    if isinstance(expression, dict):
        name = getattr(expression, "name", "")
        if name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            inner = expression["graph"]
            if inner.name == "GroupGraphPatternSub":  # rdflib translates some of them only when they run
                from rdflib.plugins.sparql.algebra import translateGroupGraphPattern  # noqa: PLC0415

                inner = translateGroupGraphPattern(inner)
            return not _mentions(inner) or _binds(inner)
        return all(_tests(value) for key, value in expression.items() if key != "_vars")
    return not isinstance(expression, (list, tuple, set)) or all(map(_tests, expression))


_BINDING: dict[str, Callable[[Any], bool]] = {
    "BGP": lambda part: any(_THIS in triple for triple in part.triples),
    "Join": lambda part: _either(part.p1, part.p2),
    "LeftJoin": lambda part: _binds(part.p1) and (not _mentions(part.p2) or _binds(part.p2)) and _tests(part.expr),
    "Union": lambda part: _binds(part.p1) and _binds(part.p2),
    "Filter": lambda part: _binds(part.p) and _tests(part.expr),
    "Extend": lambda part: part.var != _THIS and _binds(part.p) and _tests(part.expr),
    "Project": lambda part: _THIS in part.PV and _binds(part.p),
    "Distinct": lambda part: _binds(part.p),
    "OrderBy": lambda part: _binds(part.p),
}
