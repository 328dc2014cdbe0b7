"""The forms for exchange that others' tools accept: one list, for the command line, the web and the catalogue.

What each is called, follows and is written in stands in profiles.ttl; the queries that make them are in `exchange`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import EXTERNAL
from kennisgraaf.near import nearest

FILE = Path(__file__).with_name("profiles.ttl")
_PROF = "http://www.w3.org/ns/dx/prof/"
_MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Profile:
    """One form for exchange: its token, its IRI, texts by language, what it is a profile of, and its media types."""

    token: str
    iri: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    wider: tuple[str, ...]
    media_types: frozenset[str]


@cache
def known() -> Mapping[str, Profile]:
    """Return the profiles by token, sorted."""
    said = [quad.triple for quad in ox.parse(FILE.read_bytes(), format=ox.RdfFormat.TURTLE)]
    tokens = {t.object.value: t.subject.value for t in said if t.predicate.value == _PROF + "hasToken"}
    return {
        token: _profile(token, iri, [t for t in said if t.subject.value == iri])
        for token, iri in sorted(tokens.items())
    }


def find(name: str) -> Profile:
    """Return the profile of that token or IRI.

    NotFound: there is none; near names are told.
    """
    for profile in known().values():
        if name in {profile.token, profile.iri}:
            return profile
    near = nearest(name, known())
    fix = f"Did you mean: {', '.join(near)}?" if near else f"Choose from: {', '.join(known())}."
    raise NotFound(f"There is no profile {name!r}.", fix=fix, near=near)


def _profile(token: str, iri: str, said: list[ox.Triple]) -> Profile:
    def objects(name: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        return [t.object for t in said if t.predicate.value == name]

    def texts(name: str) -> dict[str, str]:
        return {o.language or "": o.value for o in objects(name) if isinstance(o, ox.Literal)}

    wider = sorted(o.value for o in objects(_PROF + "isProfileOf") if isinstance(o, ox.NamedNode))
    media = {
        o.value.removeprefix(_MEDIA) for o in objects(EXTERNAL["dcat"] + "mediaType") if isinstance(o, ox.NamedNode)
    }
    dct = EXTERNAL["dct"]
    return Profile(token, iri, texts(dct + "title"), texts(dct + "description"), tuple(wider), frozenset(media))
