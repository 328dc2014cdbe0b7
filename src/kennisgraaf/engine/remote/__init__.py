"""The same application on an engine of others: everything above this floor cannot tell which one answers.

A query passes the gate as always and has its syntax checked by a worker of ours; it is sent with the names that our
graphs bear in the engine, and what comes back is read whole by a worker and written as our own answers are.
"""

from kennisgraaf.engine import Engine
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.register import Register
from kennisgraaf.release import Release


def open_remote(url: str, release: Release, limits: Limits | None = None, *, waiting: bool = False) -> Engine:
    """Return an engine that answers from a release in the engine at a URL, published there with `publish --to URL`.

    The account is in the environment: KENNISGRAAF_ENGINE_USER and KENNISGRAAF_ENGINE_PASSWORD, or
    KENNISGRAAF_ENGINE_TOKEN; KENNISGRAAF_ENGINE_CA names a file with certificates to trust. waiting: to come up
    also while the engine cannot be reached.
    KennisgraafError: the URL or the settings are wrong. NotFound: the engine does not hold the release.
    UnavailableError: it cannot be reached, refuses us, or answers nonsense.
    """
    from kennisgraaf.engine.remote.engine import RemoteEngine  # noqa: PLC0415 - httpx only for who needs it

    opened = RemoteEngine(url, release, limits or Limits())
    try:
        opened.start(waiting=waiting)
    except BaseException:
        opened.close()
        raise
    return opened


def holdings(url: str, limits: Limits | None = None) -> Register:
    """Return what the engine at a URL holds of ours. UnavailableError: it does not answer, or not as it should."""
    from kennisgraaf.engine.remote.access import Access  # noqa: PLC0415
    from kennisgraaf.engine.remote.holding import read  # noqa: PLC0415
    from kennisgraaf.engine.remote.wire import Wire  # noqa: PLC0415

    wire = Wire(Access.find(url), limits or Limits())
    try:
        return read(wire, url, limits or Limits())
    finally:
        wire.close()
