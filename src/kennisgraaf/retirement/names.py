"""Which thing or term somebody means: a whole IRI, prefix:name, or type/code."""

from kennisgraaf.errors import NotFound
from kennisgraaf.namespaces import BASE, ID, prefixes
from kennisgraaf.near import nearest
from kennisgraaf.sources import Sources


def resolve(sources: Sources, name: str) -> str:
    """Return the IRI of something that our files describe. NotFound: nothing goes by that name; near names are told."""
    known = {**sources.prefixes(), **prefixes(sources.kinds())}
    iri = _expand(known, name.strip("<>"))
    described = {
        str(s) for documents in sources.documents.values() for document in documents for s in document.subjects
    }
    if iri in described:
        return iri
    short = {one.removeprefix(ID).removeprefix(BASE): one for one in sorted(described) if one.startswith(BASE)}
    near = nearest(iri.removeprefix(ID).removeprefix(BASE), short)
    fix = f"Did you mean: {', '.join(near)}?" if near else "Give an IRI, prefix:name or type/code that stands in data/."
    raise NotFound(f"Nothing here goes by the name {name}.", fix=fix, near=near)


def _expand(known: dict[str, str], name: str) -> str:
    if name.startswith(("http://", "https://")):
        return name
    prefix, colon, rest = name.partition(":")
    return known[prefix] + rest if colon and prefix in known else ID + name
