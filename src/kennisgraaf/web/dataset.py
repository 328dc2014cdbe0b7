"""The dataset as a whole: its IRI, and the well-known address where programs look for its description (VoID, 6.2)."""

from flask import Blueprint, Response

from kennisgraaf import catalog
from kennisgraaf.formats import GRAPHS, HTML, Format
from kennisgraaf.web import dumps, pages
from kennisgraaf.web.pages import Resource
from kennisgraaf.web.site import Site


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("dataset", __name__)
    resource = Resource((*GRAPHS, HTML))

    def write(form: Format) -> str | bytes:
        if form == HTML:
            return dumps.page(site, resource)
        return (site.release.folder / catalog.path(form)).read_bytes()

    @routes.get("/.well-known/void")
    def void() -> Response:
        return pages.respond(site, resource, write)

    @routes.get("/dataset")
    def dataset() -> Response:
        return pages.respond(site, resource, write)

    return routes
