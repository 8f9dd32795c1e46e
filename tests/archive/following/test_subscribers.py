from datetime import timedelta

import pytest
from sqlalchemy import update

from supervision.archive.following import queries, service
from supervision.archive.following.subscribers import bring_changes
from supervision.archive.subjects.models import Event
from supervision.intake.events import RowsAccepted
from tests.archive.following.conftest import AFTER, BATCH, BEFORE, NOW, principal, rows_in


@pytest.fixture
def bring(session):
    def chunk(*, batch_id=BATCH, first_row=1, last_row=10_000):
        told = RowsAccepted(batch_id=batch_id, chunk_no=0, kind="penalty", count=1, first_row=first_row, last_row=last_row)
        bring_changes(session, told, AFTER)

    return chunk


def unseen(session, user_id):
    return queries.unseen(session, principal(user_id))


def test_a_change_comes_to_everybody_who_follows_and_to_nobody_else(session, people, firm, event, bring):
    first, second = people
    followed, other = firm("云汀禾木有限公司"), firm("云汀远岫有限公司")
    service.follow(session, user_id=first, subject_id=followed, now=NOW)
    service.follow(session, user_id=second, subject_id=other, now=NOW)
    event(followed)
    bring()
    assert (unseen(session, first), unseen(session, second)) == (1, 0)
    [change] = queries.changes(session, principal(first), most=10)
    assert (change.name, change.summary, change.seen) == ("云汀禾木有限公司", "罚款 2.5 万元", False)


def test_a_chunk_that_is_told_twice_brings_nothing_twice(session, people, firm, event, bring):
    service.follow(session, user_id=people[0], subject_id=(subject := firm("云汀禾木有限公司")), now=NOW)
    event(subject, 1)
    event(subject, 2)
    bring()
    bring()
    assert unseen(session, people[0]) == 2


def test_only_the_rows_of_the_chunk_come(session, people, firm, event, bring):
    service.follow(session, user_id=people[0], subject_id=(subject := firm("云汀禾木有限公司")), now=NOW)
    event(subject, 10_001)
    event(subject, 5, batch_id=BATCH + 1)
    bring()
    assert unseen(session, people[0]) == 0
    bring(first_row=10_001, last_row=20_000)
    assert unseen(session, people[0]) == 1


def test_what_was_known_before_is_no_news(session, people, firm, event, bring):
    service.follow(session, user_id=people[0], subject_id=(subject := firm("云汀禾木有限公司")), now=NOW)
    event(subject, known_from=NOW - timedelta(days=1))
    bring()
    assert unseen(session, people[0]) == 0


def test_what_was_corrected_meanwhile_does_not_come(session, people, firm, event, bring):
    service.follow(session, user_id=people[0], subject_id=(subject := firm("云汀禾木有限公司")), now=NOW)
    session.execute(update(Event).where(Event.id == event(subject)).values(known_to=AFTER))
    bring()
    assert unseen(session, people[0]) == 0


def test_after_a_merge_the_events_of_both_come_whichever_is_followed(session, people, firm, event, bring):
    kept = firm("云汀禾木有限公司")
    merged = firm("云汀禾木食品有限公司", merged_into=kept)
    for user_id, subject in zip(people, (kept, merged), strict=True):
        service.follow(session, user_id=user_id, subject_id=subject, now=NOW)
    event(kept, 1)
    event(merged, 2)
    bring()
    assert [unseen(session, user_id) for user_id in people] == [2, 2]


def test_who_stops_following_hears_nothing_more(session, people, firm, event, bring):
    service.follow(session, user_id=people[0], subject_id=(subject := firm("云汀禾木有限公司")), now=BEFORE)
    event(subject, 1)
    bring()
    service.unfollow(session, user_id=people[0], subject_id=subject)
    event(subject, 2)
    bring()
    assert rows_in(session, "follow_change") == rows_in(session, "follow") == 0
