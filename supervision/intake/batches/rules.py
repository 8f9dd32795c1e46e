"""A receipt's code as a picture."""

import segno


def qr_path(text: str) -> tuple[int, str]:
    """Return the size and the SVG path of a QR code: one horizontal stroke per run of dark modules.

    依据: GB/T 18284（QR 码）。
    单位: 模块。
    错误: 无。
    """
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = next((n for n, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if length:
                strokes.append(f"M{x} {y}.5h{length}")
            x += length or 1
    return len(rows), "".join(strokes)
