"""The sheet as a PDF: its text is read back, and every font is in the file."""

import io

import pytest
from pypdf import PdfReader

from supervision.kernel import attachments
from supervision.notices.informing.sheets.service import keep_sheet
from supervision.notices.informing.states import SignerRole, Way
from supervision.notices.informing.undertaking.service import Given, undertake
from tests.factories.accounts import NOW
from tests.factories.counter import CLERK, NOTHING, picture


def opened(sheet, session) -> PdfReader:
    attachment = attachments.attachment_by_id(session, sheet.attachment_id)
    assert attachment.sha256 == sheet.digest
    with attachments.open_content(attachment) as file:
        return PdfReader(io.BytesIO(file.read()))


def text_of(reader: PdfReader) -> str:
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def fonts_of(reader: PdfReader):
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            yield from (child.get_object() for child in font.get_object()["/DescendantFonts"])


def images_of(reader: PdfReader) -> list:
    objects = [item.get_object() for page in reader.pages for item in page["/Resources"].get("/XObject", {}).values()]
    return [item for item in objects if item["/Subtype"] == "/Image"]


@pytest.fixture
def sheet(counter):
    informing = counter.issued()
    return informing, keep_sheet(counter.session, informing, actor=CLERK, now=NOW)


def test_the_text_of_the_sheet_can_be_read_back(counter, sheet):
    informing, kept = sheet
    text = text_of(opened(kept, counter.session))
    for words in (
        "行政许可（备案）事项告知单",
        informing.number,
        informing.name,
        "2026年11月18日",
        "承诺书",
        "先照后证怎样理解",
    ):
        assert words in text
    for item in counter.whole(informing).listed:
        assert item.name in text
        assert "".join(item.basis.split())[:6] in text


def test_every_font_is_in_the_file(counter, sheet):
    fonts = list(fonts_of(opened(sheet[1], counter.session)))
    assert {str(font["/BaseFont"]).split("+")[1] for font in fonts} >= {"NotoSerifSC-Regular", "NotoSansSC-Regular"}
    assert all({"/FontFile3", "/FontFile2"} & set(font["/FontDescriptor"]) for font in fonts)


def test_the_sheet_is_a4_and_says_how_many_pages_it_has(counter, sheet):
    reader = opened(sheet[1], counter.session)
    assert [round(float(page.mediabox.width)) for page in reader.pages] == [595] * len(reader.pages)
    assert [round(float(page.mediabox.height)) for page in reader.pages] == [842] * len(reader.pages)
    assert len(reader.pages) == sheet[1].pages == 2
    assert "共2页" in text_of(reader)


def test_the_sheet_is_set_once(counter, sheet):
    informing, kept = sheet
    assert keep_sheet(counter.session, informing, actor=CLERK, now=NOW).id == kept.id


def test_without_items_the_sheet_says_so_and_asks_for_no_undertaking(counter):
    informing = counter.issued(NOTHING)
    text = text_of(opened(keep_sheet(counter.session, informing, actor=CLERK, now=NOW), counter.session))
    assert "未发现须另行取得许可" in text
    assert "承诺书" not in text.replace("不需要签署承诺书", "")
    assert not informing.undertaking_needed


def test_the_signed_sheet_holds_the_signature(counter, sheet):
    informing, kept = sheet
    given = Given(Way.SCREEN, SignerRole.AGENT, "沈某某", picture(), "signature.png")
    undertaking = undertake(counter.session, informing, given, actor=CLERK, now=NOW)
    signed = keep_sheet(counter.session, informing, actor=CLERK, now=NOW)
    reader = opened(signed, counter.session)
    text = text_of(reader)
    assert (signed.kind, signed.id != kept.id) == ("signed", True)
    assert "委托代理人" in text
    assert "沈某某" in text
    assert undertaking.digest in text.replace(" ", "")
    assert len(images_of(reader)) == len(images_of(opened(kept, counter.session))) + 1


def test_a_signature_that_is_faster_than_the_setting_leaves_both_sheets(counter):
    informing = counter.issued()
    undertake(counter.session, informing, Given(Way.SCREEN, SignerRole.AGENT, "沈某某", picture()), actor=CLERK, now=NOW)
    assert keep_sheet(counter.session, informing, actor=CLERK, now=NOW).kind == "signed"
    assert set(counter.whole(informing).sheets) == {"issued", "signed"}


def test_strange_words_are_words_and_nothing_else(counter):
    strange = '许可项目：餐饮服务 #panic() *x* $y$ "z" \\ 𠮷〇①℃'
    informing = counter.issued(strange, name="云汀“#试例”食品有限公司")
    text = text_of(opened(keep_sheet(counter.session, informing, actor=CLERK, now=NOW), counter.session))
    assert "#panic()*x*$y$" in text
    assert "“#试例”" in text
    assert "〓代替字库未收的字：U+20BB7" in text
