"""The web floor: pages for people, RDF and JSON for programs, at the same addresses.

`create_app` is the only way in. It is handed a release and an engine and keeps nothing else: no session, no cookie, no
setting. Each subject has a blueprint that negotiates and calls one function below; what people read stands in
templates/, in both languages side by side.

The way of a request: `serve` starts web processes (`process`); in each, `switch` knows the release in use; `front`
answers what `cache` holds, reads the rest (`arrival`) and asks the application, where `shortcut` takes the plainest
queries and Flask all else. `journal` and `metrics` are told of each (`observation`).
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Request, Response, request, send_from_directory

from kennisgraaf.engine import Engine
from kennisgraaf.namespaces import BASE
from kennisgraaf.release import Release
from kennisgraaf.web import assets
from kennisgraaf.web.api import blueprint as api
from kennisgraaf.web.arrival import LARGEST_BODY
from kennisgraaf.web.builder import blueprint as builder
from kennisgraaf.web.citations import blueprint as references
from kennisgraaf.web.comparison import blueprint as comparison
from kennisgraaf.web.composition import blueprint as composition
from kennisgraaf.web.coverage import blueprint as coverage
from kennisgraaf.web.dataset import blueprint as dataset
from kennisgraaf.web.draft import blueprint as draft
from kennisgraaf.web.dumps import blueprint as dumps
from kennisgraaf.web.elsewhere import blueprint as abroad
from kennisgraaf.web.errors import install as answer_errors
from kennisgraaf.web.executables import blueprint as identifiers
from kennisgraaf.web.feeds import blueprint as feeds
from kennisgraaf.web.graphs import blueprint as graphs
from kennisgraaf.web.grounds import blueprint as grounds
from kennisgraaf.web.guides import blueprint as guides
from kennisgraaf.web.headers import install as add_headers
from kennisgraaf.web.home import blueprint as home
from kennisgraaf.web.mistakes import blueprint as reports
from kennisgraaf.web.pictures import blueprint as pictures
from kennisgraaf.web.questions import blueprint as questions
from kennisgraaf.web.recheck import blueprint as recheck
from kennisgraaf.web.reconcile import blueprint as reconcile
from kennisgraaf.web.robots import blueprint as robots
from kennisgraaf.web.search import blueprint as search
from kennisgraaf.web.shortcut import Shortcut
from kennisgraaf.web.shortlists import blueprint as shortlists
from kennisgraaf.web.site import Site
from kennisgraaf.web.sparql import blueprint as sparql
from kennisgraaf.web.terms import blueprint as terms
from kennisgraaf.web.things import blueprint as things
from kennisgraaf.web.ways import blueprint as ways

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["create_app"]


def create_app(release: Release, engine: Engine, *, subpath: str = "", public: str = "", report: str = "") -> Flask:
    """Return the WSGI application of one release; subpath ("/kennisgraaf") stands before every address that it writes.

    A proxy in front may leave the sub-path in the address or take it off. public is the whole address of the front
    page, for what must hold whole addresses (a sitemap); without it that is the base of our IRIs, which redirects here.
    report is where readers report a mistake; {title} and {body} in it are filled in, else both are added as a query.
    """
    below = "/" + subpath.strip("/") if subpath.strip("/") else ""
    site = Site(release, engine, below, (public or BASE).rstrip("/"), report)
    app = _Application(__name__, static_url_path="/static")
    app.extensions["kennisgraaf"] = site
    app.url_map.merge_slashes = False  # merging redirects to an address made from the Host header
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, MAX_FORM_MEMORY_SIZE=LARGEST_BODY, MAX_FORM_PARTS=100)
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=86400)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    about = (home, robots, feeds, references, ways, abroad, things, grounds, reports, terms, guides, dataset, dumps)
    tools = (reconcile, draft, recheck, coverage, composition, shortlists, pictures, comparison)
    for subject in (*about, sparql, builder, graphs, questions, identifiers, search, *tools, api):
        app.register_blueprint(subject(site))
    add_headers(app)
    answer_errors(app, site)
    app.wsgi_app = _Under(Shortcut(app.wsgi_app, site), site.subpath)  # type: ignore[method-assign]
    return app


class _Request(Request):
    """A request whose uploads stay in memory, within the limit of its route: nothing of them comes on a disk."""

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()


class _Application(Flask):
    """Flask, reading requests in our way."""

    request_class = _Request

    def send_static_file(self, filename: str) -> Response:
        """Return a file with a tag of what is in it: its date and its folder differ between machines.

        A page of other code than ours asks for another stamp; what it gets here may not be kept under that one.
        """
        stamp = self.extensions["kennisgraaf"].stamp
        age = self.get_send_file_max_age(filename) if request.args.get("v", stamp) == stamp else 0
        sent = send_from_directory(str(self.static_folder), filename, conditional=False, etag=False, max_age=age)
        del sent.headers["Last-Modified"]
        sent.set_etag(assets.tag(Path(str(self.static_folder), filename)))
        sent.make_conditional(request, accept_ranges=True, complete_length=sent.content_length)
        return sent


class _Under:
    """The application below a sub-path; where it lies is told by us and never by a request's headers."""

    def __init__(self, app: "WSGIApplication", subpath: str) -> None:
        self._app, self._subpath = app, subpath

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["SCRIPT_NAME"] = self._subpath
        path = environ.get("PATH_INFO", "")
        if self._subpath and f"{path}/".startswith(f"{self._subpath}/"):
            path = path[len(self._subpath) :]
        environ["PATH_INFO"] = path or "/"
        return self._app(environ, start_response)
