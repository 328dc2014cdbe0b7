"""Whole graphs, to read: the default graph and each named one (SPARQL 1.1 Graph Store HTTP Protocol).

The store is named indirectly, /rdf-graph-store?default and ?graph=IRI; directly, the name of a graph leads to it. What
would change a graph is answered with 405, because releases never change.
"""

from flask import Blueprint, Response, request

from kennisgraaf.engine import term_iri
from kennisgraaf.errors import LimitError, NotFound, QueryError
from kennisgraaf.formats import GRAPHS, Format
from kennisgraaf.namespaces import ID
from kennisgraaf.near import nearest
from kennisgraaf.web import pages, protocol
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_PATH = "/rdf-graph-store"


def blueprint(site: Site) -> Blueprint:
    """Build the route around one site."""
    routes = Blueprint("graphs", __name__)

    @routes.get(_PATH)
    def graph_store() -> Response:
        pairs = protocol.address(request)
        query = _content(site, pairs)
        return pages.respond(
            site, Resource(GRAPHS), lambda form: _write(site, query, form), asked=protocol.form_asked(pairs)
        )

    return routes


def _content(site: Site, pairs: protocol.Pairs) -> str:
    """Return the query for one graph (section 4.2): QueryError unless exactly one is named, NotFound if unknown."""
    graphs, default = protocol.values(pairs, "graph"), protocol.values(pairs, "default")
    if len(graphs) + len(default) != 1 or any(default):
        raise QueryError(
            f"The request names {len(graphs) + len(default)} graphs.",
            fix=f"Send either ?default or ?graph= with one of: {', '.join(site.release.graphs)}.",
        )
    if default:
        return "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    [graph] = graphs
    term = term_iri(graph)
    if graph not in site.release.graphs:
        names = [iri.removeprefix(ID) for iri in site.release.graphs if iri.startswith(ID)]
        near = nearest(graph.removeprefix(ID), names)
        fix = f"The graphs are: {', '.join(site.release.graphs)}."
        raise NotFound(f"<{graph}> is not a graph here.", fix=fix, near=near)
    return f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH {term} {{ ?s ?p ?o }} }}"


def _write(site: Site, query: str, form: Format) -> bytes:
    """Return the graph in one form; one that is too large for an answer is among the downloads."""
    try:
        return site.engine.query(query, form, client=client()).body
    except LimitError as error:
        if error.limit != "bytes":
            raise
        where = Addresses(site.subpath).path("/dumps/")
        raise LimitError(error.what, fix=f"Download it from {where}.", limit=error.limit) from error
