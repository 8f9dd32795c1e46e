"""The joined platform keeps its promises: access, jobs, timetable, navigation, permissions, settings, templates."""

import re
from collections import Counter
from dataclasses import fields

from croniter import croniter
from flask import Flask

from supervision.kernel import access
from supervision.kernel.module import Permission
from supervision.kernel.settings import Settings, variable_of
from tests.architecture.tree import PACKAGES, PROJECT
from wsgi import MODULES, PLATFORM


def repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_every_endpoint_declares_who_may_enter(app: Flask):
    access.prove(app)
    assert len(list(app.url_map.iter_rules())) > len(MODULES)


def test_every_declared_permission_is_one_that_a_module_registers(app: Flask):
    known = {permission.name for permission in PLATFORM.permissions} | {access.PUBLIC, access.SIGNED_IN}
    asked = {
        access.declared(app, rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert asked - known == set()


def test_names_are_given_once():
    jobs = [job.name for module in MODULES for job in module.jobs]
    permissions = [permission.name for permission in PLATFORM.permissions]
    subscribers = [subscriber.name for subscriber in PLATFORM.subscribers]
    commands = [str(command.name) for module in MODULES for command in module.commands]
    names = [module.name for module in MODULES]
    assert [repeated(group) for group in (jobs, permissions, subscribers, commands, names)] == [[], [], [], [], []]


def test_the_timetable_starts_jobs_that_exist_at_times_that_exist():
    timetable = [entry for module in MODULES for entry in module.timetable]
    assert [entry.job for entry in timetable if entry.job not in PLATFORM.jobs] == []
    assert [entry.cron for entry in timetable if not croniter.is_valid(entry.cron)] == []


def test_navigation_leads_to_pages_that_exist_under_the_permission_that_they_ask(app: Flask):
    for entry in PLATFORM.navigation:
        assert entry.endpoint in app.view_functions, entry
        assert access.declared(app, entry.endpoint, "GET") in {entry.permission, access.SIGNED_IN, access.PUBLIC}, entry


def test_a_permission_is_named_for_its_package_and_labelled_in_chinese():
    assert [item for item in PLATFORM.permissions if not speaks(item)] == []


def speaks(permission: Permission) -> bool:
    return bool(re.fullmatch(r"[a-z]+\.[a-z-]+", permission.name)) and bool(re.search(r"[一-鿿]", permission.label))


def test_every_setting_is_documented():
    text = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Settings) if f"`{variable_of(field.name)}`" not in text] == []


def test_every_documented_setting_exists():
    text = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))
    assert documented - {variable_of(field.name) for field in fields(Settings)} - {"SUPERVISION_BENCH_DATA"} == set()


def test_templates_hold_no_inline_script_or_style():
    """The content security policy would silently drop them."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE)
    templates = [path for package in PACKAGES for path in (PROJECT / package).rglob("templates/**/*.html")]
    found = [
        f"{path.relative_to(PROJECT)}: {match[0]}" for path in templates for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_the_package_ships_every_data_file():
    """Files beside the code are listed in `setup.cfg` by pattern; a new kind of file needs a new pattern."""
    patterns = ("templates/", "static/", "data/")
    left_out = [
        str(path.relative_to(PROJECT))
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".sql", ".pyc"} and not any(part in f"{path}" for part in patterns)
    ]
    assert left_out == []
