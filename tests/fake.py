"""A SPARQL engine in a thread, which misbehaves as it is told: on loopback, over plain HTTP or TLS."""

import gzip
import ssl
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

JSON = "application/sparql-results+json"


class Engine:
    """Takes queries at /ds/sparql, updates at /ds/update, graphs at /ds/data; all three at /one, without a graph store.

    trouble: asked before each request with its kind ("query", "update", "graph") and its number; says None, a status,
    (status, body), "die" (answers nothing, and nothing any more), "drop" (this once), "late" (does it, and then drops),
    "part" (does half of it, and then drops). Instead of "drop" after "die": alive = True.
    """

    def __init__(self, certificate=None, headers=(("Fuseki-Request-Id", "1"),)):
        """Begin at a free port, empty; certificate: the files of a certificate and its key."""
        self.store, self.lock = ox.Store(), threading.Lock()
        self.seen, self.trouble, self.alive = [], lambda kind, number: None, True
        self.headers = headers
        engine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # one packet an answer: two wait for each other

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                if self.headers.get("content-encoding") == "gzip":
                    body = gzip.decompress(body)
                with engine.lock:
                    engine.take(self, body)

            def do_GET(self):
                with engine.lock:
                    engine.take(self, urlsplit(self.path).query.encode())

            def answer(self, status, body=b"", kind="text/plain", more=()):
                self.send_response(status)
                for name, value in (*engine.headers, ("Content-Type", kind), ("Content-Length", len(body)), *more):
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)
                self.wfile.flush()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            scheme = "https"
        self.base = f"{scheme}://127.0.0.1:{self.server.server_port}"
        self.url = f"{self.base}/ds"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self):
        """Run until the block ends."""
        return self

    def __exit__(self, *_):
        """Stop."""
        self.server.shutdown()
        self.server.server_close()

    def graph(self, name):
        """Return the triples of a named graph."""
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(name))]

    def writes(self):
        """Return the kinds of all requests that were no queries."""
        return [one for one in self.seen if one != "query"]

    def take(self, handler, body):
        """Answer a request, or misbehave."""
        parts = urlsplit(handler.path)
        form = {} if parts.path == "/ds/data" else {k: v[0] for k, v in parse_qs(body.decode()).items()}
        kind = "graph" if parts.path == "/ds/data" else next(iter(form), "")
        self.seen.append(kind)
        trouble = self.trouble(kind, len(self.seen)) if self.alive else "drop"
        self.alive = self.alive and trouble != "die"
        if isinstance(trouble, int | tuple):
            status, said = trouble if isinstance(trouble, tuple) else (trouble, "")
            return handler.answer(
                status, said.encode(), more=[("WWW-Authenticate", 'Basic realm="x"')] * (status == 401)
            )
        if trouble in {"die", "drop"}:
            return self.drop(handler)
        if parts.path not in {"/ds", "/ds/sparql", "/ds/update", "/ds/data", "/one"}:
            return handler.answer(404)
        with suppress(SyntaxError):
            answer = self.do(kind, form, parts, body, part=trouble == "part")
            return self.drop(handler) if trouble else handler.answer(200, answer, JSON)
        return handler.answer(400, b"Parse error")

    def drop(self, handler):
        """Hang up."""
        handler.close_connection = True
        handler.connection.close()

    def do(self, kind, form, parts, body, *, part):
        """Do what a request asks for; part: half of it."""
        if kind == "query":
            return self.store.query(form["query"]).serialize(format=ox.QueryResultsFormat.JSON)
        if kind == "update":
            self.store.update(form["update"])
            return b"{}"
        graph = ox.NamedNode(parse_qs(parts.query)["graph"][0])
        triples = list(ox.parse(body, ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True))
        for one in triples[: len(triples) // 2] if part else triples:
            self.store.add(ox.Quad(one.subject, one.predicate, one.object, graph))
        return b"{}"
