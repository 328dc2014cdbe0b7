"""What stands within a finding, unfolded: each alternative and each part of it, and what is wrong there."""

from collections.abc import Iterator, Mapping

from rdflib import SH, URIRef
from rdflib.term import Node

from kennisgraaf.explanation.background import Background
from kennisgraaf.explanation.phrases import LANGUAGES, WORDS, Phrases
from kennisgraaf.explanation.verdict import holds, meets
from kennisgraaf.findings import Finding

Cause = tuple[int, Mapping[str, str]]
Verdict = bool | None
_DEEPEST = 4
_WHOLE = {"Or", "Xone", "And", "Not"}
_HEADS = {
    "or": ("Een van deze {n} moet gelden:", "One of these {n} must hold:"),
    "xone": ("Precies een van deze {n} moet gelden:", "Exactly one of these {n} must hold:"),
    "and": ("Deze {n} moeten alle gelden:", "All of these {n} must hold:"),
    "not": ("Dit mag niet gelden:", "This may not hold:"),
    "node": ("Dit moet gelden:", "This must hold:"),
    "property": ("Dit moet gelden:", "This must hold:"),
    "qualifiedValueShape": ("Een waarde telt mee als dit geldt:", "A value counts if this holds:"),
}
_SUBJECTS = (("Dit ding", "Deze waarde"), ("This thing", "This value"))
_JUDGED = {True: ("dit klopt", "this is right"), False: ("dit klopt niet", "this is wrong"), None: ("", "")}


def unfold(background: Background, finding: Finding) -> tuple[Cause, ...]:
    """Return the sentences about what is within a finding, in reading order, with their depth (1, 2, ...).

    Where the finding brings causes they are told; but of alternatives the shape is told whole, with what holds of each.
    """
    if finding.causes and finding.component not in _WHOLE:
        return tuple(_given(background, finding.causes, 1))
    name = parameter(finding.component)
    name = "qualifiedValueShape" if name.startswith("qualified") else name
    shape = finding.source or finding.shape
    if name not in _HEADS:
        return ()
    return tuple(_within(background, shape, name, finding.value, 1))


def parameter(component: str) -> str:
    """Return the name of the parameter of a component: MinCount → minCount."""
    return component[:1].lower() + component[1:] if component != "SPARQL" else "sparql"


def _given(background: Background, causes: tuple[Finding, ...], depth: int) -> Iterator[Cause]:
    for cause in causes:
        shape, name = cause.source or cause.shape, parameter(cause.component)
        texts = {}
        for at, language in enumerate(LANGUAGES):
            asked = Phrases(background, language).about(shape, name, cause.path) if name in WORDS else ""
            asked = asked.replace(*_SUBJECTS[at]) if cause.value is not None and not cause.path else asked
            asked = asked or cause.messages.get(language) or next(iter(cause.messages.values()), "")
            here = "" if cause.value is None else (" Hier staat {}.", " Here stands {}.")[at]
            texts[language] = asked + here.format("" if cause.value is None else background.shown(cause.value))
        yield depth, texts
        if depth < _DEEPEST:
            yield from _given(background, cause.causes, depth + 1)


def _within(background: Background, shape: Node, name: str, value: Node | None, depth: int) -> Iterator[Cause]:
    """Tell the shapes within a shape, each with whether it holds for the value."""
    inner = background.values(shape, SH[name])
    yield depth, {language: _HEADS[name][at].format(n=len(inner)) for at, language in enumerate(LANGUAGES)}
    for one in inner:
        yield from _alternative(background, one, value, depth + 1)


def _alternative(background: Background, shape: Node, value: Node | None, depth: int) -> Iterator[Cause]:
    """Tell one alternative: in one line when it asks one thing, else a line for each."""
    told: list[Cause] = []
    for name in WORDS:
        if (shape, SH[name], None) not in background.shapes:
            continue
        if name in _HEADS and depth < _DEEPEST:
            told += _within(background, shape, name, value, depth)
        else:
            judged = None if value is None else meets(background, value, shape, name)
            told.append((depth, {x: _line(background, shape, name, x, judged) for x in LANGUAGES}))
    head = background.label(shape, "nl") and isinstance(shape, URIRef)
    if head or not told:
        judged = None if value is None else holds(background, value, shape)
        yield depth, {x: _judged(background.named(shape, x), x, judged) for x in LANGUAGES}
    yield from ((deep + bool(head), texts) for deep, texts in told)


def _line(background: Background, shape: Node, name: str, language: str, judged: Verdict) -> str:
    phrases = Phrases(background, language)
    (told,) = phrases.of(shape, name) or [""]
    path = phrases.path(shape)
    return _judged(f"{path}: {told}" if path and path not in told else told, language, judged)


def _judged(text: str, language: str, judged: Verdict) -> str:
    verdict = _JUDGED[judged][LANGUAGES.index(language)]
    return f"{text} ({verdict})" if verdict else text
