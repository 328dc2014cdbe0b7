"""Statements as a file of RDF: with the prefixes that are used and no others; JSON-LD compacted, so that people can read it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from kennisgraaf.dump import CONTEXT
from kennisgraaf.dump.rdf import FORMATS
from kennisgraaf.exchange.compact import Words, compact
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import declared
from kennisgraaf.release import Release

_MAIN = {"schema": "schema"}  # the one namespace whose names stand without a prefix in a profile's JSON-LD


def write(triples: Sequence[ox.Triple], form: Format, made: Release, token: str, query: str) -> bytes:
    """Return sorted triples in a form of formats.GRAPHS; token: the profile, query: where it declares its prefixes."""
    known = {**made.prefixes, **declared(query)}
    if form.name != "jsonld":
        return ox.serialize(triples, format=FORMATS[form.name], prefixes=_used(known, triples)) or b""
    words = Words(_terms(made), {}, "") if token == "jsonld" else Words({}, _used(known, triples), known.get(_MAIN.get(token, ""), ""))
    return (json.dumps(compact(triples, words), ensure_ascii=False, indent=1) + "\n").encode()


def _terms(made: Release) -> dict[str, Any]:
    """Return the words of /context.jsonld."""
    return dict(json.loads((made.folder / CONTEXT).read_text(encoding="utf-8"))["@context"])


def _used(known: Mapping[str, str], triples: Sequence[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that shorten something here; of two for one thing the longer namespace."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, ox.Literal)}
    longest = sorted(known.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    names = {next((prefix for prefix, space in longest if iri.startswith(space)), "") for iri in iris}
    return {prefix: known[prefix] for prefix in sorted(names - {""})}
