import json
from hashlib import sha256

from supervision.web.assets import STATIC

LISTED = json.loads((STATIC / "vendor.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_listed_with_its_version_and_licence():
    files = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert files == {name for item in LISTED for name in (item["file"], item["licence_file"])}
    assert all(item["version"] and item["licence"] and item["source"] for item in LISTED)


def test_every_vendored_file_is_the_one_that_was_listed():
    for item in LISTED:
        assert sha256((STATIC / item["file"]).read_bytes()).hexdigest() == item["sha256"]


def test_no_style_fetches_anything_from_elsewhere():
    for sheet in STATIC.glob("*.css"):
        assert "url(http" not in sheet.read_text(encoding="utf-8")
        assert "@import" not in sheet.read_text(encoding="utf-8")
