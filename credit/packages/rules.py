"""How keys and fingerprints are written for people."""

from typing import Final

GROUP: Final = 4


def grouped(digits: str) -> str:
    """Return hexadecimal digits in groups of four, as they are read out and compared.

    依据: 指纹经另一途径逐字核对。
    单位: 十六进制。
    错误: 无。
    """
    return " ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))
