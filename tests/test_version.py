"""Version numbers: what is one, and what is none."""

import pytest

from kennisgraaf import version


@pytest.mark.parametrize(
    ("text", "numbers", "final"),
    [
        ("0.1.0", (0, 1, 0), True),
        ("10.20.30", (10, 20, 30), True),
        ("1.0.0-rc.1", (1, 0, 0), False),
        ("1.0.0+build", (1, 0, 0), False),
        ("1.0", (), True),
        ("01.0.0", (), True),
        ("v1.0.0", (), True),
        ("1.0.0\n", (), True),
        ("١.0.0", (), True),
    ],
)
def test_a_version_has_three_numbers_and_a_final_one_nothing_else(text, numbers, final):
    assert version.parse(text) == numbers
    assert version.parse(text, final=True) == (numbers if final else ())
