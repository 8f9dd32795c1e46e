import re
from pathlib import Path

import pytest

from supervision.kernel.settings import PROJECT
from supervision.web.assets import STATIC, asset
from supervision.web.headers import CONTENT_SECURITY_POLICY

TEMPLATES = sorted(
    path
    for top in ("supervision", "credit", "inspections", "sanctions", "analytics")
    for path in (PROJECT / top).rglob("*.html")
)


@pytest.mark.parametrize("address", ["/probe", "/nowhere", "/api/v1/nowhere", "/static/base.css"])
def test_every_answer_carries_the_policy(as_, address):
    headers = as_("clerk").get(address).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_nothing_inline_may_run():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_carries_script_or_style_of_its_own(template: Path):
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:", text)


def test_pages_are_not_kept_and_static_files_are(as_):
    client = as_("clerk")
    assert client.get("/probe").headers["Cache-Control"] == "no-store"
    assert "immutable" in client.get(asset("base.css")).headers["Cache-Control"]
    assert client.get("/static/base.css").headers["Cache-Control"] == "no-cache"


def test_every_file_that_a_page_names_is_there(as_):
    page = as_("clerk").get("/probe").get_data(as_text=True)
    names = set(re.findall(r'"/static/([^"?#]+)\?v=[0-9a-f]{10}', page))
    assert {"tokens.css", "base.css", "components.css", "app.css", "app.js", "icons.svg", "vendor/htmx.min.js"} <= names
    assert all((STATIC / name).is_file() for name in names)


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {name for template in TEMPLATES for name in re.findall(r'icon\("([a-z-]+)"', template.read_text(encoding="utf-8"))}
    assert named <= drawn
