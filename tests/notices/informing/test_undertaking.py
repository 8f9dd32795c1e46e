"""Signed on the screen, handed over as a scan, or refused; kept once."""

import io
import zlib
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from supervision.kernel import attachments
from supervision.kernel.attachments.errors import ContentNotWanted
from supervision.kernel.queues.models import Job
from supervision.notices.informing.errors import InformingMoveNotAllowed
from supervision.notices.informing.models import Undertaking
from supervision.notices.informing.sheets.service import signer_of
from supervision.notices.informing.states import InformingState, SignerRole, Way
from supervision.notices.informing.undertaking import errors
from supervision.notices.informing.undertaking.features import check_signature
from supervision.notices.informing.undertaking.service import Given, undertake
from tests.factories.accounts import NOW
from tests.factories.counter import CLERK, NOTHING, chunk, picture

SCAN = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
SIGNED = Given(Way.SCREEN, SignerRole.LEGAL_REPRESENTATIVE, "沈某某", picture(), "signature.png")


def give(counter, informing, given=SIGNED, **more) -> Undertaking:
    return undertake(counter.session, informing, given, actor=CLERK, now=NOW, **more)


def test_a_signature_is_kept_with_role_time_and_digest(counter):
    informing = counter.issued()
    given = give(counter, informing)
    attachment = attachments.attachment_by_id(counter.session, given.attachment_id)
    assert (attachment.media_type, attachment.sha256) == ("image/png", given.digest)
    assert (given.role, given.signed_at, informing.state) == ("legal_representative", NOW, InformingState.UNDERTAKEN)


def test_the_signers_name_is_encrypted_and_can_be_read(counter):
    given = give(counter, counter.issued())
    assert "沈某某".encode() not in given.signer_sealed
    assert signer_of(given) == "沈某某"


def test_a_scan_is_kept_as_it_came(counter):
    informing = counter.issued()
    given = give(counter, informing, Given(Way.SCAN, SignerRole.AGENT, "沈某某", SCAN, "承诺书.pdf"))
    attachment = attachments.attachment_by_id(counter.session, given.attachment_id)
    with attachments.open_content(attachment) as file:
        assert file.read() == SCAN
    assert attachment.filename == "承诺书.pdf"


def test_a_refusal_is_noted_in_words_and_needs_no_file(counter):
    informing = counter.issued()
    with pytest.raises(errors.RefusalWithoutNote):
        give(counter, informing, Given(Way.REFUSED, SignerRole.OPERATOR, "沈某某"))
    given = give(counter, informing, Given(Way.REFUSED, SignerRole.OPERATOR, "沈某某", note="认为不需要许可"))
    assert (given.attachment_id, informing.state) == (None, InformingState.REFUSED)


def test_the_sheet_is_set_once_more(counter):
    informing = counter.issued()
    give(counter, informing)
    jobs = counter.session.scalars(select(Job.unique_key).order_by(Job.id)).all()
    assert jobs == [f"notices.set-sheet:{informing.id}:issued", f"notices.set-sheet:{informing.id}:undertaken"]


def test_a_double_click_signs_once_and_a_second_signature_is_refused(counter):
    informing, key = counter.issued(), uuid4()
    assert give(counter, informing, request_key=key).id == give(counter, informing, request_key=key).id
    with pytest.raises(errors.AlreadyUndertaken):
        give(counter, informing, request_key=uuid4())


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (Given(Way.SCAN, SignerRole.AGENT, "沈某某"), errors.SignatureMissing),
        (Given(Way.SCREEN, SignerRole.AGENT, " ", picture()), errors.SignerMissing),
        (Given(Way.SCREEN, SignerRole.AGENT, "沈某某", picture(blank=True)), errors.SignatureEmpty),
        (Given(Way.SCREEN, SignerRole.AGENT, "沈某某", b"GIF89a"), errors.SignatureUnreadable),
        (Given(Way.SCAN, SignerRole.AGENT, "沈某某", "甲,乙\n".encode(), "名单.csv"), ContentNotWanted),
    ],
)
def test_what_is_no_undertaking_is_refused_and_nothing_is_kept(counter, given, refusal):
    informing = counter.issued()
    with pytest.raises(refusal):
        give(counter, informing, given)
    assert (informing.state, counter.session.scalars(select(Undertaking)).all()) == (InformingState.ISSUED, [])


def test_without_items_nothing_is_undertaken(counter):
    with pytest.raises(errors.NoUndertakingNeeded):
        give(counter, counter.issued(NOTHING))


def test_a_draft_is_not_signed(counter):
    with pytest.raises(InformingMoveNotAllowed):
        give(counter, counter.look())


def test_an_undertaking_is_never_changed(counter):
    give(counter, counter.issued())
    with pytest.raises(DBAPIError):
        counter.session.execute(text("UPDATE notices.undertaking SET role = 'agent'"))


def test_a_picture_says_its_size():
    assert check_signature(picture(320, 120)) == (320, 120)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.SignatureUnreadable),
        (picture()[:-20], errors.SignatureUnreadable),
        (picture()[:60], errors.SignatureUnreadable),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 5) + chunk(b"IEND", b""), errors.SignatureUnreadable),
        (picture(10, 10, blank=True), errors.SignatureOutsideBounds),
        (picture(4000, 30, blank=True), errors.SignatureOutsideBounds),
        (picture(blank=True), errors.SignatureEmpty),
    ],
)
def test_what_is_no_picture_of_a_signature_is_named(content, refusal):
    with pytest.raises(refusal):
        check_signature(content)


def test_a_picture_that_unpacks_to_gigabytes_is_not_unpacked():
    huge = io.BytesIO()
    huge.write(picture(300, 100, blank=True).partition(b"IDAT")[0][:-4])
    packer = zlib.compressobj(9)
    bomb = b"".join([*(packer.compress(bytes(1 << 20)) for _megabyte in range(64)), packer.flush()])
    huge.write(chunk(b"IDAT", bomb) + chunk(b"IEND", b""))
    with pytest.raises(errors.SignatureEmpty):
        check_signature(huge.getvalue())
