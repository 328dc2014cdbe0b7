"""An engine of others for tests: a small HTTP server on pyoxigraph that behaves, or misbehaves as it is told."""

import contextlib
import gzip
import http.server
import socket
import ssl
import threading
import time
import urllib.parse

import pyoxigraph as ox

from kennisgraaf.engine import register

NAMED, DEFAULT = "named-graph-uri", "default-graph-uri"
TABLE = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
FUSEKI = {"Fuseki-Request-Id": "1"}
PLACES = {"/ds", "/ds/sparql", "/ds/update", "/ds/data", "/one"}


class FakeEngine:
    """Takes queries at /ds/sparql, updates at /ds/update, graphs at /ds/data; all at /ds and /one, but graphs.

    Two ways to misbehave. fault: a function of the handler that answers a query in its stead, None to behave; for the
    queries for whose text faults_on is true. trouble: asked before each request with its kind ("query", "update",
    "graph") and its number; says None, a status, (status, body), "die" (answers nothing, and nothing any more), "drop"
    (this once), "late" (does it, and then drops), "part" (does half of it, and then drops). Instead of "drop" after
    "die": alive = True. key: what each request must have as its Authorization, "" for nothing.
    """

    def __init__(self, release=None, certificate=None):
        """Begin, with a release published if one is given; certificate: the files of one and its key, for TLS."""
        self.store, self.lock, self.headers = ox.Store(), threading.Lock(), FUSEKI
        self.fault, self.faults_on = None, lambda text: register.NAME not in text
        self.trouble, self.alive, self.key = lambda kind, number: None, True, ""
        self.seen, self.asked = [], []  # kinds of all requests; form and headers of the queries among them
        self.gone = threading.Event()  # a client went away while its query ran
        self.open = set()  # connections
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*certificate)
        if release:
            self.publish(release)
        self.start()

    def __enter__(self):
        """Run until the block ends."""
        return self

    def __exit__(self, *_):
        """Stop."""
        self.stop()

    def start(self, port=0):
        """Listen."""
        fake = self

        class Handler(_Handler):
            engine = fake

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        if self._context:
            self._server.socket = self._context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        self.base = f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"
        self.url = f"{self.base}/ds"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self):
        """Listen no more, and close what is open."""
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def publish(self, release):
        """Hold a release as `publish` leaves it."""
        local = ox.Store.read_only(str(release.store))
        names = {iri: register.stored(mark) for iri, mark in release.about["contents"].items()}
        for iri, name in names.items():
            source = ox.NamedNode(iri) if iri else ox.DefaultGraph()
            quads = [
                ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(name))
                for q in local.quads_for_pattern(None, None, None, source)
            ]
            self.store.extend(quads)
            self.store.update(register.count(name, len(quads)))
        held = register.RELEASE + release.id
        graph = f"GRAPH <{register.NAME}>"
        self.store.update(f"DELETE WHERE {{ {graph} {{ <{register.CURRENT}> ?p ?o }} }}")
        parts = " , ".join(f"<{name}>" for name in names.values())
        self.store.update(
            f"""PREFIX dct: <http://purl.org/dc/terms/> PREFIX void: <http://rdfs.org/ns/void#>
            INSERT DATA {{ {graph} {{ <{held}> a void:Dataset ; dct:identifier "{release.id}" ; void:subset {parts} ;
              dct:issued "2026-11-22T12:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
              <{register.CURRENT}> dct:references <{held}> }} }}"""
        )

    def graph(self, name):
        """Return the triples of a named graph."""
        return [quad.triple for quad in self.store.quads_for_pattern(None, None, None, ox.NamedNode(name))]

    def writes(self):
        """Return the kinds of all requests that were no queries."""
        return [one for one in self.seen if one != "query"]

    def take(self, handler, body):
        """Answer a request, or misbehave."""
        path, kind, form = handler.place.path, handler.kind, handler.form
        self.seen.append(kind)
        trouble = self.trouble(kind, len(self.seen)) if self.alive else "drop"
        self.alive = self.alive and trouble != "die"
        if self.key and handler.headers.get("Authorization") != self.key:
            trouble = 401
        if isinstance(trouble, int | tuple):
            status, said = trouble if isinstance(trouble, tuple) else (trouble, "")
            asks = {"WWW_Authenticate": 'Basic realm="x"'} if status == 401 else {}
            return handler.say(status, said.encode(), "text/html" if said.startswith("<") else "text/plain", **asks)
        if trouble in {"die", "drop"}:
            return handler.drop()
        if path not in PLACES:
            return handler.say(404, b"", "text/plain")
        try:
            media_type, answer = self.do(kind, form, handler.place, body, part=trouble == "part")
        except (SyntaxError, ValueError, RuntimeError) as error:
            return handler.say(400, str(error).encode(), "text/plain")
        return handler.drop() if trouble else handler.say(200, answer, media_type)

    def do(self, kind, form, place, body, *, part):
        """Do what a request asks for, return media type and body; part: half of it."""
        if kind == "query":
            return self.answer(form)
        if kind == "update":
            self.store.update(form["update"][0])
            return TABLE, b"{}"
        graph = ox.NamedNode(urllib.parse.parse_qs(place.query)["graph"][0])
        triples = list(ox.parse(body, ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True))
        for one in triples[: len(triples) // 2] if part else triples:
            self.store.add(ox.Quad(one.subject, one.predicate, one.object, graph))
        return TABLE, b"{}"

    def answer(self, form):
        """Return media type and body of the answer to a query, as an engine of others would."""
        text = form["query"][0]
        default = [ox.NamedNode(iri) for iri in form.get(DEFAULT, [])] or None
        named = [ox.NamedNode(iri) for iri in form.get(NAMED, [])]
        found = self.store.query(text, default_graph=default, named_graphs=named if default or named else None)
        if isinstance(found, ox.QueryTriples):
            return "application/n-triples", ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
        return TABLE, found.serialize(format=ox.QueryResultsFormat.JSON)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer: two wait for each other

    def setup(self):
        super().setup()
        self.engine.open.add(self.connection)

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()
        self.engine.open.discard(self.connection)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.take(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)

    def do_GET(self):
        self.take(urllib.parse.urlsplit(self.path).query.encode())

    def take(self, body):
        """Read what is asked for, and let the engine do it, or misbehave."""
        self.place = urllib.parse.urlsplit(self.path)
        graphs = self.place.path == "/ds/data"
        self.form = {} if graphs else urllib.parse.parse_qs(body.decode(), strict_parsing=True)
        self.kind = "graph" if graphs else next(one for one in ("query", "update") if one in self.form)
        if self.kind == "query":
            self.engine.asked.append((self.form, dict(self.headers)))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if self.kind == "query" and self.engine.fault and self.engine.faults_on(self.form["query"][0]):
                self.engine.fault(self)
                return
            with self.engine.lock:
                self.engine.take(self, body)

    def say(self, status, body=b"", kind=TABLE, length=None, **headers):
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in {**self.engine.headers, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def send_response(self, code, message=None):
        """Say which server it is only where the engine does."""
        self.send_response_only(code, message)

    def hang(self, seconds=30):
        """Wait until the client goes away."""
        until = time.monotonic() + seconds
        self.connection.settimeout(0.05)
        while time.monotonic() < until:
            with contextlib.suppress(TimeoutError, OSError):
                if not self.connection.recv(1):
                    self.engine.gone.set()
                    break
        self.close_connection = True

    def drop(self):
        """Hang up."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        """Say nothing."""
