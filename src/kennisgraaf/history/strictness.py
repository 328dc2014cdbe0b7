"""Whether a shape demands more than before: data that were valid may then fail.

A number can be compared, and so can a list of choices; of a pattern or a query nobody can tell, so any other one counts
as stricter. A shape for what is new demands nothing of what was there, and one that only warns makes nothing fail.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import RDFS, SH

from kennisgraaf.history.difference import Detail, Value
from kennisgraaf.history.judgement import NOTES, Case, above
from kennisgraaf.history.state import State

_WORDS = {str(iri) for iri in (SH.message, SH.name, SH.description, SH.order, SH.group, SH.defaultValue, RDFS.label)}
_LEAST = {str(iri) for iri in (SH.minCount, SH.minLength, SH.minInclusive, SH.minExclusive, SH.qualifiedMinCount)}
_MOST = {str(iri) for iri in (SH.maxCount, SH.maxLength, SH.maxInclusive, SH.maxExclusive, SH.qualifiedMaxCount)}
_CHOICES = {str(iri) for iri in (SH["in"], SH["or"], SH.languageIn, SH.ignoredProperties)}
_SEVERITY, _OFF, _CLASS = str(SH.severity), str(SH.deactivated), str(SH["class"])
_FORMS = {str(SH.prefixes), str(SH.declare)}
_LEVELS = {str(SH.Info): 0, str(SH.Warning): 1, str(SH.Violation): 2}
_PATH, _MIN, _PROPERTY, _SEVERE, _SPARQL = (
    ox.NamedNode(str(iri)) for iri in (SH.path, SH.minCount, SH.property, SH.severity, SH.sparql)
)
_TARGETS = [ox.NamedNode(str(iri)) for iri in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)]


def of_shape(case: Case) -> set[str]:
    """Return the rules under which the changes of a shape fall."""
    names = {_of_property(case, detail) for detail in case.details}
    return {_softened(case, name) for name in names}


def of_new(case: Case) -> str:
    """Return the rule under which a new shape falls."""
    return "added" if _harmless(case) else _softened(case, "stricter")


def _softened(case: Case, name: str) -> str:
    return "stricter-warning" if name == "stricter" and _warns(case.after, case.iri) else name


def _warns(state: State, iri: str) -> bool:
    return any(level in state.iris(iri, _SEVERE) for level in (str(SH.Warning), str(SH.Info)))


def _of_property(case: Case, detail: Detail) -> str:
    if detail.property in _WORDS | NOTES | _FORMS:
        return "wording"
    if detail.property == _PROPERTY.value and all(_harmless(_part(case, value)) for value in detail.after):
        return "relaxed" if detail.before else "more"
    return "stricter" if _demands_more(case, detail) else "relaxed"


def _demands_more(case: Case, detail: Detail) -> bool:
    """Tell whether the values of a property of a shape demand more than before."""
    if detail.property == _SEVERITY:
        return _level(detail.after) > _level(detail.before)
    if detail.property == _OFF:
        return not any(value.text == "true" for value in detail.after)
    if detail.property in _LEAST | _MOST and detail.before:
        return not _wider(detail)
    return _differs(case, detail) if detail.before and detail.after else bool(detail.after)


def _differs(case: Case, detail: Detail) -> bool:
    """Tell whether values demand more than others, or perhaps do: only choices and classes can be compared."""
    if detail.property in _CHOICES:
        return not _choices(detail.before) <= _choices(detail.after)
    if detail.property == _CLASS:
        upper = {iri for value in detail.before for iri in above(case.before, value.text)}
        return not {value.text for value in detail.after} <= upper
    return True


def _part(case: Case, value: Value) -> Case:
    return Case(value.text, case.before, case.after, ())


def _level(values: Iterable[Value]) -> int:
    """Return the level of a severity; none means Violation (SHACL, 2.1.4)."""
    return max((_LEVELS.get(value.text, 2) for value in values), default=2)


def _wider(detail: Detail) -> bool:
    """Tell whether a bound leaves more room than before."""
    if not detail.after:
        return True
    try:
        old, new = (float(values[0].text) for values in (detail.before, detail.after))
    except ValueError:
        return False
    return new <= old if detail.property in _LEAST else new >= old


def _choices(values: Iterable[Value]) -> set[str]:
    """Return the items of a list that is told in words, or the values themselves."""
    return {item for value in values for item in value.text.strip("()").split(", ")}


def _harmless(case: Case) -> bool:
    """Tell whether a new shape can fail nothing that was there: it looks at what is new only."""
    paths = case.after.iris(case.iri, _PATH)
    if paths and not set(paths) & case.before.about.keys() and not case.after.values(case.iri, _MIN, _SPARQL):
        return True
    targets = list(_targets(case))
    return bool(targets) and not set(targets) & case.before.about.keys()


def _targets(case: Case) -> Iterator[str]:
    """Yield what a shape is about: its own targets, and those of the shapes that have it as a part."""
    yield from case.after.iris(case.iri, *_TARGETS)
    for iri, said in case.after.about.items():
        if any(t.predicate == _PROPERTY and t.object == ox.NamedNode(case.iri) for _, t in said):
            yield from case.after.iris(iri, *_TARGETS)
