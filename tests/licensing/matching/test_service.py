"""Deciding about scopes and remembering what persons said."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.audit.models import AuditEntry
from supervision.licensing.matching import queries, service
from supervision.licensing.matching.errors import DoubtNotFound, DoubtSettled, ReasonMissing
from supervision.licensing.matching.models import Decision, Doubt, Verdict
from supervision.licensing.matching.queries import Wanted
from supervision.licensing.matching.schemas import Origin, ScopeToMatch

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DOUBTFUL = "日用百货；刻字；打字复印"
SAME_SENTENCE = "广告设计；　刻字 ；会议服务"


def ask(session: Session, scope: str, codes: tuple[str, ...] = ()):
    return service.decide(session, scope=scope, scope_codes=codes, on=TODAY, division=None, now=NOW)


def doubt_of(session: Session, scope: str = DOUBTFUL) -> Doubt:
    ask(session, scope)
    return session.scalars(select(Doubt).where(Doubt.settled_at.is_(None))).one()


def settle(session: Session, doubt: Doubt, verdict: Verdict, reason: str = "", *, seen_open: bool = True) -> Decision:
    return service.remember(
        session, doubt_id=doubt.id, verdict=verdict, reason=reason, seen_open=seen_open, actor="user:1", now=NOW
    )


def test_a_sure_match_quotes_its_words_and_names_its_version(session: Session) -> None:
    answer = ask(session, "餐饮服务；日用百货销售")
    assert [match.item for match in answer.matches] == ["SP003"]
    assert [span.text for span in answer.matches[0].spans] == ["餐饮服务"]
    assert answer.catalogue_version_id == queries.matcher(session, on=TODAY).version_id


def test_a_doubt_is_asked_once_and_counted(session: Session) -> None:
    ask(session, DOUBTFUL)
    ask(session, SAME_SENTENCE)
    found = session.scalars(select(Doubt)).all()
    assert [(doubt.clause, doubt.item_code, doubt.scopes) for doubt in found] == [("刻字", "SP037", 2)]
    assert found[0].spans[0]["text"] == "刻字"


def test_a_sentence_that_a_person_settled_is_settled_in_every_scope(session: Session) -> None:
    settle(session, doubt_of(session), Verdict.ASKED)
    answer = ask(session, SAME_SENTENCE)
    assert [(match.item, match.origin) for match in answer.matches] == [("SP037", Origin.DECISION)]
    assert not answer.doubts


def test_not_asked_takes_the_match_away(session: Session) -> None:
    settle(session, doubt_of(session), Verdict.NOT_ASKED)
    answer = ask(session, SAME_SENTENCE)
    assert not answer.matches
    assert not answer.doubts


def test_of_two_deciders_the_second_is_told(session: Session) -> None:
    doubt = doubt_of(session)
    settle(session, doubt, Verdict.ASKED)
    with pytest.raises(DoubtSettled):
        settle(session, doubt, Verdict.NOT_ASKED)


def test_a_change_of_mind_needs_a_reason_and_keeps_the_first_decision(session: Session) -> None:
    doubt = doubt_of(session)
    settle(session, doubt, Verdict.ASKED)
    with pytest.raises(ReasonMissing):
        settle(session, doubt, Verdict.NOT_ASKED, seen_open=False)
    settle(session, doubt, Verdict.NOT_ASKED, "只做灯箱刻字", seen_open=False)
    kept = session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [(one.verdict, one.replaced_at is None) for one in kept] == [("asked", False), ("not_asked", True)]
    assert not ask(session, SAME_SENTENCE).matches


def test_a_decision_is_audited(session: Session) -> None:
    settle(session, doubt_of(session), Verdict.ASKED)
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "licensing.decide")).one()
    assert json.loads(entry.detail)["clause"] == "刻字"


def test_an_unknown_doubt_is_refused(session: Session) -> None:
    with pytest.raises(DoubtNotFound):
        service.remember(session, doubt_id=1, verdict=Verdict.ASKED, reason="", seen_open=True, actor="user:1", now=NOW)


def test_many_scopes_are_answered_like_one(session: Session) -> None:
    scopes = ["餐饮服务", "", "化工产品（不含危险化学品）销售", DOUBTFUL]
    together = service.decide_many(session, [ScopeToMatch(scope) for scope in scopes], on=TODAY)
    assert together == [ask(session, scope) for scope in scopes]


@pytest.mark.parametrize(("scope", "field"), [("", "empty"), ("   ", "empty"), ("????,,,", "garbled"), ("N/A", "garbled")])
def test_what_cannot_be_read_is_said_plainly(session: Session, scope: str, field: str) -> None:
    answer = ask(session, scope)
    assert getattr(answer.result, field)
    assert "无法比对" in answer.result.message
    assert not answer.matches


def test_the_queue_shows_what_stands_in_most_scopes_first(session: Session) -> None:
    ask(session, DOUBTFUL)
    for _time in range(3):
        ask(session, "煤炭生产（凭资质经营）")
    queue = queries.queue(session, Wanted())
    assert [doubt.scopes for doubt in queue.doubts] == sorted((doubt.scopes for doubt in queue.doubts), reverse=True)
