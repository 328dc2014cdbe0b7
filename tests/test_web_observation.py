"""What is noted of a request, as a line and as figures."""

import json
import logging

from kennisgraaf.web.journal import Journal, Lines
from kennisgraaf.web.observation import Seen, known


def test_a_message_stays_one_line_of_ascii_whatever_is_in_it():
    seen = Seen("GET", "/a\n\u2028\x1b[2J", 200, 0.1234567, 5, "r")
    record = logging.makeLogRecord({"msg": "request\r\n{}", "levelno": logging.INFO, "seen": seen})
    line = Lines().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["ms"] == 123.46


def test_an_error_is_told_by_its_places_and_not_by_its_words():
    try:
        int("the question of somebody")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "error 12", "exc_info": (type(error), error, error.__traceback__)})
    found = json.loads(Lines().format(record))
    assert found["exception"] == "ValueError"
    assert found["at"][0].startswith("test_web_observation.py:")
    assert "question" not in json.dumps(found)


def test_the_log_takes_a_request_down(caplog):
    caplog.set_level(logging.INFO, "kennisgraaf.requests")
    Journal().begin()
    Journal().end(Seen("GET", "/", 200, 0.1, 5, "r"))
    assert [record.seen.route for record in caplog.records] == ["/"]


def test_a_method_that_nobody_knows_is_noted_as_other():
    assert [known("GET"), known("X" * 1000)] == ["GET", "OTHER"]
