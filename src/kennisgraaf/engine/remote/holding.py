"""What an engine of others says that it holds of ours: its register, read over the wire."""

from kennisgraaf.engine import register
from kennisgraaf.engine.limits import Limits
from kennisgraaf.engine.register import Register
from kennisgraaf.engine.remote.wire import Question, Wire
from kennisgraaf.errors import AddressError, LimitError, UnavailableError, UnsupportedError

_WRONG = "Is that the address of a SPARQL endpoint?"


def read(wire: Wire, url: str, limits: Limits) -> Register:
    """Return the register of the engine at a URL. UnavailableError: it does not answer, or not as it should."""

    def ask(text: str) -> bytes:
        return wire.ask(Question("SELECT", text), limits.seconds).body

    try:
        return register.read(ask)
    except UnsupportedError as error:
        told = f"{url} does not answer as a SPARQL engine. {error.what}"
        raise AddressError(told, fix=_WRONG) from error
    except LimitError as error:
        raise UnavailableError(f"{url} does not answer. {error.what}", fix="Is the engine running?") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise AddressError(f"{url} answered what nobody can read.", fix=_WRONG) from error
