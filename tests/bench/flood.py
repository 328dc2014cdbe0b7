"""How many light queries a second over eight connections, no two alike; `wrk` asks where it is installed.

A client in Python takes as much of the processor as the server, so without wrk the figures say less; the table then
says so.
"""

import json
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from bench.client import accept, request
from bench.peer import Peer

CONNECTIONS = 8
_SCRIPT = """\
local number, requests = 0, {{}}
function setup(thread)
  thread:set("number", number)
  number = number + 1
end
function init(args)
  local index = 0
  for line in io.lines("{file}") do
    if index % {threads} == number then
      local target, accept = line:match("^(%S+) (%S+)$")
      requests[#requests + 1] = wrk.format("GET", target, {{["Accept"] = accept}})
    end
    index = index + 1
  end
  position = 0
end
function request()
  position = position % #requests + 1
  return requests[position]
end
function done(summary, latency, _)
  local wrong = summary.errors
  print(string.format('RESULT {{"done": %d, "seconds": %f, "refused": %d, "broken": %d, "p50": %f, "p99": %f}}',
    summary.requests, summary.duration / 1e6, wrong.status, wrong.connect + wrong.read + wrong.write + wrong.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Flood:
    """What one peer managed: answers a second, latencies in ms, how many requests went wrong.

    cost is the processor time for one answer in ms, which stays the same on a busy machine.
    """

    rate: float
    p50: float
    p99: float
    wrong: int
    cost: float = 0


def client() -> str:
    """Return what asks."""
    return "wrk" if shutil.which("wrk") else "Python threads (no wrk here, so the client limits the figures)"


def flood(peer: Peer, asked: list[tuple[str, str]], seconds: float) -> Flood:
    """Ask (query, form) after (query, form) for some seconds; when they run out, from the beginning."""
    before = peer.processor()
    found = (_by_wrk if shutil.which("wrk") else _by_threads)(peer, asked, seconds)
    return replace(found, cost=(peer.processor() - before) * 1e3 / max(1.0, found.rate * seconds))


def _by_wrk(peer: Peer, asked: list[tuple[str, str]], seconds: float) -> Flood:
    threads = 2 if len(asked) > 1 else 1
    with tempfile.TemporaryDirectory() as folder:
        targets, script = Path(folder) / "targets", Path(folder) / "flood.lua"
        heads = (request(peer.port, peer.path, query, form).split(b" ", 2)[1].decode() for query, form in asked)
        lines = [f"{head} {accept(form)}\n" for head, (_, form) in zip(heads, asked, strict=True)]
        targets.write_text("".join(lines), encoding="ascii")
        script.write_text(_SCRIPT.format(file=targets, threads=threads), encoding="ascii")
        command = ["wrk", "-t", str(threads), "-c", str(CONNECTIONS), "-d", f"{max(1, round(seconds))}s"]
        command += ["--timeout", "30s", "-s", str(script), f"http://127.0.0.1:{peer.port}/"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = json.loads(told.partition("RESULT ")[2].partition("\n")[0])
    return Flood(found["done"] / found["seconds"], found["p50"], found["p99"], found["refused"] + found["broken"])


def _by_threads(peer: Peer, asked: list[tuple[str, str]], seconds: float) -> Flood:
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        jobs = [threads.submit(_ask, peer, asked[n::CONNECTIONS] or asked, until) for n in range(CONNECTIONS)]
        found = [reply for job in jobs for reply in job.result()]
    times = sorted(took * 1e3 for status, took in found if status == 200)
    wrong = len(found) - len(times)
    return Flood(len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100], wrong)


def _ask(peer: Peer, asked: list[tuple[str, str]], until: float) -> list[tuple[int, float]]:
    found = []
    messages = [request(peer.port, peer.path, query, form) for query, form in asked]
    with peer.client() as client:
        while time.perf_counter() < until:
            reply = client.send(messages[len(found) % len(messages)])
            found.append((reply.status, reply.seconds))
    return found
