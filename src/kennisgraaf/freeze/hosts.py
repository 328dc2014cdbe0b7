"""What hosts of static files read: redirects from things to their pages, media types, and a page for lost readers.

Each is for another kind of host, and none harms where it is not read. The IRIs of things (/id/x/y) lead to their pages
with 303, as a living server does it (Cool URIs for the Semantic Web, 4.2).
"""

import json
from collections.abc import Iterable, Mapping

TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "wasm": "application/wasm",
    "js": "text/javascript; charset=utf-8",
}
_ASKED = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf\\+xml": "rdf",
}


def files(base: str) -> dict[str, str]:
    """Return name → text of the files for hosts; base is "" or the path of the site, which begins with a slash."""
    return {".htaccess": _apache(base), "nginx.conf": _nginx(base), "_redirects": _redirects(base), ".nojekyll": ""}


def readme(about: Mapping[str, object], languages: Iterable[str], left: Iterable[str]) -> str:
    """Return what the folder says of itself; left: what it had to leave out."""
    missing = "".join(f"- Left out: {one}\n" for one in left) or "- Nothing that was asked for was left out.\n"
    return f"""# Kennisgraaf sociaal werk: frozen copy

The whole knowledge graph of Dutch social work as plain files: pages ({", ".join(languages)}), RDF of each thing,
downloads, search and queries in the browser. No server program is needed: put this folder on any web server, in any
sub-path, or open `index.html` (search and SPARQL then do not run: a page from the disk may read no other files).

- Release {about["version"]} (`{about["id"]}`), built {about["built"]}, {about["triples"]} statements.
- Licence of ontology, data and questions: CC BY 4.0; of the code: EUPL-1.2.
- `static/made/oxigraph/`, where it is there, is Oxigraph (MIT or Apache-2.0).
- Checksums: `sha256sum --check --quiet SHA256SUMS`.
- `dumps/latest/kennisgraaf.nq.gz` is the whole graph in one file; whoever has it has everything.
- A thing `https://w3id.org/kennisgraaf/id/TYPE/CODE` has its page in `doc/TYPE/CODE/index.html` and its RDF
  beside it, in `doc/TYPE/CODE.ttl`, `.jsonld`, `.nt` and `.rdf`.
- Hosts: `.htaccess` (Apache), `nginx.conf` (a snippet), `_redirects` (Cloudflare Pages; Netlify) send `/id/...` on to
  `/doc/...`; elsewhere `404.html` does that with JavaScript.
{missing}"""


def marker(about: Mapping[str, object], **more: object) -> str:
    """Return what a later freeze, and a program, reads about this one."""
    known = {name: about[name] for name in ("id", "version", "built", "triples")}
    return json.dumps({"release": known, **more}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _apache(base: str) -> str:
    forms = "".join(
        f"RewriteCond %{{HTTP_ACCEPT}} {asked}\nRewriteRule ^id/([^/]+/[^/]+)$ {base}/doc/$1.{suffix} [R=303,L]\n"
        for asked, suffix in _ASKED.items()
    )
    types = "".join(f"AddType '{media_type}' .{suffix}\n" for suffix, media_type in TYPES.items())
    return f"""ErrorDocument 404 {base}/404.html
DirectoryIndex index.html
{types}<IfModule mod_headers.c>
Header set Access-Control-Allow-Origin "*"
Header set X-Content-Type-Options "nosniff"
</IfModule>
<IfModule mod_rewrite.c>
RewriteEngine On
{forms}RewriteRule ^id/vraag/([^/]+)$ {base}/vragen/$1/ [R=303,L]
RewriteRule ^id/(.+)$ {base}/doc/$1/ [R=303,L]
</IfModule>
"""


def _nginx(base: str) -> str:
    where = f" as {base[1:]}" if base else ""
    types = " ".join(f"{media_type.partition(';')[0]} {suffix};" for suffix, media_type in TYPES.items())
    return f"""# Inside `server {{ }}`, with `root` on the folder that holds this one{where}.
location {base}/ {{
    index index.html;
    error_page 404 {base}/404.html;
    types {{ text/html html; text/css css; image/svg+xml svg; application/json json; application/xml xml;
        text/plain txt; text/csv csv; application/gzip gz; application/zip zip; {types} }}
    add_header Access-Control-Allow-Origin "*";
    add_header X-Content-Type-Options "nosniff";
    rewrite ^{base}/id/vraag/([^/]+)$ {base}/vragen/$1/ permanent;
}}
location ~ ^{base}/id/(?<thing>.+)$ {{ return 303 {base}/doc/$thing/; }}
"""


def _redirects(base: str) -> str:
    return f"""{base}/id/vraag/* {base}/vragen/:splat/ 303
{base}/id/* {base}/doc/:splat/ 303
"""
