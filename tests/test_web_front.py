"""The front: one WSGI environment per request, turns for each client, repeats from the cache."""

import asyncio
import threading
import time

import pytest

from kennisgraaf.web.arrival import LARGEST_BODY
from kennisgraaf.web.front import GONE, REFUSED, Front
from kennisgraaf.web.observation import ERROR, LIMIT, ROUTE


class _Headers(list):
    """Headers as granian gives them."""

    def get(self, name, default=None):
        return next((value for key, value in self if key == name), default)

    def get_all(self, name):
        return [value for key, value in self if key == name]

    def items(self):
        return list(self)


class _Scope:
    http_version, server = "1.1", "127.0.0.1:8000"

    def __init__(self, path="/", method="GET", headers=(), client="192.0.2.1:4000", query_string=""):
        self.path, self.method, self.client, self.query_string = path, method, client, query_string
        self.headers = _Headers(headers)


class _Proto:
    """One connection: what it sends, what it gets, whether it is still there."""

    def __init__(self, pieces=(), hold=0.0):
        self.pieces, self.hold, self.sent = pieces, hold, []
        self.left = asyncio.Event()

    async def __aiter__(self):
        for piece in self.pieces:
            await asyncio.sleep(self.hold)
            yield piece

    async def client_disconnect(self):
        await self.left.wait()

    def response_bytes(self, status, headers, body):
        self.sent.append((status, dict(headers), body))

    def response_stream(self, status, headers):
        self.sent.append((status, dict(headers), b""))
        return self

    async def send_bytes(self, piece):
        status, headers, body = self.sent[-1]
        self.sent[-1] = (status, headers, body + piece)


def ask(app, *requests):
    """Send (scope, proto) pairs at once; return what each got."""

    async def all_of_them():
        front = app if isinstance(app, Front) else Front(app)
        await asyncio.gather(*(front.__rsgi__(scope, proto) for scope, proto in requests))
        return [proto.sent[0] for _, proto in requests]

    return asyncio.run(all_of_them())


def one(app, scope, proto=None):
    return ask(app, (scope, proto or _Proto()))[0]


def echo(environ, start_response):
    """Tell what arrived."""
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    body = (repr(told) + environ["wsgi.input"].read().decode()).encode()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def test_a_request_arrives_as_it_was_sent():
    scope = _Scope(
        "/a/é", "POST", [("accept", "x"), ("accept", "y"), ("content-type", "text/plain")], query_string="q=1"
    )
    status, _, body = one(echo, scope, _Proto([b"hel", b"lo"]))
    told = eval(body[:-5])  # noqa: S307 - it is our own repr
    assert (status, body[-5:]) == (200, b"hello")
    assert told["PATH_INFO"].encode("latin-1").decode() == "/a/é"
    assert (told["QUERY_STRING"], told["REMOTE_ADDR"], told["SERVER_PORT"]) == ("q=1", "192.0.2.1", "8000")
    assert (told["HTTP_ACCEPT"], told["CONTENT_TYPE"], told["CONTENT_LENGTH"]) == ("x,y", "text/plain", "5")


def test_a_header_with_an_underscore_cannot_pass_for_another():
    told = eval(one(echo, _Scope(headers=[("x_forwarded_for", "evil"), ("x-a", "b")]))[2])  # noqa: S307
    assert "HTTP_X_FORWARDED_FOR" not in told
    assert told["HTTP_X_A"] == "b"


@pytest.mark.parametrize("client", ["[2001:db8::1]:4000", "2001:db8::1:4000"])
def test_an_address_of_the_sixth_version_is_read(client):
    assert eval(one(echo, _Scope(client=client))[2])["REMOTE_ADDR"] == "2001:db8::1"  # noqa: S307


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [([("content-length", str(LARGEST_BODY + 1))], []), ([], [b"x" * 600_000] * 2), ([("content-length", "5")], [])],
)
def test_a_body_that_is_too_large_or_too_short_is_not_read(headers, pieces):
    told = eval(one(echo, _Scope(method="POST", headers=headers), _Proto(pieces))[2])  # noqa: S307
    assert told[REFUSED] == ("short" if headers == [("content-length", "5")] else "large")
    assert told["CONTENT_LENGTH"] == "0"


def test_a_body_that_does_not_arrive_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("kennisgraaf.web.arrival._PATIENCE", 0.1)
    told = eval(one(echo, _Scope(method="POST"), _Proto([b"x"] * 100, hold=0.05))[2])  # noqa: S307
    assert told[REFUSED] == "late"


def test_a_repeat_is_answered_without_the_application():
    asked = []

    def app(environ, start_response):
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("ETag", '"1"'), ("Cache-Control", "public"), ("Content-Type", "text/plain")])
        return [b"hello"]

    async def twice():
        front, proto, again, other = Front(app), _Proto(), _Proto(), _Proto()
        await front.__rsgi__(_Scope("/a"), proto)
        await front.__rsgi__(_Scope("/a"), again)
        await front.__rsgi__(_Scope("/a", headers=[("accept", "text/turtle")]), other)
        has = _Proto()
        await front.__rsgi__(_Scope("/a", headers=[("if-none-match", '"1"')]), has)
        return proto.sent, again.sent, other.sent, has.sent

    first, again, other, has = asyncio.run(twice())
    assert first == again == other
    assert asked == ["/a", "/a"]
    assert (has[0][0], has[0][2]) == (304, b"")


def test_a_client_that_goes_away_is_noticed():
    noticed = []

    def app(environ, start_response):
        for _ in range(100):
            if environ[GONE]():
                noticed.append(True)
                break
            time.sleep(0.05)
        start_response("200 OK", [])
        return [b""]

    async def leave():
        proto = _Proto()
        request = asyncio.create_task(Front(app).__rsgi__(_Scope(), proto))
        await asyncio.sleep(0.1)
        proto.left.set()
        await request

    asyncio.run(leave())
    assert noticed == [True]


def test_one_client_cannot_take_every_thread():
    inside, most, lock, free = [], [], threading.Lock(), threading.Event()

    def app(environ, start_response):
        if environ["REMOTE_ADDR"] == "192.0.2.2":
            free.set()
        else:
            with lock:
                inside.append(1)
                most.append(len(inside))
            free.wait(5)
            with lock:
                inside.pop()
        start_response("200 OK", [])
        return [environ["REMOTE_ADDR"].encode()]

    greedy = [(_Scope(client=f"192.0.2.1:{port}"), _Proto()) for port in range(64)]
    got = ask(app, *greedy, (_Scope(client="192.0.2.2:1"), _Proto()))
    assert [body for _, _, body in got] == [b"192.0.2.1"] * 64 + [b"192.0.2.2"]
    assert max(most) <= 16


def test_a_large_answer_is_sent_in_pieces_and_closed():
    closed = []

    class Pieces:
        def __iter__(self):
            return iter([b"x" * 1_000_000] * 3)

        def close(self):
            closed.append(True)

    def app(environ, start_response):
        start_response("200 OK", [("Content-Length", "3000000")])
        return Pieces()

    assert len(one(app, _Scope())[2]) == 3_000_000
    assert closed == [True]


def test_what_nobody_foresaw_is_an_answer_too(caplog):
    def app(environ, start_response):
        raise RuntimeError("secret")

    status, _, body = one(app, _Scope())
    assert (status, body) == (500, b"")
    assert "outside of the application" in caplog.text


class _Notes:
    """An observer that remembers."""

    def __init__(self):
        self.begun, self.seen = 0, []

    def begin(self):
        self.begun += 1

    def end(self, seen):
        self.seen.append(seen)


def noted(environ, start):
    """Leave the notes that the floors inside leave."""
    environ |= {ROUTE: "/doc/<path:name>", LIMIT: "time", ERROR: "ab"}
    start("200 OK", [("ETag", '"a"'), ("Cache-Control", "public"), ("Content-Length", "5")])
    return [b"abc", b"de"]


def test_observers_are_told_of_each_request_once_also_of_one_from_the_cache():
    notes = _Notes()
    front = Front(noted, observers=[notes], release="r")
    for _ in range(2):
        ask(front, (_Scope(method="GET"), _Proto()))
    first, second = notes.seen
    assert notes.begun == 2
    assert (first.method, first.route, first.status, first.size) == ("GET", "/doc/<path:name>", 200, 5)
    assert (first.release, first.limit, first.error) == ("r", "time", "ab")
    assert (second.route, second.status, second.size, second.limit) == ("/doc/<path:name>", 200, 5, "")


@pytest.mark.parametrize(
    ("proxies", "claimed", "client"),
    [
        (0, ["6.6.6.6"], "192.0.2.1"),
        (1, [], "192.0.2.1"),
        (1, ["6.6.6.6, 192.0.2.7"], "192.0.2.7"),
        (1, ["6.6.6.6", "192.0.2.7"], "192.0.2.7"),
        (2, ["6.6.6.6, 192.0.2.7, 192.0.2.8"], "192.0.2.7"),
        (2, ["192.0.2.8"], "192.0.2.1"),
        (1, ["6.6.6.6, "], "192.0.2.1"),
        (1, ["6.6.6.6, 2001:db8::7"], "2001:db8::7"),
    ],
)
def test_the_client_is_who_the_trusted_proxies_say(proxies, claimed, client):
    seen = []

    def app(environ, start):
        seen.append(environ["REMOTE_ADDR"])
        start("200 OK", [])
        return []

    headers = [("x-forwarded-for", value) for value in claimed] + [("x_forwarded_for", "6.6.6.7")]
    ask(Front(app, proxies=proxies), (_Scope(headers=headers), _Proto()))
    assert seen == [client]


@pytest.mark.parametrize("length", ["100", "2"])
def test_a_body_of_another_length_than_it_says_is_refused(length):
    seen = []

    def app(environ, start):
        seen.append((environ[REFUSED], environ["wsgi.input"].read()))
        start("400 Bad Request", [])
        return []

    ask(Front(app), (_Scope(method="POST", headers=[("content-length", length)]), _Proto([b"ASK", b" {}"])))
    assert seen == [("short", b"")]


def test_chunks_are_refused():
    seen = []

    def app(environ, start):
        seen.append(environ[REFUSED])
        start("411 Length Required", [])
        return []

    ask(Front(app), (_Scope(method="POST", headers=[("transfer-encoding", "chunked")]), _Proto([b"ASK", b" {}"])))
    assert seen == ["unmeasured"]
