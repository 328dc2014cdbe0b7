"""A composition as a Word document (ECMA-376): for who goes on writing.

It can be read aloud and walked through by its headings: real heading styles, the language of the text set, the first
row of each table marked as its heading and repeated on each page. The same composition gives the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as Text
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from kennisgraaf.composition.composition import Composition
from kennisgraaf.composition.wording import levels, licence, made, plain, title, words

_ACCENT, _SHADE = RGBColor(0x0B, 0x5A, 0x63), "E2EEEE"
_MOST = 25  # rows of the table of overlaps
_TONGUES = {"nl": "nl-NL", "en": "en-GB"}
_FIRST = (1980, 1, 1, 0, 0, 0)  # the oldest moment that a zip can hold


def write(composed: Composition) -> bytes:
    """Return the document."""
    text = Document()
    _dress(text, composed)
    text.add_heading(plain(title(composed)), 0)
    text.add_paragraph(made(composed))
    for line in composed.choice.note.splitlines():
        text.add_paragraph(plain(line))
    for part in (_things, _details, _overlaps, _hanging, _sources, _about):
        part(text, composed)
    return _fixed(text)


def _dress(text: Text, composed: Composition) -> None:
    """Set page, fonts, language, properties and the line at the foot of each page."""
    section = text.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = text.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2"):
        text.styles[name].font.color.rgb = _ACCENT
        text.styles[name].font.name = "Calibri"
    _speak(text, _TONGUES[composed.lang])
    about = text.core_properties
    about.title, about.author, about.language = plain(title(composed)), "Kennisgraaf", _TONGUES[composed.lang]
    about.comments, about.last_modified_by = made(composed), "Kennisgraaf"
    about.created = about.modified = composed.built.replace(tzinfo=None)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{plain(title(composed))} · {words(composed.lang)['page']} ")
    _field(foot, "PAGE")


def _speak(text: Text, tongue: str) -> None:
    """Set the language of all text, for spelling and for reading aloud (WCAG 3.1.1)."""
    for found in text.styles.element.iter(qn("w:lang")):
        for name in ("w:val", "w:eastAsia"):
            found.set(qn(name), tongue)
    properties = text.styles["Normal"].element.get_or_add_rPr()
    own = OxmlElement("w:lang")
    own.set(qn("w:val"), tongue)
    properties.append(own)


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that the word processor fills in."""
    run = paragraph.add_run()
    for kind, content in (("begin", ""), ("", name), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = content
        run._r.append(element)  # noqa: SLF001 - the library has no fields


def _things(text: Text, composed: Composition) -> None:
    said = words(composed.lang)
    text.add_heading(said["things"], 1)
    rows = [(composed.stock.code(iri), composed.name(iri), levels(composed, iri)) for iri in composed.choice.things]
    _table(text, (said["code"], said["thing"], said["level"]), rows, (2, 9, 5.6))


def _details(text: Text, composed: Composition) -> None:
    said = words(composed.lang)
    text.add_heading(said["details"], 1)
    for iri in composed.choice.things:
        text.add_heading(plain(" ".join((composed.stock.code(iri), composed.name(iri))).strip()), 2)
        if at := levels(composed, iri):
            text.add_paragraph(f"{said['level']}: {plain(at)}")
        if definition := composed.text("definition", iri):
            text.add_paragraph(plain(definition))
        for role, lines in composed.indicators(iri):
            text.add_paragraph().add_run(f"{said[role]}:").bold = True
            _bullets(text, lines)


def _overlaps(text: Text, composed: Composition) -> None:
    said = words(composed.lang)
    text.add_heading(said["overlap"], 1)
    if not composed.overlaps:
        text.add_paragraph(said["overlap_none"])
        return
    text.add_paragraph(said["overlap_about"])
    heads = tuple(said[name] for name in ("bearer", "kind", "shared", "missing", "extra", "likeness"))
    rows = [
        [
            composed.full(one.bearer),
            composed.name(one.bearer.kind),
            *map(str, composed.numbers(one)),
            f"{one.percentage} %",
        ]
        for one in composed.overlaps[:_MOST]
    ]
    _table(text, heads, rows, (5.4, 3.4, 1.8, 2.1, 1.8, 2.1))
    if len(composed.overlaps) > _MOST:
        text.add_paragraph(said["overlap_more"].format(number=len(composed.overlaps) - _MOST))


def _hanging(text: Text, composed: Composition) -> None:
    for role, found in composed.hanging.items():
        text.add_heading(words(composed.lang)[role], 1)
        _bullets(text, (_with(composed, iri, things) for iri, things in found.items()))


def _with(composed: Composition, iri: str, things: Iterable[str]) -> str:
    return f"{composed.name(iri)} ({', '.join(composed.short(thing) for thing in things)})"


def _sources(text: Text, composed: Composition) -> None:
    if composed.sources:
        text.add_heading(words(composed.lang)["sources"], 1)
        _bullets(text, (composed.text("citation", iri) or composed.name(iri) for iri in composed.sources))


def _about(text: Text, composed: Composition) -> None:
    said = words(composed.lang)
    text.add_heading(said["about"], 1)
    _link(text.add_paragraph(f"{said['link']}: "), composed.link)
    text.add_paragraph(made(composed))
    text.add_paragraph(licence(composed))


def _bullets(text: Text, lines: Iterable[str]) -> None:
    style = text.styles["List Bullet"].style_id
    for line in lines:
        text.add_paragraph(plain(line))._p.style = style  # noqa: SLF001 - by name the library seeks it each time


def _table(text: Text, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
    """Add a table; widths are in centimetres."""
    table = text.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library cannot mark a heading
    for cell, name in zip(head.cells, heads, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
        _shade(cell)
    for row in rows:
        cells = table.add_row().cells
        for cell, content in zip(cells, row, strict=True):
            cell.text = plain(content)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    text.add_paragraph()


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", _SHADE)):
        shade.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - the library has no colour for cells


def _link(paragraph: Paragraph, address: str) -> None:
    """Add an address that can be followed."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(address)
    run.font.underline, run.font.color.rgb = True, _ACCENT
    link.append(run._r)  # noqa: SLF001 - the library reads links and does not make them
    paragraph._p.append(link)  # noqa: SLF001


def _fixed(text: Text) -> bytes:
    """Return the file with the same moment at each of its parts, so that equal documents are equal bytes."""
    made_, fixed = io.BytesIO(), io.BytesIO()
    text.save(made_)
    with zipfile.ZipFile(made_) as before, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _FIRST)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return fixed.getvalue()
