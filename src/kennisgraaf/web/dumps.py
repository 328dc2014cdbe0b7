"""Downloads: the files of the release under its name for ever, and the same under `latest`.

What can be asked for is a fixed list; a name from an address is looked up in it and never becomes a path. The files lie
ready in the release, so they are sent from the disk as they are, in parts where a reader asks for a part.
"""

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request, send_file

from kennisgraaf.dump import FOLDER, File, files
from kennisgraaf.errors import NotFound
from kennisgraaf.formats import HTML, Format
from kennisgraaf.web import pages
from kennisgraaf.web.addresses import Addresses
from kennisgraaf.web.pages import MAX_AGE, Resource
from kennisgraaf.web.site import Site

LATEST = "latest"
FOREVER = 31536000  # seconds: a year, the longest that HTTP has a use for
_JSON = Format("json", "application/json", "json")
_ALL = "/dumps/"


def blueprint(site: Site) -> Blueprint:
    """Build the routes around one site."""
    routes = Blueprint("dumps", __name__)
    known = files(site.release)

    @routes.get(_ALL, strict_slashes=False)
    def all_files() -> Response:
        resource = Resource((HTML, _JSON))
        return pages.respond(
            site, resource, lambda form: page(site, resource) if form == HTML else json.dumps(_list(site))
        )

    @routes.get(f"{_ALL}<release>/<name>")
    def one_file(release: str, name: str) -> Response:
        if release not in {site.release.id, LATEST}:
            raise NotFound(
                f"There is no release {release} here; this one is {site.release.id}.",
                fix=f"Take the file from {_ALL}{LATEST}/, or see {_ALL} for all files.",
            )
        if name not in known:
            raise NotFound(f"No file here is called {name}.", fix=f"See {_ALL} for all files.")
        return _send(site, known[name], MAX_AGE if release == LATEST else FOREVER)

    return routes


def page(site: Site, resource: Resource) -> str:
    """Return the page about the dataset and its files, in groups: the whole, tables, one row per graph."""
    known = list(files(site.release).values())
    graphs: dict[str, list[File]] = {}
    for file in known:
        if file.part in site.release.graphs:
            graphs.setdefault(file.part, []).append(file)
    return pages.html(
        site,
        "dumps.html",
        whole=[file for file in known if not file.part and file.form != "csvw"],
        tables=[file for file in known if file.form in {"csv", "csvw"}],
        graphs=graphs,
        address=lambda file, release=LATEST: _address(site, release, file),
        resource=resource,
    )


def _address(site: Site, release: str, file: File) -> str:
    return Addresses(site.subpath).path(f"{_ALL}{release}/{file.name}")


def _list(site: Site) -> dict[str, Any]:
    """Return what a program needs to fetch the files and to know that it has them."""
    about = {"release": site.release.id, "version": site.release.about["version"], "built": site.release.about["built"]}
    found = [
        {
            "name": file.name,
            "href": _address(site, site.release.id, file),
            "latest": _address(site, LATEST, file),
            "mediaType": file.media_type,
            "compression": "gzip" if file.packed else None,
            "part": file.part,
            "bytes": file.size,
            "sha256": file.sha256,
        }
        for file in files(site.release).values()
    ]
    return {**about, "files": found}


def _send(site: Site, file: File, age: int) -> Response:
    """Return a file: 304, one part, or the whole where several parts are asked for (RFC 9110, sections 13 and 14).

    A gzip is sent as the file that it is, not as an encoding of what is in it.
    """
    if "," in request.headers.get("Range", ""):
        request.environ.pop("HTTP_RANGE")
    response = send_file(
        site.release.folder / FOLDER / file.name,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file.name,
        conditional=True,
        etag=file.sha256,
        last_modified=datetime.fromisoformat(site.release.about["built"]),
        max_age=age,
    )
    response.headers["Cache-Control"] = f"public, max-age={age}" + (", immutable" if age == FOREVER else "")
    response.headers["Content-Type"] = _content_type(file)
    if file.form == "csv":
        response.headers["Link"] = '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    return response


def _content_type(file: File) -> str:
    if file.packed:
        return "application/gzip"
    if file.form == "csv":
        return "text/csv; charset=utf-8; header=present"
    return f"{file.media_type}; charset=utf-8" if file.media_type.startswith("text/") else file.media_type
