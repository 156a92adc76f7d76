"""The paper: a Word document on A4 that a screen reader can read. The one home of python-docx.

Goes in: headings, lines, tables and pictures in order. Comes out: bytes, the same each time: no
date, no machine, no order of a set. Headings are headings, header rows are marked, pictures and
tables carry words for who cannot see them, and no table is wider than the page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from sim.report.pack.trail import Cited, Line

WIDTH_MM: Final = 170
"""Between the margins of A4."""
MARGIN_MM: Final = 20
HEIGHT_MM: Final = 215
"""At most, of a picture, so that its caption stands beneath it."""
SHADE: Final = "E7E6E6"
FONT: Final = "Arial"
FIGURE: Final = "Figure from the run"
"""Character style of a text that a reference stands behind."""
REFERENCE: Final = "Reference"
"""Character style of a reference."""
SMALL: Final = "Table text"
TINY: Final = "Appendix text"
TWENTIETHS_PER_MM: Final = 1440 / 25.4
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip archive can hold."""


class Paper:
    """A document under way."""

    def __init__(self, *, title: str, subject: str, status: str) -> None:
        """Begin an empty document. ``status``: what stands at the head of every page."""
        self._document = Document()
        self._bookmarks = 0
        self._set_page(title, status)
        self._set_styles()
        # looked up once: by name, python-docx looks through every style each time
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._set_properties(title, subject)

    def title(self, text: str, *lines: str) -> None:
        """What stands first."""
        self._paragraph("Title").add_run(text)
        for line in lines:
            self._paragraph("Subtitle").add_run(line)

    def heading(self, text: str, level: int = 1, *, anchor: str = "") -> None:
        """A heading that a list of contents can point at."""
        paragraph = self._paragraph(f"Heading {level}")
        paragraph.add_run(text)
        if anchor:
            self._bookmark(paragraph, anchor)

    def line(self, *pieces: Any, style: str = "Normal") -> None:
        """A paragraph."""
        self._fill(self._paragraph(style), pieces)

    def bullets(self, lines: Sequence[Line]) -> None:
        """A list."""
        for line in lines:
            self.line(*line, style="List Bullet")

    def links(self, lines: Sequence[tuple[str, str]]) -> None:
        """A list of headings and their anchors."""
        for text, anchor in lines:
            self._link(self._paragraph("List Bullet"), text, anchor, "")

    def table(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Line]],
        widths: Sequence[float],
        *,
        tiny: bool = False,
        anchors: Sequence[str] = (),
    ) -> None:
        """A table with its caption above; ``widths``: in shares of the page.

        ``anchors``: for each row what references to it point at.
        """
        self._paragraph("Caption").add_run(caption)
        made = self._document.add_table(rows=0, cols=len(heads), style="Table Grid")
        sizes = [WIDTH_MM * share / sum(widths) for share in widths]
        self._shape(made, caption, sizes)
        style = TINY if tiny else SMALL
        self._row(made, [[head] for head in heads], sizes, style, head=True)
        for place, row in enumerate(rows):
            cells = self._row(made, row, sizes, style)
            if anchors:
                self._bookmark(cells[0].paragraphs[0], anchors[place])
        self._paragraph("Normal").paragraph_format.space_after = Pt(2)

    def picture(self, png: bytes, *, name: str, alt: str, caption: Line) -> None:
        """A picture that fits the page, with words for who cannot see it."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png))
        share = min(Mm(WIDTH_MM) / shape.width, Mm(HEIGHT_MM) / shape.height)
        shape.width, shape.height = Emu(shape.width * share), Emu(shape.height * share)
        about = shape._inline.docPr
        about.set("descr", alt)
        about.set("title", name)
        self.line(*caption, style="Caption")

    def bytes(self) -> bytes:
        """The file."""
        written = io.BytesIO()
        self._document.save(written)
        return without_dates(written.getvalue())

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._ids[style]
        return paragraph

    def _row(
        self,
        table: Any,
        cells: Sequence[Line],
        sizes: Sequence[float],
        style: str,
        head: bool = False,
    ) -> Any:
        row = table.add_row()
        marks = row._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if head:
            marks.append(OxmlElement("w:tblHeader"))
        for cell, line, size in zip(row.cells, cells, sizes, strict=True):
            cell.width = Mm(size)
            paragraph = cell.paragraphs[0]
            paragraph._p.style = self._ids[style]
            self._fill(paragraph, line)
            if head:
                _shade(cell)
                for run in paragraph.runs:
                    run.bold = True
        return row.cells

    def _fill(self, paragraph: Paragraph, pieces: Line) -> None:
        for piece in pieces:
            if isinstance(piece, Cited):
                paragraph.add_run(piece.text)._r.style = self._ids[FIGURE]
                self._link(paragraph, f"\N{NO-BREAK SPACE}[{piece.reference}]", piece.reference)
            else:
                paragraph.add_run(piece)

    def _link(self, paragraph: Paragraph, text: str, anchor: str, style: str = REFERENCE) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        run = paragraph.add_run(text)
        if style:
            run._r.style = self._ids[style]
        link.append(run._r)
        paragraph._p.append(link)

    def _bookmark(self, paragraph: Paragraph, anchor: str) -> None:
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), anchor)
        place = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(place, start)
        paragraph._p.append(end)

    def _shape(self, table: Any, caption: str, sizes: Sequence[float]) -> None:
        """Fixed widths, and what a screen reader says of it."""
        table.autofit = False
        marks = table._tbl.tblPr
        width = marks.find(qn("w:tblW"))
        width.set(qn("w:type"), "dxa")
        width.set(qn("w:w"), str(_twentieths(sum(sizes))))
        look = marks.find(qn("w:tblLook"))
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1")):
            look.set(qn(f"w:{name}"), value)
        for name in ("w:tblCaption", "w:tblDescription"):
            told = OxmlElement(name)
            told.set(qn("w:val"), caption)
            marks.append(told)
        for column, size in zip(table._tbl.tblGrid.gridCol_lst, sizes, strict=True):
            column.w = Mm(size)

    def _set_page(self, title: str, status: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        head.text = status
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run(f"{title}. {status}. Page ")
        _field(foot, "PAGE")
        foot.add_run(" of ")
        _field(foot, "NUMPAGES")

    def _set_styles(self) -> None:
        styles = self._document.styles
        _language(styles)
        sizes: dict[str, float] = {
            "Normal": 11,
            "List Bullet": 11,
            "Caption": 10,
            "Header": 9,
            "Footer": 9,
        }
        sizes |= {"Title": 22, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11}
        for name, size in sizes.items():
            _look(styles[name], size)
        styles["Caption"].paragraph_format.keep_with_next = True
        for name, size in ((SMALL, 8.5), (TINY, 7.5)):
            small = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            small.base_style = styles["Normal"]
            _look(small, size)
            small.paragraph_format.space_after = Pt(0)
        figure = styles.add_style(FIGURE, WD_STYLE_TYPE.CHARACTER)
        figure.font.name = FONT
        reference = styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER)
        reference.font.size = Pt(7)
        reference.font.color.rgb = RGBColor(0x40, 0x40, 0x40)

    def _set_properties(self, title: str, subject: str) -> None:
        told = self._document.core_properties
        told.title, told.subject, told.language = title, subject, "en-GB"
        told.author, told.comments, told.keywords = "Story Lanes", "", ""
        told.revision = 1
        # no dates, and nobody's name but the software's
        for child in list(told._element):
            if child.tag.rsplit("}")[-1] in ("created", "modified", "lastModifiedBy"):
                told._element.remove(child)


def without_dates(archive: bytes) -> bytes:
    """The same archive with one date on every file in it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            dated = zipfile.ZipInfo(name, LONG_AGO)
            dated.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(dated, old.read(name))
    return made.getvalue()


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _look(style: Any, size: float) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # a theme's font would go before the one that is named
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _language(styles: Any) -> None:
    defaults = styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _twentieths(mm: float) -> int:
    return round(mm * TWENTIETHS_PER_MM)
