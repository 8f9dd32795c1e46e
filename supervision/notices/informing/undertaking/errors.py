"""What may be refused about an undertaking."""

from supervision.kernel.errors import Conflict, DomainError


class NoUndertakingNeeded(DomainError):
    """The sheet lists nothing that an applicant undertakes."""

    code = "notices.informing.no_undertaking_needed"
    message = "这份告知单没有需要承诺的事项"
    remedy = "不需要签署，直接交付告知单"


class AlreadyUndertaken(Conflict):
    """The undertaking of the sheet was given before."""

    code = "notices.informing.already_undertaken"
    message = "这份告知单的承诺已经登记"
    remedy = "需要更改的，作废后重新告知"


class SignatureEmpty(DomainError):
    """The picture shows nothing."""

    code = "notices.informing.signature_empty"
    message = "签名是空白的"
    remedy = "请申请人在框内签名，再提交"


class SignatureUnreadable(DomainError):
    """The file is no picture of a signature."""

    code = "notices.informing.signature_unreadable"
    message = "签名图片无法读取"
    remedy = "清除后重新签名；仍不行的，改为上传签署件"


class SignatureOutsideBounds(DomainError):
    """The picture is larger than any pad, or smaller than a name."""

    code = "notices.informing.signature_outside_bounds"
    message = "签名图片为 {width}×{height}，不在允许的大小内"
    remedy = "在签名框内签名后提交"


class SignatureMissing(DomainError):
    """Neither a signature nor a scan came."""

    code = "notices.informing.signature_missing"
    message = "没有签名，也没有签署件"
    remedy = "在屏幕上签名，或者上传签署后的扫描件、照片"


class RefusalWithoutNote(DomainError):
    """It was noted that the applicant refuses to sign, and not what was said."""

    code = "notices.informing.refusal_without_note"
    message = "没有写明拒绝签署的情况"
    remedy = "写明申请人怎样说明的"


class SignerMissing(DomainError):
    """Nobody is named as the signer."""

    code = "notices.informing.signer_missing"
    message = "没有填签署人姓名"
    remedy = "填签署人姓名，与签名一致"
