import re

import pytest

from supervision.accounts.auditing.rules import DETAILS, KINDS, LABELS, actor_label, label_of, value_label
from supervision.duties.clues.states import ClueAction
from supervision.kernel.settings import PROJECT
from supervision.notices.states import NoticeAction

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "supervision").rglob("*.py")))


def test_every_act_that_is_recorded_has_words():
    written = set(re.findall(r'\baction="([a-z][a-z_.-]+)"', SOURCES))
    of_notices = {f"notices.{action}" for action in NoticeAction}
    of_clues = {f"clues.{action.replace('_', '-')}" for action in ClueAction}
    assert (written | of_notices | of_clues) - LABELS.keys() == set()


def test_every_kind_of_object_has_words():
    assert set(re.findall(r'\bobject_kind="([^"]+)"', SOURCES)) - KINDS.keys() == set()


def test_an_act_without_words_is_shown_as_it_is_kept():
    assert label_of("somewhere.else") == "somewhere.else"


@pytest.mark.parametrize(
    ("actor", "words"),
    [
        ("nobody", "未登录者"),
        ("system", "平台"),
        ("system:city", "平台（样例城市）"),
        ("system:import", "平台"),
        ("沈某某", "沈某某"),
    ],
)
def test_who_is_no_person_has_words_too(actor, words):
    assert actor_label(actor) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("why", "unknown-login", "没有这个登录名"),
        ("purpose", "case", "查办案件"),
        ("permissions", ["archive.read", "search.read"], "archive.read、search.read"),
        ("login", "why", "why"),
        ("former", True, "是"),
    ],
)
def test_a_detail_is_told_in_words_where_it_is_one_of_a_few(name, value, words):
    assert value_label(name, value) == words
    assert name in DETAILS
