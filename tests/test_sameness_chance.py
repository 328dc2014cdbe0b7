"""Sameness where no case looks: shapes and data by chance; our engine finds what pyshacl finds."""

import logging

import pytest
from hypothesis import HealthCheck, given, note, settings

from kennisgraaf import validation
from shacl import chance
from shacl.alike import differences, outcome, reference


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Keep rdflib from printing each ill-typed literal that chance made."""
    log = logging.getLogger("rdflib.term")
    log.disabled = True
    yield
    log.disabled = False


@pytest.mark.filterwarnings("ignore:Serializing weird numerical")
@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=chance.data(), shapes=chance.shapes())
def test_two_engines_agree_on_shapes_and_data_by_chance(data, shapes):
    ours, theirs = (outcome(engine, data, shapes) for engine in (validation.validate, reference))
    found = differences(ours, theirs) if theirs is not None else []  # where pyshacl gives up, ours may have an answer
    if found:
        note(shapes.serialize(format="turtle"))
        note(data.serialize(format="turtle"))
    assert found == []
