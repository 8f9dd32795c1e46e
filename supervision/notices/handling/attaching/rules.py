"""Which files a browser shows by itself."""

from typing import Final

PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PDF: Final = "application/pdf"


def opens(media_type: str) -> bool:
    """Tell whether a file is opened in place; whatever could run in a page never is.

    依据: 附件按内容识别类型，不按文件名。
    单位: 媒体类型。
    错误: 不抛出。
    """
    return media_type in PICTURES or media_type == PDF
