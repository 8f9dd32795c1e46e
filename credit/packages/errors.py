"""Why a package, a receipt or a signing key is refused; each names what differs."""

from supervision.kernel.errors import Conflict, DomainError, NotFound


class PackageRefused(DomainError):
    """A package is not what the unit signed; nothing of it was taken in."""

    code = "credit.packages.refused"
    message = "离线包与单位签名时不一致"
    remedy = "整包没有导入；请单位重新制作，或从原光盘重新复制"


class NotAPackage(PackageRefused):
    """The file is no zip archive, or its directory cannot be read."""

    code = "credit.packages.not_a_package"
    message = "“{filename}”不是离线包，或已损坏：{why}"


class PackageTooLarge(PackageRefused):
    """A package larger than any that this platform makes."""

    code = "credit.packages.too_large"
    message = "离线包或其中的文件超过 {limit} MB，没有打开"
    remedy = "按较短的期间分成几个包"


class NameOutside(PackageRefused):
    """A name inside leads out of the package."""

    code = "credit.packages.name_outside"
    message = "包里有指向包外的文件名“{name}”"


class FileAdded(PackageRefused):
    """Something lies in the package that the manifest does not name."""

    code = "credit.packages.file_added"
    message = "包里多出清单之外的文件“{name}”"


class FileGone(PackageRefused):
    """The manifest names a file that is not there."""

    code = "credit.packages.file_gone"
    message = "包里缺少“{name}”"


class FileRenamed(PackageRefused):
    """A file lies under another name than the manifest says."""

    code = "credit.packages.file_renamed"
    message = "清单里的“{name}”在包里被改名为“{other}”"


class FileTwice(PackageRefused):
    """Two files under one name."""

    code = "credit.packages.file_twice"
    message = "包里有两个“{name}”"


class FileChanged(PackageRefused):
    """A file is not the one of the manifest."""

    code = "credit.packages.file_changed"
    message = "“{name}”被改动：{why}"


class ManifestUnreadable(PackageRefused):
    """The manifest is not one that this platform makes."""

    code = "credit.packages.manifest_unreadable"
    message = "清单 manifest.json 被改动或无法识别：{why}"


class ShellChanged(PackageRefused):
    """All files are whole, but the archive around them is another: it was packed again, or bytes were added to it."""

    code = "credit.packages.shell_changed"
    message = "文件都对，但包被重新打包过或夹带了其他内容（{why}）"


class SignatureWrong(PackageRefused):
    """The signature does not belong to this manifest and key."""

    code = "credit.packages.signature_wrong"
    message = "签名与清单不符：清单或签名被改动，或者不是用指纹 {fingerprint}… 的密钥签的"


class KeyNotRegistered(PackageRefused):
    """Nobody registered the key that signed."""

    code = "credit.packages.key_not_registered"
    message = "签名密钥（指纹 {fingerprint}…）没有登记"
    remedy = "请管理员核对指纹后在“签名密钥”登记，再导入"


class KeyOfAnother(PackageRefused):
    """The key that signed is registered for another unit."""

    code = "credit.packages.key_of_another"
    message = "包里写的单位是“{unit}”，签名密钥却登记在“{owner}”名下"
    remedy = "由包上写明的单位用自己的密钥重新签名"


class KeyRevoked(PackageRefused):
    """The key was revoked; what it signed is not believed any more."""

    code = "credit.packages.key_revoked"
    message = "签名密钥已于 {on} 撤销：{why}"
    remedy = "请单位启用新密钥、登记后重新制作"


class KeyOutOfDate(PackageRefused):
    """The package was not made while the key held, or comes when it holds no more."""

    code = "credit.packages.key_out_of_date"
    message = "签名密钥的有效期为 {since} 至 {until}，{what}不在其内"
    remedy = "请管理员核对后登记新的密钥"


class MadeInTheFuture(PackageRefused):
    """The clock of the unit's machine runs ahead."""

    code = "credit.packages.made_in_the_future"
    message = "包的制作时间 {made} 晚于现在"
    remedy = "请单位校准电脑时间后重新制作"


class UnitUnknown(PackageRefused):
    """The unit on the package is not one whose data this person may bring in."""

    code = "credit.packages.unit_unknown"
    message = "包上的单位“{unit}”不存在，或不在可代为导入的范围内"
    remedy = "请该单位或市级运营人员导入"


class TableUnknown(PackageRefused):
    """The package holds rows of a table that this platform does not know."""

    code = "credit.packages.table_unknown"
    message = "数据标准里没有“{table}”这张表"
    remedy = "请升级平台，或请单位按现行数据标准重新制作"


class NumberReused(PackageRefused):
    """Another package came under the same number."""

    code = "credit.packages.number_reused"
    message = "包号 {package} 已被另一个包用过，两个包的清单不同"


class OlderPackage(Conflict):
    """A newer package of the unit came in before; the older one could undo what the newer one corrected."""

    code = "credit.packages.older_package"
    message = "这个包制作于 {made}，而该单位 {newer} 制作的新包已经导入，没有导入这一个"
    remedy = "确需补导的，勾选“已知有更新的包，仍然导入”再提交；其中较旧的内容会成为新的版本"


class PassphraseNeeded(DomainError):
    """The package is encrypted."""

    code = "credit.packages.passphrase_needed"
    message = "这个包加了密，须填口令"
    remedy = "口令由制作单位另行告知，不随光盘传递"


class PassphraseWrong(PackageRefused):
    """Wrong passphrase or changed bytes: the cipher does not tell them apart."""

    code = "credit.packages.passphrase_wrong"
    message = "解不开：口令不对，或者包被改动"
    remedy = "核对口令（区分大小写）；口令无误的，从原光盘重新复制"


class PassphraseWeak(DomainError):
    """A short passphrase protects nothing."""

    code = "credit.packages.passphrase_weak"
    message = "口令至少 {length} 个字符，两次填写须一致"
    remedy = "换一个较长的口令，另行告知导入方；平台不保存口令，遗失后须重新制作"


class EncryptionNeeded(DomainError):
    """Numbers of persons do not travel in the clear."""

    code = "credit.packages.encryption_needed"
    message = "数据里有个人证件号码，不加密不能装包"
    remedy = "填写口令后再制作（个人信息保护法第五十一条）"


class RowsUnreadable(DomainError):
    """Decisions whose rows as they came cannot be opened; a package is never made without them unseen."""

    code = "credit.packages.rows_unreadable"
    message = "有 {rows} 条决定找不到可装包的原始行"
    remedy = "这些决定不是按数据标准的表报送的；请改用文件制作，或在线重新填报后再制作"


class NothingToPack(DomainError):
    """No row to hand in."""

    code = "credit.packages.nothing_to_pack"
    message = "{unit}在 {since} 至 {until} 没有可装包的决定"
    remedy = "核对期间和数据表；确实没有的，作零报告"


class PeriodReversed(DomainError):
    """The last day lies before the first."""

    code = "credit.packages.period_reversed"
    message = "止日早于起日"
    remedy = "核对期间"


class RowsTooMany(DomainError):
    """More rows than one package carries."""

    code = "credit.packages.rows_too_many"
    message = "共 {rows} 行，一个包至多 {limit} 行"
    remedy = "按较短的期间分成几个包"


class PackageUnknown(NotFound):
    """No such package in one's reach."""

    code = "credit.packages.package_unknown"
    message = "没有这个离线包"
    remedy = "从离线包列表重新进入"


class ReceiptNotReady(Conflict):
    """Rows are still being checked."""

    code = "credit.packages.receipt_not_ready"
    message = "还在校验入库，回执要等全部行有了结果"
    remedy = "稍后再取"


class KeyUnreadable(DomainError):
    """The text is no public key."""

    code = "credit.packages.key_unreadable"
    message = "这不是签名公钥"
    remedy = "照抄单位“离线包”页面或 supervision credit package key 显示的公钥，十六进制"


class FingerprintDiffers(DomainError):
    """What the unit read out over another way is not the fingerprint of this key."""

    code = "credit.packages.fingerprint_differs"
    message = "填写的指纹与公钥不符，没有登记"
    remedy = "请单位经电话或公函告知指纹，逐字核对；仍不符的，公钥可能被替换"


class KeyKnown(Conflict):
    """The key was registered before."""

    code = "credit.packages.key_known"
    message = "这把密钥已登记在“{owner}”名下"
    remedy = "一把密钥只属于一个单位；撤销后不能再登记，请单位启用新密钥"


class KeyUnknown(NotFound):
    """No such key."""

    code = "credit.packages.key_unknown"
    message = "没有这把签名密钥"
    remedy = "从签名密钥列表重新进入"


class KeyPeriodRefused(DomainError):
    """A key must have an end that lies neither in the past nor far away."""

    code = "credit.packages.key_period_refused"
    message = "{why}"
    remedy = "有效期至多 {years} 年，到期前换新密钥"


class WordsMissing(DomainError):
    """An act that must be founded came without words."""

    code = "credit.packages.words_missing"
    message = "写明{what}"
    remedy = "例如：公函的名称与文号，或密钥遗失、人员调离"
