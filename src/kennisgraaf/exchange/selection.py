"""What to export: everything that a profile has a meaning for, one graph, one concept scheme, or one thing."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kennisgraaf.engine import bind, term_iri
from kennisgraaf.errors import NotFound
from kennisgraaf.exchange.source import Source
from kennisgraaf.namespaces import BASE, GRAPH, ID
from kennisgraaf.near import nearest

_IN_GRAPH = Path(__file__).with_name("in-graph.rq")
_SCHEME = ID + "begrippenkader/"


class Member(NamedTuple):
    """A thing, and the whole that it belongs to: its scheme, its qualification, its set; "" where it has none."""

    thing: str
    whole: str


def wholes(found: Iterable[Member]) -> list[str]:
    """Return the wholes that things belong to, sorted."""
    return sorted({one.whole for one in found} - {""})


def of_graph(source: Source, found: Sequence[Member], graph: str) -> list[Member]:
    """Return the members that a named graph (its code or IRI) says something of; itself where it is one.

    NotFound: there is no such graph, or the profile means nothing in it.
    """
    iri = next((one for one in source.release.graphs if graph in {one, one.removeprefix(GRAPH), _local(one)}), "")
    if not iri:
        raise _missing("graph", graph, [one.removeprefix(GRAPH) for one in source.release.graphs])
    rows = source.engine.rows(bind(_IN_GRAPH.read_text(encoding="utf-8"), {"graph": term_iri(iri)}))
    there = {row["thing"].value for row in rows} | {iri}
    return _some([one for one in found if one.thing in there], graph)


def of_scheme(found: Sequence[Member], scheme: str, prefixes: Mapping[str, str]) -> list[Member]:
    """Return the members of one whole, named by code, CURIE or IRI. NotFound: the profile has no such whole."""
    names = {whole: _names(whole, prefixes) for whole in wholes(found)}
    chosen = [whole for whole, known in names.items() if scheme in known]
    if not chosen:
        raise _missing("scheme", scheme, [_local(whole) for whole in names])
    return [one for one in found if one.whole == chosen[0]]


def of_thing(found: Sequence[Member], thing: str, prefixes: Mapping[str, str]) -> list[Member]:
    """Return one thing, named by CURIE or IRI; all of it where it is a whole.

    NotFound: there is no such thing, or the profile means nothing for it.
    """
    chosen = [one for one in found if one.thing == thing] or [
        one for one in found if thing in _names(one.thing, prefixes)
    ]
    if not chosen:
        raise _missing("thing", thing, sorted({_curie(one.thing) for one in found}))
    iri = chosen[0].thing
    return [one for one in found if one.whole == iri] or chosen


def _names(iri: str, prefixes: Mapping[str, str]) -> set[str]:
    """Return what people call a thing: its IRI, its CURIE, type and code, and the code of a scheme alone."""
    known = {iri, iri.removeprefix(ID), _curie(iri), iri.removeprefix(_SCHEME)}
    return known | {
        f"{prefix}:{iri.removeprefix(space)}" for prefix, space in prefixes.items() if iri.startswith(space)
    }


def _curie(iri: str) -> str:
    return iri.removeprefix(ID).replace("/", ":", 1) if iri.startswith(ID) else iri


def _local(iri: str) -> str:
    return iri.removeprefix(BASE).rsplit("/", 1)[-1]


def _missing(what: str, name: str, known: Sequence[str]) -> NotFound:
    near = nearest(name, known)
    fix = f"Did you mean: {', '.join(near)}?" if near else f"Choose from: {', '.join(known[:12])}."
    return NotFound(f"This profile has no {what} {name!r}.", fix=fix, near=near)


def _some(found: list[Member], graph: str) -> list[Member]:
    if not found:
        fix = "Leave the graph out, or choose another profile: `kennisgraaf export --profile list`."
        raise NotFound(f"This profile means nothing for what is in the graph {graph!r}.", fix=fix)
    return found
