"""A frozen site as a reader meets it: its links, its RDF, and a plain web server that shows it under a sub-path."""

import contextlib
import http.server
import re
import threading
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

TAG = re.compile(r"""<([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
LINK = re.compile(r"""\s(?:href|src|action|data|xlink:href)="([^"]*)\"""")
ANCHOR = re.compile(r'\s(?:id|name)="([^"]*)"')


def faults(folder, hosts=("127.0.0.1", "localhost")):
    """Every link of every page that leads to no file, above the folder, from the root, or to a server."""
    pages = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    anchors = {path: set(map(unescape, ANCHOR.findall(text))) for path, text in pages.items()}
    for path, text in pages.items():
        tags = TAG.findall(text)
        for link in (unescape(link) for _, attributes in tags for link in LINK.findall(attributes)):
            if fault := _fault(folder, path, link, anchors, hosts):
                yield f"{path.relative_to(folder)}: {link}: {fault}"


def _fault(folder, page, link, anchors, hosts):
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return "a server" if parts.hostname in hosts else ""
    if page.name == "404.html" or page.parent.name == "kwijt":  # shown at any address, so its links begin at the root
        return ""
    if link.startswith("/"):
        return "from the root"
    target = page if not parts.path else Path(page.parent, unquote(parts.path)).resolve()
    if not target.is_file() or not target.resolve().is_relative_to(folder.resolve()):
        return "no file of the site"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors.get(target, ()):
        return "no such anchor"
    return ""


@contextlib.contextmanager
def served(folder):
    """The address of a plain web server that shows the parent of a folder, so that the site has a sub-path."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # few connections: of many a browser loses one, now and then

        def log_message(self, *_):
            pass

    class Roomy(http.server.ThreadingHTTPServer):
        request_queue_size = 128  # a busy machine resets the connections that find no room among the usual five

    server = Roomy(("127.0.0.1", 0), partial(Quiet, directory=str(folder.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{folder.name}"
    finally:
        server.shutdown()
        server.server_close()
