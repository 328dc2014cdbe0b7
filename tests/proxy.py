"""nginx for tests: run with an example of deploy/, in front of servers that the test starts itself."""

import contextlib
import http.client
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from conftest import free_port

DEPLOY = Path(__file__).parents[1] / "deploy"
MAIN = """
daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 256; }}
http {{
  log_format ways "$upstream_addr";
  access_log {place}/ways.log ways;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  include {place}/site.conf;
}}
"""
UNCHECKED = ssl._create_unverified_context()  # noqa: S323, SLF001 - the certificate is our own


def certificate(place):
    """Make a key and a certificate that nobody trusts."""
    key, pem = place / "key", place / "pem"
    subject = ["-subj", "/CN=localhost", "-days", "1", "-keyout", key, "-out", pem]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(["openssl", "req", *kind, *subject], check=True, capture_output=True)
    return key, pem


@contextlib.contextmanager
def proxied(example, changes, certificate, place):
    """Run nginx with an example in which changes (old → new) are made; give its port for TLS."""
    if not shutil.which("nginx"):
        pytest.skip(f"SKIPPED LOUDLY: nginx is not installed, so deploy/{example} was not tried")
    tls, plain = free_port(), free_port()
    changes = {
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "/etc/ssl/kennisgraaf.pem": str(certificate[1]),
        "/etc/ssl/kennisgraaf.key": str(certificate[0]),
        **changes,
    }
    text = (DEPLOY / example).read_text()
    for old, new in changes.items():
        assert text.count(old) >= 1, old
        text = text.replace(f"write `{old}", "").replace(old, new)
    (place / "site.conf").write_text(text)
    (place / "main.conf").write_text(MAIN.format(place=place))
    command = [shutil.which("nginx"), "-p", place, "-e", place / "error.log", "-c", place / "main.conf"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            wait(tls, process)
            yield tls
        finally:
            process.terminate()
            process.wait(10)


def wait(port, process):
    """Wait until somebody listens, or say what nginx said."""
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if process.poll() is not None:
            pytest.fail(process.stderr.read().decode())
        time.sleep(0.05)
    pytest.fail("nginx does not listen")


def fetch(port, path, method="GET", body=None, **headers):
    """(status, headers, text) over TLS."""
    where = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=UNCHECKED)
    with contextlib.closing(where):
        where.request(method, path, body, headers)
        answer = where.getresponse()
        return answer.status, answer.headers, answer.read().decode()
