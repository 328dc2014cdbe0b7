"""The endpoint: SPARQL for programs, an editor with the answer below it for people, and a description of itself."""

from flask import Blueprint, Response, request

from kennisgraaf import snippets
from kennisgraaf.engine import formats
from kennisgraaf.engine.gate import lasting
from kennisgraaf.errors import KennisgraafError, UnavailableError
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.namespaces import BASE
from kennisgraaf.questions import find
from kennisgraaf.snippets import Snippet
from kennisgraaf.web import assets, errors, pages, protocol, service, tables, words
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.negotiation import choose
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.protocol import Asked
from kennisgraaf.web.questions import grouped
from kennisgraaf.web.site import Site
from kennisgraaf.web.visitor import client

_PATH = "/sparql"
_FIRST = """SELECT ?thing ?label
WHERE {
  ?thing skos:prefLabel ?label
}
ORDER BY ?label
LIMIT 20"""


def blueprint(site: Site) -> Blueprint:
    """Build the route around one site."""
    routes = Blueprint("sparql", __name__)

    @routes.route(_PATH, methods=["GET", "POST"])
    def endpoint() -> Response:
        asked = protocol.read(request)
        if asked is None:
            wanted = protocol.form_asked(protocol.address(request))
            return pages.respond(site, Resource((*GRAPHS, HTML)), lambda form: _entrance(site, form), asked=wanted)
        return _answer(site, asked)

    @routes.get(f"{_PATH}/woorden.json")
    def vocabulary() -> Response:
        return pages.respond(
            site, Resource((words.JSON,), linked=False), lambda _: site.kept("words", lambda: words.write(site))
        )

    @routes.errorhandler(KennisgraafError)
    def refused(error: KennisgraafError) -> Response:
        if isinstance(error, UnavailableError) or not errors.for_people():  # what stands beside the editor is read too
            return errors.answer(site, error)
        editor = {**_editor(site, protocol.text(request)), "snippets": []}
        return errors.answer(site, error, "sparql.html", **editor, shown=None, downloads=[])

    return routes


def _entrance(site: Site, form: Format) -> str | bytes:
    """Return the editor, or the service description; ?vraag= puts a named question into the editor."""
    if form != HTML:
        return service.describe(site, form)
    name = request.args.get("vraag", "")
    query = find(site.questions, name).sparql if name else ""
    return pages.html(site, "sparql.html", **_editor(site, query), shown=None, downloads=[])


def _answer(site: Site, asked: Asked) -> Response:
    """Answer a query in one of the forms that fit it (SPARQL 1.1 Protocol, 2.1.6)."""
    form = site.engine.form(asked.query)

    def write(format: Format) -> str | bytes:  # noqa: A002 - the word that everybody uses for it
        wanted = tables.best_form(form) if format == HTML else format
        found = site.engine.query(
            asked.query,
            wanted,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            client=client(),
        )
        if format != HTML:
            return found.body
        shown = tables.show(site.engine, found)
        downloads = [(other, _address(site, asked, other)) for other in formats(form)]
        return pages.html(site, "sparql.html", **_editor(site, asked.query), shown=shown, downloads=downloads)

    offers = (*formats(form), HTML)
    if request.method != "POST" and lasting(asked.query):
        return pages.respond(site, Resource(offers, linked=False), write, asked=asked.asked)
    chosen = choose(offers, request.headers.get("Accept", ""), asked.asked)
    response = Response(write(chosen), content_type=chosen.content_type, headers={"Vary": "Accept, Accept-Language"})
    if request.method != "POST":
        response.headers["Cache-Control"] = "no-store"
    return response


def _address(site: Site, asked: Asked, form: Format) -> str:
    """Return the address of an answer as one form."""
    graphs = [("default-graph-uri", iri) for iri in asked.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in asked.named_graphs]
    return Addresses(site.subpath).path(_PATH, ("query", asked.query), *graphs, ("_mediatype", form.media_type))


def _editor(site: Site, query: str) -> dict[str, object]:
    """Return what the editor shows beside the answer."""
    return {
        "query": query or _FIRST,
        "asked": bool(query),
        "snippets": _snippets(site, query or _FIRST),
        "prefixes": site.release.prefixes,
        "groups": grouped(site),
        "script": assets.script("editor.js"),
        "base": BASE,
    }


def _snippets(site: Site, query: str) -> list[Snippet]:
    """Return a query as code; nothing for one that is not right."""
    try:
        form = site.engine.form(query)
    except KennisgraafError:
        return []
    return snippets.of_query(site.public + _PATH, query, form)
