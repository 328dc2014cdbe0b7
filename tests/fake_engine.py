"""An engine of others for tests: a small HTTP server that answers from pyoxigraph, or misbehaves as it is told."""

import contextlib
import http.server
import socket
import threading
import time
import urllib.parse

import pyoxigraph as ox

from kennisgraaf.engine import register

NAMED, DEFAULT = "named-graph-uri", "default-graph-uri"
TABLE = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'


class FakeEngine:
    """Holds a store; `fault` is a function of the handler that answers in its stead, None to behave."""

    def __init__(self, release=None, context=None):
        """Begin with a release published, if one is given; context: for TLS."""
        self.store, self.fault, self.asked, self.headers = ox.Store(), None, [], {}
        self.gone = threading.Event()  # a client went away while its query ran
        self.faults_on = lambda text: register.NAME not in text
        self.open = set()  # connections
        self._context = context
        if release:
            self.publish(release)
        self.start()

    def start(self, port=0):
        """Listen."""
        fake = self

        class Handler(_Handler):
            engine = fake

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        if self._context:
            self._server.socket = self._context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_port
        scheme = "https" if self._context else "http"
        self.url = f"{scheme}://127.0.0.1:{self.port}/sparql"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

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

    def answer(self, form):
        """Return media type and body, as an engine of others would."""
        text = form["query"][0]
        default = [ox.NamedNode(iri) for iri in form.get(DEFAULT, [])] or None
        named = [ox.NamedNode(iri) for iri in form.get(NAMED, [])]
        found = self.store.query(text, default_graph=default, named_graphs=named if default or named else None)
        if isinstance(found, ox.QueryTriples):
            return "application/n-triples", ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
        return TABLE, found.serialize(format=ox.QueryResultsFormat.JSON)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.engine.open.add(self.connection)

    def finish(self):
        with contextlib.suppress(OSError):
            super().finish()
        self.engine.open.discard(self.connection)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.form = urllib.parse.parse_qs(body.decode(), strict_parsing=True)
        text = self.form["query"][0]
        self.engine.asked.append((self.form, dict(self.headers)))
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            if self.engine.fault and self.engine.faults_on(text):
                self.engine.fault(self)
                return
            try:
                kind, answer = self.engine.answer(self.form)
            except (SyntaxError, ValueError, RuntimeError) as error:
                self.say(400, str(error).encode(), "text/plain")
                return
            self.say(200, answer, kind)

    def say(self, status, body, kind=TABLE, length=None, **headers):
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in {**self.engine.headers, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

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
        """Close the connection."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        """Say nothing."""
