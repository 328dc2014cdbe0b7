"""Layouts: every box has its text, none lies on another, and the same rows give the same picture."""

from itertools import combinations

import pytest

from kennisgraaf import pictures
from kennisgraaf.engine import Term
from kennisgraaf.errors import NotFound
from kennisgraaf.pictures import Box, Column, Content, Node, Panel, Words
from kennisgraaf.pictures.measure import width, wrap

LONG = "Kwesties die te maken hebben met de beroepsrollen van de sociaal werker maatschappelijke ondersteuning"
HOSTILE = [
    "<script>alert(1)</script>",
    "a" * 500,
    "woord " * 90,
    "]]>&amp;\"'",
    "\u202eomgekeerd",
    "",
    "社会福祉" * 30,
    "\x00\x08",
]
LAYOUTS = {"steps": 5, "layers": 4, "poles": 4, "around": 4}
NAMES = ["kort", LONG, "onderwijs/opbouwwerk-in-de-wijk", *HOSTILE]


def columns(number, below=()):
    return tuple(
        Column(
            f"v{at}",
            {"nl": f"Kolom {at} {LONG}", "en": f"Column {at}"},
            {"nl": LONG, "en": "note"} if at else {},
            below=at in below,
        )
        for at in range(number)
    )


def node(at, column):
    """A node whose name may be hostile, and is its own all the same."""
    return Node(" ".join(f"{column}-{at} {NAMES[at % len(NAMES)]}".split()), f"https://example.org/{column}/{at}")


def content(number, rows, *, gaps=True):
    """Rows with groups that repeat, and with empty places."""
    found = []
    for at in range(rows):
        row = [node(at // 7, 0), node(at // 3, 1), *(node(at * 3 % (5 + at), column) for column in range(2, number))]
        if gaps and at % 4 == 3:
            row[-1] = None
        if gaps and at % 5 == 4:
            row[2] = None
        found.append(tuple(row))
    return Content(columns(number), found, subject=Node(LONG, "https://example.org/it"))


def area(part):
    if isinstance(part, Box):
        return part.x, part.y, part.x + part.width, part.y + part.height
    wide = max((width(line, part.size, bold=part.look.startswith("head")) for line in part.lines), default=0)
    return part.x, part.y, part.x + wide, part.y + part.height


def overlapping(drawing):
    """Pairs of boxes and words that lie on each other by more than a hair."""
    parts = [(area(part), part) for part in drawing.parts if isinstance(part, Box | Words)]
    found = []
    for (here, one), (there, other) in combinations(parts, 2):
        (left, top, right, bottom), (west, north, east, south) = here, there
        if min(right, east) - max(left, west) > 0.6 and min(bottom, south) - max(top, north) > 0.6:
            found.append((one.node, other.node))
    return found


@pytest.mark.parametrize("text", [*NAMES, "Sociaal-maatschappelijk dienstverlener", "i" * 300, "W" * 300])
@pytest.mark.parametrize("most", [40, 126, 300])
def test_every_line_fits(text, most):
    assert all(width(line, 14) <= most for line in wrap(text, most, 14))
    assert len(wrap(text, most, 14, 3)) <= 3


def test_what_is_cut_off_says_so_and_what_fits_is_whole():
    assert wrap("een twee drie", 60, 14, 1)[-1].endswith("…")
    assert " ".join(wrap(LONG, 150, 14, 20)) == LONG


def test_a_wide_word_breaks_at_its_own_hyphen_or_slash():
    assert wrap("opdrachtgever/financier", 120, 14)[0] == "opdrachtgever/"
    assert wrap("deskundigheidsbevordering", 120, 14)[0].endswith("-")


@pytest.mark.parametrize(("text", "bold"), [("Onderwijsopbouwwerk", False), ("ZELFORGANISATIE – CIVIL SOCIETY", True)])
def test_a_text_is_measured_about_as_wide_as_browsers_draw_it(text, bold):
    measured = {"Onderwijsopbouwwerk": 133, "ZELFORGANISATIE – CIVIL SOCIETY": 247}[text]  # Liberation Sans, 14 px
    assert measured <= width(text, 14, bold=bold) <= measured * 1.25


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("rows", [1, 2, 12, 40])
@pytest.mark.parametrize("gaps", [True, False])
def test_nothing_lies_on_anything_else(layout, rows, gaps):
    drawing = pictures.draw(layout, content(LAYOUTS[layout], rows, gaps=gaps))
    assert overlapping(drawing) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_lies_within_the_picture(layout):
    drawing = pictures.draw(layout, content(LAYOUTS[layout], 40))
    for part in drawing.parts:
        if isinstance(part, Box | Words):
            left, top, right, bottom = area(part)
            assert left >= 0
            assert top >= -0.1
            assert right <= drawing.width + 1
            assert bottom <= drawing.height


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_text_is_smaller_than_12_pixels(layout):
    drawing = pictures.draw(layout, content(LAYOUTS[layout], 20))
    assert min(part.size for part in drawing.parts if isinstance(part, Box | Words)) >= 12


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_lines_of_a_box_stay_inside_it(layout):
    for box in pictures.draw(layout, content(LAYOUTS[layout], 40)).boxes:
        bold = box.look.startswith("strong")
        assert all(width(line, box.size, bold=bold) <= box.width for line in box.lines)
        assert all(box.y < y < box.bottom for _, y, _ in box.texts())


@pytest.mark.parametrize("layout", ["steps", "layers", "poles"])
def test_a_picture_has_the_nodes_of_its_rows(layout):
    given = content(LAYOUTS[layout], 20, gaps=False)
    drawn = set(pictures.draw(layout, given).nodes)
    assert drawn == {node for row in given.rows for node in row}


@pytest.mark.parametrize("layout", ["layers", "poles"])
def test_the_reading_order_is_that_of_the_rows(layout):
    given = content(LAYOUTS[layout], 6, gaps=False)
    assert pictures.draw(layout, given).nodes == list(dict.fromkeys(node for row in given.rows for node in row))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_rows_give_the_same_picture(layout):
    one, other = (pictures.draw(layout, content(LAYOUTS[layout], 30)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_rows_give_a_picture_without_boxes_or_errors(layout):
    drawing = pictures.draw(layout, Content(columns(LAYOUTS[layout]), []))
    assert drawing.height >= 0
    assert len(drawing.boxes) <= 1


@pytest.mark.parametrize("layout", ["steps", "layers", "poles"])
def test_a_picture_is_bounded_and_says_how_much_more_there_is(layout):
    given = content(LAYOUTS[layout], 300)
    drawing = pictures.draw(layout, given)
    every = {node for row in given.rows for node in row if node}
    last = drawing.parts[-1]
    assert len(every) > 300
    assert len(drawing.nodes) <= pictures.MOST
    assert isinstance(last, Words)
    assert last.href == "#tabel"
    assert str(len(every) - len(drawing.nodes)) in last.lines[0]


def test_around_shows_a_few_of_each_relation_and_how_many_more():
    relation = Node("heeft deel", "https://example.org/p")
    rows = [(relation, node(at, 1), None, None) for at in range(300)]
    drawing = pictures.draw("around", Content(columns(4), rows, "en", subject=Node("it")))
    assert len(drawing.boxes) == 7
    assert [part.lines for part in drawing.parts if isinstance(part, Words) and part.href] == [("and 294 more",)]


def test_around_draws_a_circle_of_relations_once_each():
    relation = Node("kent", "https://example.org/p")
    one, other = Node("een", "https://example.org/1"), Node("ander", "https://example.org/2")
    rows = [(relation, one, relation, other), (relation, other, relation, one), (relation, one, relation, one)]
    drawing = pictures.draw("around", Content(columns(4), rows, subject=Node("zelf")))
    assert overlapping(drawing) == []
    assert len(drawing.boxes) == 6


def test_layers_joins_what_stands_in_one_row_and_keeps_circles_apart():
    one, other = Node("een", "https://example.org/1"), Node("ander", "https://example.org/2")
    drawing = pictures.draw("layers", Content(columns(2), [(one, other), (other, one), (one, one)]))
    assert len(drawing.boxes) == 4
    assert sum(part.kind == "line" for part in drawing.parts) == 3


def test_layers_puts_a_column_below_another_one():
    given = [(Node("a"), None, Node("x")), (None, Node("b"), Node("x")), (None, Node("c"), Node("y"))]
    drawing = pictures.draw("layers", Content(columns(3, below=(1,)), given))
    places = {box.node.text: box for box in drawing.boxes}
    assert places["a"].x == places["b"].x == places["c"].x
    assert places["a"].bottom < places["b"].y
    assert overlapping(drawing) == []


def test_lines_of_layers_run_between_boxes_and_never_behind_one():
    drawing = pictures.draw("layers", content(4, 30, gaps=False))
    edges = {round(side, 1) for box in drawing.boxes for side in (box.x, box.right)}
    for part in drawing.parts:
        if part.kind == "line":
            start, end = part.path[1:].split("C")[0].split()[0], part.path.split()[-2]
            assert {float(start), float(end)} <= edges
            assert not any(float(start) + 1 < box.x + 1 < box.right < float(end) for box in drawing.boxes)


def test_panels_lie_behind_everything():
    for layout in ("steps", "poles"):
        parts = pictures.draw(layout, content(LAYOUTS[layout], 9)).parts
        last = max(at for at, part in enumerate(parts) if isinstance(part, Panel))
        assert last < min(at for at, part in enumerate(parts) if isinstance(part, Box))


def test_rows_become_nodes_with_names_codes_and_languages():
    plan = (Column("thing", {}, {}, code="code"), Column("note", {}, {}))
    rows = [
        {
            "thing": Term("iri", "https://example.org/a"),
            "code": Term("literal", "4B"),
            "note": Term("literal", "x", "en"),
        }
    ] * 2
    found = pictures.read(plan, rows, lambda iri: ("naam\n\x00 hier", "nl"), "nl")
    assert found.rows == [(Node("4B naam hier", "https://example.org/a", "nl"), Node("x", "", "en"))]


def test_every_plan_has_words_in_both_languages_and_a_layout():
    for plan in pictures.plans().values():
        assert plan.layout in LAYOUTS
        for texts in (plan.title, plan.lead, *(column.title for column in plan.columns)):
            assert {"nl", "en"} <= texts.keys()
        assert all({"nl", "en"} <= column.note.keys() for column in plan.columns if column.note)


def test_an_unknown_picture_names_its_neighbours():
    with pytest.raises(NotFound, match="ladderr"):
        pictures.find(pictures.plans(), "wmo-ladderr")


def test_one_step_around_fits_the_width_on_both_sides():
    rows = [(node(at // 4, 0), node(at, 1), None, None) for at in range(24)]
    drawing = pictures.draw("around", Content(columns(4), rows, subject=Node("it")))
    assert min(box.x for box in drawing.boxes) >= 0
    assert max(box.right for box in drawing.boxes) <= drawing.width
    assert overlapping(drawing) == []
