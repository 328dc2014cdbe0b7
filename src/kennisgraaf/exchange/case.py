"""One CFPackage of 1EdTech CASE 1.1: a framework, or a qualification, as learning platforms read it.

case.rq finds the nodes and names their properties as the standard does; case.json says what becomes of each. An
identifier is the UUID (version 5, of addresses) of an IRI, so it never changes and everybody can compute it.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph as ox

from kennisgraaf.errors import NotAcceptable
from kennisgraaf.exchange.source import Source
from kennisgraaf.namespaces import EXTERNAL

_QUERY, _SHAPE = (Path(__file__).with_name(name) for name in ("case.rq", "case.json"))
_CASE = "https://purl.imsglobal.org/spec/case/v1p1/#"
_TYPE, _LABEL = EXTERNAL["rdf"] + "type", EXTERNAL["rdfs"] + "label"
_Facts = Mapping[str, Mapping[str, list[str]]]


def identifier(iri: str) -> str:
    """Return the UUID by which CASE knows a thing (RFC 9562, version 5, namespace URL)."""
    return str(uuid5(NAMESPACE_URL, iri))


def write(source: Source, things: Sequence[str]) -> bytes:
    """Return the package of one framework as JSON. NotAcceptable: a package holds one, and these are several."""
    if len(things) != 1:
        names = ", ".join(iri.rsplit("/", 1)[-1] for iri in things)
        raise NotAcceptable(
            f"A package holds one framework or qualification, and here are {len(things)}.",
            fix=f"Choose one (--thing, --scheme), or write all of them into a folder (--out DIR/): {names}.",
        )
    found = source.statements(_QUERY.read_text(encoding="utf-8"), things)
    package = _package(found, str(source.release.about["built"]), str(source.release.about["version"]))
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _package(triples: Sequence[ox.Triple], changed: str, version: str) -> dict[str, Any]:
    shape: dict[str, Any] = json.loads(_SHAPE.read_text(encoding="utf-8"))
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        facts[_text(triple.subject)][triple.predicate.value.removeprefix(_CASE)].append(_text(triple.object))
    kinds = {kind: sorted(iri for iri in facts if _CASE + kind in facts[iri][_TYPE]) for kind in _KINDS}
    write = _Writer(facts, shape, changed)
    document = {**write(kinds["CFDocument"][0], "document"), "caseVersion": shape["caseVersion"]}
    language = {"language": shape["language"]}
    for iri in kinds["CFItem"]:
        _link(facts, iri, shape)
    links = [write(iri, "association") for iri in sorted(facts) if _CASE + "CFAssociation" in facts[iri][_TYPE]]
    return {
        "CFDocument": {**document, **language, "version": version},
        "CFItems": [{**write(iri, "item"), **language} for iri in kinds["CFItem"]],
        "CFAssociations": sorted(links, key=_place),
        "CFDefinitions": {"CFItemTypes": [write(iri, "type") for iri in kinds["CFItemType"]]},
    }


_KINDS = ("CFDocument", "CFItem", "CFItemType")


def _link(facts: dict[str, dict[str, list[str]]], iri: str, shape: Mapping[str, Any]) -> None:
    """Make nodes of the links that an item has without a justification; their IRIs follow from both ends."""
    for kind in shape["direct"]:
        for other in facts[iri].get(kind, []):
            place = facts[iri].get(shape["sequence"].get(kind, ""), [])
            ends = {"originNodeURI": [iri], "destinationNodeURI": [other], "sequenceNumber": place}
            about = {_TYPE: [_CASE + "CFAssociation"], "associationType": [kind]}
            facts[f"{iri}#{kind}-{identifier(other)}"] = defaultdict(list, ends | about)


def _place(link: dict[str, Any]) -> tuple[str, ...]:
    return (link["associationType"], link["originNodeURI"]["uri"], link["destinationNodeURI"]["uri"], link["uri"])


def _text(term: Any) -> str:
    return str(term.value)


class _Writer:
    """Writes nodes of one package as JSON."""

    def __init__(self, facts: _Facts, shape: Mapping[str, Any], changed: str) -> None:
        self._facts, self._shape, self._changed = facts, shape, changed

    def __call__(self, iri: str, kind: str) -> dict[str, Any]:
        """Return a node with the properties of its kind, in the order of case.json."""
        found: dict[str, Any] = {"identifier": identifier(iri), "uri": iri, "lastChangeDateTime": self._changed}
        for name in self._shape[kind]:
            if values := self._facts[iri].get(name) or self._beside(iri, name):
                found[name] = self._value(name, values)
        return found

    def _beside(self, iri: str, name: str) -> list[str]:
        """Return what a node says by way of another: the name of its type, or its name where it has no other text."""
        other = self._shape["instead"].get(name, "")
        if name in self._shape["named"]:
            return [self._title(one) for one in self._facts[iri].get(other, [])[:1]]
        return list(self._facts[iri].get(other, []))

    def _value(self, name: str, values: list[str]) -> Any:
        if name in self._shape["joined"]:
            return "\n".join(values)
        if name in self._shape["number"]:
            return int(values[0])
        if name in self._shape["link"]:
            return {"title": self._title(values[0]), "identifier": identifier(values[0]), "uri": values[0]}
        return values[0]

    def _title(self, iri: str) -> str:
        """Return the name of a node of this package, or of what it links to."""
        said = self._facts.get(iri, {})
        return next((said[name][0] for name in ("abbreviatedStatement", "title", _LABEL) if said.get(name)), iri)
