"""Statements as a file of RDF: with the prefixes that are used and no others; JSON-LD compacted, for people to read."""

import json
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from kennisgraaf.dump import CONTEXT
from kennisgraaf.dump.rdf import FORMATS
from kennisgraaf.exchange.compact import Words, compact
from kennisgraaf.exchange.source import Source
from kennisgraaf.formats import Format
from kennisgraaf.namespaces import declared
from kennisgraaf.release import Release

_OURS = {"jsonld"}
_PLAIN = {"schema"}  # whose own names stand without a prefix, as everybody who writes them does


def write(source: Source, token: str, query: str, things: Sequence[str], form: Format) -> bytes:
    """Return what a query says of things in a form of formats.GRAPHS; token: that of the profile."""
    triples = source.statements(query, things)
    known = {**source.release.prefixes, **declared(query)}
    if form.name != "jsonld":
        return ox.serialize(triples, format=FORMATS[form.name], prefixes=_used(known, triples)) or b""
    words = _words(source.release, token, _used(known, triples), known)
    return (json.dumps(compact(triples, words), ensure_ascii=False, indent=1) + "\n").encode()


def _words(made: Release, token: str, used: Mapping[str, str], known: Mapping[str, str]) -> Words:
    """Return the words of /context.jsonld for the profile that is called after it; for others prefixes do."""
    if token in _OURS:
        terms = json.loads((made.folder / CONTEXT).read_text(encoding="utf-8"))["@context"]
        return Words(terms, {}, "")
    return Words({}, used, known[token] if token in _PLAIN else "")


def _used(known: Mapping[str, str], triples: Sequence[ox.Triple]) -> dict[str, str]:
    """Return the prefixes that shorten something here; of two for one thing the longer namespace."""
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {triple.object.datatype.value for triple in triples if isinstance(triple.object, ox.Literal)}
    longest = sorted(known.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    names = {next((prefix for prefix, space in longest if iri.startswith(space)), "") for iri in iris}
    return {prefix: known[prefix] for prefix in sorted(names - {""})}
