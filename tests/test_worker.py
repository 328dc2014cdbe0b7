"""A worker by itself: what it can no longer do, whatever it is asked."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyoxigraph
import pytest

from kennisgraaf.engine import frames, protection
from kennisgraaf.engine.nursery import Nursery
from kennisgraaf.engine.process import AbandonedError, DiedError, KilledError, OverdueError, Worker
from kennisgraaf.errors import MachineError

linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp, prctl and RLIMIT_AS are Linux's")
LANE = {"seconds": 20.0, "megabytes": 200, "nice": 3}
HEAD = {"format": "json", "parts": False, "default": None, "named": None}
ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    path = tmp_path_factory.mktemp("worker") / "store"
    node = pyoxigraph.NamedNode
    pyoxigraph.Store(str(path)).bulk_extend(
        pyoxigraph.Quad(node(f"http://e/{n}"), node("http://e/p"), pyoxigraph.Literal(n)) for n in range(2000)
    )
    return {"store": str(path), "whole": "", "prefixes": {"e": "http://e/"}, "answer_bytes": 1_000_000, "rows": 10_000}


@pytest.fixture(scope="module", params=["disk", "memory"])
def nursery(settings, request):
    whole = Path(settings["store"]).with_suffix(".nt")
    with whole.open("wb") as file:
        pyoxigraph.serialize(pyoxigraph.Store.read_only(settings["store"]), file, pyoxigraph.RdfFormat.N_TRIPLES)
    opened = Nursery({**settings, "whole": str(whole) if request.param == "memory" else ""})
    yield opened
    opened.close()


@pytest.fixture
def worker(nursery):
    one = Worker(nursery, LANE, lambda: None)
    yield one
    one.close()
    assert one.gone(10)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def nobody_called(server):
    with pytest.raises(TimeoutError):
        server.accept()
    return True


def test_it_answers_question_after_question(worker):
    for number in range(3):
        reply, body = worker.ask(HEAD, f"SELECT ?o {{ e:{number} ?p ?o }}".encode(), 10)
        assert reply == {"spent": False}
        assert json.loads(body)["results"]["bindings"][0]["o"]["value"] == str(number)


def test_an_error_does_not_end_it(worker):
    assert worker.ask(HEAD, b"SELECT", 10)[0]["error"] == "syntax"
    assert worker.ask(HEAD, b"INSERT DATA { e:a e:b e:c }", 10)[0]["error"] == "syntax"
    assert worker.ask(HEAD, b"ASK {}", 10)[0] == {"spent": False}


@linux
def test_on_linux_no_protection_is_missing(worker):
    if os.uname().machine not in {"x86_64", "aarch64"}:
        pytest.skip("no system call numbers for this machine")
    assert worker.ready() == []


@linux
@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_service_reaches_nobody_even_without_the_gate(worker, listener, silent):
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    reply, _ = worker.ask(HEAD, f"SELECT * {{ SERVICE {silent} <{url}> {{ ?a ?b ?c }} }}".encode(), 10)
    assert nobody_called(listener)
    assert silent or "error" in reply


@linux
def test_it_has_the_rights_of_the_unprivileged(worker):
    worker.ready()
    status = dict(line.split(":", 1) for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines())
    limits = Path(f"/proc/{worker.pid}/limits").read_text()
    assert status["NoNewPrivs"].strip() == "1"
    assert status["Seccomp"].strip() == "2"
    assert Path(f"/proc/{worker.pid}/oom_score_adj").read_text().strip() == "900"
    assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max file size")] == [["0", "0"]] or (
        "Max file size             0" in limits
    )
    assert "Max address space         unlimited" not in limits
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) >= 3


PROBE = """
import os, socket, subprocess
from kennisgraaf.engine import protection
print(protection.confine(0))
def attempt(call):
    try: call()
    except OSError as error: return type(error).__name__
    return "done"
print(attempt(socket.socket), attempt(socket.socketpair), attempt(lambda: os.execv("/bin/true", ["true"])),
      attempt(lambda: os.kill(os.getppid(), 0)),
      attempt(lambda: os.write(os.open("probe.txt", os.O_CREAT | os.O_WRONLY), b"x")))
"""


@linux
def test_what_it_gave_up_is_gone(tmp_path):
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{PROBE}"]
    out = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60).stdout
    assert out.splitlines() == ["[]", " ".join(["PermissionError"] * 4 + ["OSError"])]


def test_an_unknown_machine_gets_no_filter():
    assert protection.bpf("riscv64") == b""
    assert len(protection.bpf("x86_64")) % 8 == 0
    assert len(protection.bpf("aarch64")) % 8 == 0


def test_a_deadline_ends_it(nursery):
    worker = Worker(nursery, LANE, lambda: None)
    worker.ready()
    timer = threading.Timer(0.5, lambda: worker.kill_if_due(time.monotonic()))
    timer.start()
    with pytest.raises(OverdueError):
        worker.ask(HEAD, ENDLESS, 0.3)
    timer.join()
    assert not worker.alive
    worker.close()
    assert worker.gone(10)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize(
    ("name", "reason"), [("SIGKILL", KilledError), ("SIGABRT", DiedError), ("SIGALRM", OverdueError)]
)
def test_a_death_is_told_from_a_deadline(nursery, name, reason):
    worker = Worker(nursery, LANE, lambda: None)
    worker.ready()
    threading.Timer(0.3, os.kill, (worker.pid, getattr(signal, name))).start()
    with pytest.raises(reason):
        worker.ask(HEAD, ENDLESS, 100)
    worker.close()
    assert worker.gone(10)


def test_it_ends_when_whoever_asked_went_away(nursery):
    worker = Worker(nursery, LANE, lambda: None)
    worker.ready()
    timer = threading.Timer(0.3, lambda: worker.kill_if_due(time.monotonic()))
    timer.start()
    with pytest.raises(AbandonedError):
        worker.ask(HEAD, ENDLESS, 100, lambda: True)
    timer.join()
    worker.close()
    assert worker.gone(10)


def test_it_ends_when_nobody_asks_any_more(nursery):
    child = nursery.fork(LANE)
    assert frames.read(child.back)[0] == {"missing": []}
    os.close(child.to)
    with pytest.raises(EOFError):
        frames.read(child.back)
    os.close(child.back)
    code = None
    while code is None:
        code = nursery.end(child)
    assert code == 0


def test_a_store_on_disk_that_does_not_open_is_said(settings, tmp_path):
    nursery = Nursery({**settings, "store": str(tmp_path / "nothing")})
    worker = Worker(nursery, LANE, lambda: None)
    with pytest.raises(MachineError, match="does not open"):
        worker.ready()
    worker.close()
    assert worker.gone(10)
    nursery.close()


def test_data_that_cannot_be_read_into_memory_is_said(settings, tmp_path):
    whole = tmp_path / "whole.nt"
    whole.write_bytes(b"<http://e/a> nonsense")
    nursery = Nursery({**settings, "whole": str(whole)})
    with pytest.raises(MachineError, match="does not open"):
        nursery.start()
    nursery.close()


def test_a_zygote_that_was_killed_is_replaced(settings):
    nursery = Nursery(settings)
    first = Worker(nursery, LANE, lambda: None)
    first.ready()
    os.kill(nursery.pid, signal.SIGKILL)
    with pytest.raises(KilledError):
        first.ask(HEAD, ENDLESS, 100)
    second = Worker(nursery, LANE, lambda: None)
    assert second.ask(HEAD, b"ASK {}", 10)[0] == {"spent": False}
    assert first.gone(10)
    for worker in (first, second):
        worker.close()
    nursery.close()


PARENT = """
import json, sys, os
from kennisgraaf.engine.nursery import Nursery
from kennisgraaf.engine.process import Worker
worker = Worker(Nursery(json.loads(sys.argv[1])), {"seconds": 20, "megabytes": 200, "nice": 3}, lambda: None)
worker.ready()
print(worker.pid, flush=True)
worker.ask({"format": "json", "parts": False, "default": None, "named": None}, sys.argv[2].encode(), 100)
"""


@linux
def test_it_does_not_outlive_the_web_process(settings):
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path[:] = {sys.path!r}\n{PARENT}",
        json.dumps(settings),
        ENDLESS.decode(),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the worker still runs")


def test_a_message_arrives_whole_or_not_at_all():
    inside, outside = os.pipe()
    body = os.urandom(300_000)
    writer = threading.Thread(target=frames.write, args=(outside, {"é": 1}, body))
    writer.start()
    assert frames.read(inside) == ({"é": 1}, body)
    writer.join()
    os.write(outside, b"\0\0\0\x05\0")
    os.close(outside)
    with pytest.raises(EOFError):
        frames.read(inside)
    os.close(inside)


def test_writing_to_nobody_is_an_end():
    inside, outside = os.pipe()
    os.close(inside)
    with pytest.raises(EOFError):
        frames.write(outside, {})
    os.close(outside)
