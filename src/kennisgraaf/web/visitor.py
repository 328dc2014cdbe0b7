"""Who asks, as the engine wants to know it: whose share of the workers' time it is, and whether anybody still waits."""

from flask import request

from kennisgraaf.engine import Client
from kennisgraaf.web.front import GONE, HURRY


def client() -> Client:
    """Return who sent the request that is being answered."""
    return Client(request.remote_addr or "", request.environ.get(GONE), request.environ.get(HURRY))
