"""The token on a sheet: 128 random bits, written so that a person can copy them from paper."""

import re
from base64 import b32decode, b32encode
from typing import Final

CHECK_TOKEN: Final = "notices.informing.check"  # noqa: S105  # names the use of a key, and is no secret
TOKEN_BYTES: Final = 16
TOKEN_LENGTH: Final = 26
_FORM: Final = re.compile(r"[a-z2-7]{26}")
_MISREAD: Final = str.maketrans({"0": "o", "1": "l", "8": "b", " ": None, "-": None, "\u3000": None})


def written(token: bytes) -> str:
    """Return a token as it stands in an address.

    依据: 核验码为 128 位随机数（GB/T 32915 随机性要求由操作系统随机源保证），采用 RFC 4648 base32。
    单位: 26 个字符。
    错误: 不抛出。
    """
    return b32encode(token).decode("ascii").rstrip("=").lower()


def spelled(token: bytes) -> str:
    """Return a token as it is printed: upper case, in groups of four.

    依据: 便于从纸上抄录。
    单位: 每组四个字符。
    错误: 不抛出。
    """
    text = written(token).upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def read(text: str) -> bytes:
    """Return the token that somebody typed or scanned; what is none becomes a token that no sheet has.

    依据: 错误的核验码不论错在哪里，答复必须相同，耗时也不应不同。
    单位: 16 字节。
    错误: 不抛出。
    """
    plain = text.translate(_MISREAD).lower()
    if not _FORM.fullmatch(plain):
        return b"\0" * TOKEN_BYTES
    return b32decode(plain.upper() + "=" * 6)
