"""One mapping set as a table (SSSOM/TSV) or as the JSON of the same standard."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from kennisgraaf.errors import NotAcceptable
from kennisgraaf.exchange.source import Source
from kennisgraaf.formats import Format

_QUERY = Path(__file__).with_name("sssom-records.rq")


def write(source: Source, things: Sequence[str], form: Format) -> bytes:
    """Return a set in a form. NotAcceptable: a table holds one set, and these are several."""
    from rdflib import Graph  # noqa: PLC0415 - half of a server's memory, and only who asks for a table needs it

    from kennisgraaf.sssom import rdf, writing  # noqa: PLC0415

    if len(things) != 1:
        names = ", ".join(iri.rsplit("/", 1)[-1] for iri in things)
        raise NotAcceptable(
            f"A table holds one mapping set, and here are {len(things)}.",
            fix=f"Choose one (--thing), take Turtle, or write all of them into a folder (--out DIR/): {names}.",
        )
    found = source.statements(_QUERY.read_text(encoding="utf-8"), things)
    said = Graph().parse(data=ox.serialize(found, format=ox.RdfFormat.N_TRIPLES), format="nt")
    (one,) = rdf.sets(said)
    if form.name == "tsv":
        return writing.tsv(one).encode()
    return (json.dumps(writing.plain(one), ensure_ascii=False, indent=1) + "\n").encode()
