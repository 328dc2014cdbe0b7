"""A ready line of Turtle for a finding, where what should stand there can be known.

It is a property with its value, to add among those of the thing, or to put in place of the faulty one. "..." stands
for what only the reader knows; without dots it is ready as it is.
"""

from collections.abc import Iterator

from rdflib import RDF, SH, XSD, Literal, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.explanation.verdict import holds, typed
from kennisgraaf.findings import Finding
from kennisgraaf.turtle import quiet

_MISSING = {"MinCount", "HasValue", "QualifiedMinCount"}
_WRONG = {"Class", "Datatype", "NodeKind", "In", "LanguageIn", "Or", "Xone", "Node"}
_DOTS = "..."
_LISTED = ("or", "xone")


def snippet(background: Background, finding: Finding, meant: Node | None) -> str:
    """Return the line of Turtle for a finding, "" if it cannot be known; meant: what the reader probably meant."""
    if finding.remedy:
        return finding.remedy
    if meant is not None and background.strange(finding):
        values = (triple[2] for triple in background.locator.facts(finding.thing, URIRef(finding.path)))
        return f"{background.short(meant)} {' , '.join(map(background.short, values))} ;"
    if finding.component == "Closed" and meant is not None and finding.value is not None:
        return f"{background.short(meant)} {background.short(finding.value)} ;"
    if not finding.path or finding.path.startswith(("<", "(", "^")):
        return ""
    value = meant if meant is not None and finding.component != "MinCount" else _value(background, finding)
    if value is None:
        return ""
    verb = "a" if finding.path == str(RDF.type) else background.short(URIRef(finding.path))
    return f"{verb} {background.short(value)} ;"


def _value(background: Background, finding: Finding) -> Node | None:
    """Return the value that should stand there: the faulty one in the right form, or a fitting one."""
    shapes = [finding.source or finding.shape, *_beside(background, finding)]
    if finding.component == "QualifiedMinCount":
        qualified = background.values(shapes[0], SH.qualifiedValueShape)
        return next(_missing(background, [*qualified, *shapes[1:]], finding.thing), None)
    if finding.component in _MISSING:
        wanted = background.values(shapes[0], SH.hasValue) if finding.component == "HasValue" else []
        return next(iter(wanted), None) or next(_missing(background, shapes, finding.thing), None)
    if finding.component == "Class" and isinstance(finding.value, URIRef):
        return background.namesake(finding.value, background.values(shapes[0], SH["class"]))
    if finding.component in _WRONG and finding.value is not None:
        return next(_mended(background, shapes[:1], finding.value), None)
    return None


def _beside(background: Background, finding: Finding) -> Iterator[Node]:
    """Yield the other shapes that speak of the same property, those for the classes of the thing first."""
    kinds = background.types(finding.thing)
    beside = sorted(background.shapes.subjects(SH.path, URIRef(finding.path)), key=str)
    for shape in beside:
        owners = background.shapes.subjects(SH.property, shape)
        if any(kind in kinds for owner in owners for kind in background.values(owner, SH.targetClass)):
            yield shape


def _missing(background: Background, shapes: list[Node], thing: Node) -> Iterator[Node]:
    """Yield values that could stand where nothing stands, by what these shapes ask, the surest first."""
    for shape in shapes:
        yield from background.values(shape, SH.hasValue)
    for shape in shapes:
        yield from background.values(shape, SH["in"])
    for shape in shapes:
        for name in ("and", "node", *_LISTED):
            yield from _missing(background, background.values(shape, SH[name]), thing)
        for kind in background.values(shape, SH["class"]):
            yield from (one for one in background.instances(kind) if one != thing)
    for shape in shapes:
        yield from _written(background, shape)


def _written(background: Background, shape: Node) -> Iterator[Node]:
    """Yield the form in which a text or number is to be written, with dots for what only the reader knows."""
    if languages := background.values(shape, SH.languageIn):
        yield Literal(_DOTS, lang=str(languages[0]))
    for datatype in background.values(shape, SH.datatype):
        if datatype == RDF.langString:
            yield Literal(_DOTS, lang="nl")
        else:
            yield _literal(_DOTS, datatype)
    if SH.IRI in background.values(shape, SH.nodeKind):
        yield URIRef(f"https://{_DOTS}")


def _literal(form: str, datatype: Node) -> Literal:
    if datatype == XSD.string:
        return Literal(form)
    with quiet():
        return Literal(form, datatype=URIRef(str(datatype)), normalize=False)


def _mended(background: Background, shapes: list[Node], value: Node) -> Iterator[Node]:
    """Yield the value in forms that these shapes take; nothing where its text does not fit."""
    for shape in shapes:
        for name in (*_LISTED, "and", "node"):
            inner = background.values(shape, SH[name])
            inner.sort(key=lambda one: (one, SH.datatype, XSD.string) in background.shapes)  # any text is a string
            yield from (one for one in _mended(background, inner, value) if _good(background, one, inner, name))
        if isinstance(value, Literal):
            yield from _reformed(background, shape, value)


def _good(background: Background, value: Node, inner: list[Node], name: str) -> bool:
    held = [holds(background, value, shape) for shape in inner]
    return {"or": any(held), "xone": held.count(True) == 1}.get(name, False not in held)


def _reformed(background: Background, shape: Node, value: Literal) -> Iterator[Node]:
    for datatype in background.values(shape, SH.datatype):
        if datatype == RDF.langString:
            yield Literal(str(value), lang=str(value.language or "nl"))
        elif typed(mended := _literal(str(value).strip(), datatype), datatype):
            yield mended
    for language in background.values(shape, SH.languageIn)[:1]:
        if not value.language:
            yield Literal(str(value), lang=str(language))
    if set(background.values(shape, SH.nodeKind)) & {SH.IRI, SH.BlankNodeOrIRI} and (thing := background.called(value)):
        yield thing
    choices = background.values(shape, SH["in"])
    yield from (one for one in choices if len(choices) == 1 or str(one).casefold() == str(value).casefold())
