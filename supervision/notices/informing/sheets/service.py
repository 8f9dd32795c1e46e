"""A sheet put into words from what is stored, set, and kept as a file."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from supervision.kernel import attachments, crypto
from supervision.kernel.clock import SHANGHAI, legal_date
from supervision.notices.informing import queries
from supervision.notices.informing.checking import rules as checking
from supervision.notices.informing.errors import InformingMoveNotAllowed
from supervision.notices.informing.models import Informing, InformingItem, InformingSheet, Undertaking
from supervision.notices.informing.places.queries import place_name
from supervision.notices.informing.queries import Whole
from supervision.notices.informing.rules import plain_number
from supervision.notices.informing.sheets import rules
from supervision.notices.informing.sheets.schemas import CheckMark, Promise, Section, Sheet, SheetItem
from supervision.notices.informing.sheets.typesetting.service import SIGNATURE, qr_code, typeset
from supervision.notices.informing.states import InformingState, SignerRole, Way

SIGNER: Final = "notices.informing.signer"
MOST_BYTES: Final = 20 << 20
PDF: Final = "application/pdf"
WORDS_SHOWN: Final = frozenset({"word", "code", "action"})


def keep_sheet(session: Session, informing: Informing, *, actor: str, now: datetime) -> InformingSheet:
    """Set the sheet as it now stands and keep the PDF; what is there already is not set again.

    Who signs at once signs what was handed out: the unsigned sheet is kept as well, also where the signature was faster.
    """
    if informing.state == InformingState.DRAFT or informing.number is None:
        raise InformingMoveNotAllowed(state=InformingState(informing.state).label, what="排版")
    whole = queries.whole(session, informing)
    kept = whole.sheets.get("issued") or _set(session, replace(whole, undertaking=None), actor=actor, now=now)
    if whole.undertaking is None:
        return kept
    return whole.sheets.get("signed") or _set(session, whole, actor=actor, now=now)


def _set(session: Session, whole: Whole, *, actor: str, now: datetime) -> InformingSheet:
    """Set one sheet and keep the file."""
    signed = whole.undertaking is not None
    finished = typeset(in_words(session, whole), signature=_signature(session, whole.undertaking), at=now)
    name = f"告知单-{plain_number(whole.informing.number or '')}{'-已签署' if signed else ''}.pdf"
    attachment = attachments.store(
        session, stream=finished.content, filename=name, now=now, uploaded_by=actor, max_bytes=MOST_BYTES, wanted=[PDF]
    )
    sheet = InformingSheet(
        informing_id=whole.informing.id,
        kind="signed" if signed else "issued",
        attachment_id=attachment.id,
        digest=attachment.sha256,
        pages=finished.pages,
        set_at=now,
    )
    session.add(sheet)
    session.flush()
    return sheet


def in_words(session: Session, whole: Whole) -> Sheet:
    """Return everything that the sheet says."""
    informing, listed = whole.informing, whole.listed
    assert informing.number is not None
    assert informing.informed_on is not None
    on = informing.informed_on
    rows = [_row(place, item) for place, item in enumerate(listed, start=1)]
    facts = [("业务种类", rules.KINDS[informing.kind]), ("登记地区", place_name(session, informing.division, on=on))]
    if informing.source_no:
        facts.append(("登记业务编号", informing.source_no))
    return Sheet(
        title=rules.TITLE,
        number=informing.number,
        authority=whole.department.name,
        informed_on=rules.day_in_words(on),
        name=informing.name,
        opening=rules.opening(kind=informing.kind, items=len(listed)),
        facts=facts,
        scope_label="经营范围",
        scope=rules.parts(informing.scope or "（未填写）", shown_spans(listed)),
        items_title=f"涉及的事项（{len(listed)} 项）",
        items=rows,
        sections=_sections(whole),
        foot=_foot(informing),
        check=check_mark(informing),
        undertaking=_promise(whole, rows) if informing.undertaking_needed else None,
    )


def shown_spans(items: list[InformingItem]) -> list[tuple[int, int]]:
    """Return the places in the scope that touch an item."""
    return [(span["start"], span["end"]) for item in items for span in item.spans if span["role"] in WORDS_SHOWN]


def check_mark(informing: Informing) -> CheckMark:
    """Return the code that leads to the public page."""
    assert informing.token_sealed is not None
    token = crypto.provider().decrypt(checking.CHECK_TOKEN, informing.token_sealed)
    address = f"{informing.check_base}/check/{checking.written(token)}"
    return CheckMark(address, checking.spelled(token), qr_code(address))


def signer_of(undertaking: Undertaking) -> str:
    """Return the signer's name, which is kept encrypted."""
    return crypto.provider().decrypt(SIGNER, undertaking.signer_sealed).decode()


def words_of(item: InformingItem) -> list[str]:
    """Return the words that caused an item, each once; words that stand side by side are one phrase."""
    phrases: list[list[dict[str, Any]]] = []
    for span in sorted((span for span in item.spans if span["role"] in WORDS_SHOWN), key=lambda span: span["start"]):
        if phrases and phrases[-1][-1]["end"] == span["start"]:
            phrases[-1].append(span)
        else:
            phrases.append([span])
    return list(dict.fromkeys("".join(span["text"] for span in phrase) for phrase in phrases))


def _row(place: int, item: InformingItem) -> SheetItem:
    key = rules.mode_key(stage=item.stage, mode=item.mode)
    basis = "；".join(part for part in (item.basis, item.mode_basis) if part)
    return SheetItem(
        place=place,
        name=item.name,
        words="、".join(words_of(item)),
        departments=[office["name"] for office in item.offices],
        mode=rules.MODES[key],
        how=rules.how(stage=item.stage, mode=item.mode),
        basis=re.sub(r"(?<=[一-鿿])第(\d+)条", r"第 \1 条", basis),
    )


def _sections(whole: Whole) -> list[Section]:
    keys = {rules.mode_key(stage=item.stage, mode=item.mode) for item in whole.listed}
    sections = []
    if whole.possible:
        named = "；".join(f"{item.name}（{'、'.join(office['name'] for office in item.offices)}）" for item in whole.possible)
        sections.append(
            Section("可能涉及的事项", [f"{named}。是否需要办理取决于实际经营内容，请在开展相应经营活动前向所列部门核实。"])
        )
    if whole.listed:
        sections.append(Section("先照后证怎样理解", rules.explanations(sorted(keys))))
    return sections


def _foot(informing: Informing) -> list[str]:
    copies = "本告知单一式两份，申请人与登记机关各执一份。"
    return [copies, f"比对依据：审批事项目录（{informing.catalogue_label}）"]


def _promise(whole: Whole, rows: list[SheetItem]) -> Promise:
    undertaken = [
        row for row, item in zip(rows, whole.listed, strict=True) if rules.asks_undertaking(stage=item.stage, mode=item.mode)
    ]
    paragraphs = rules.promises(whole.informing.number or "")
    given = whole.undertaking
    if given is None:
        return Promise(paragraphs, undertaken, rules.SIGNING_NOTES)
    day = rules.day_in_words(legal_date(given.signed_at))
    notes = [f"{Way(given.way).label}，{given.signed_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}。"]
    if given.digest:
        notes.append(f"签名文件 SHA-256：{grouped(given.digest)}")
    return Promise(
        paragraphs,
        undertaken,
        notes,
        role=SignerRole(given.role).label,
        signer=signer_of(given),
        picture=SIGNATURE if given.way == Way.SCREEN else None,
        instead={"scan": "见签署件扫描件", "refused": f"拒绝签署：{given.reason}"}.get(given.way, ""),
        day=day,
    )


def grouped(digest: str) -> str:
    """Return a digest in groups of four, as it is printed."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _signature(session: Session, undertaking: Undertaking | None) -> bytes | None:
    if undertaking is None or undertaking.way != Way.SCREEN or undertaking.attachment_id is None:
        return None
    with attachments.open_content(attachments.attachment_by_id(session, undertaking.attachment_id)) as file:
        return file.read()
