import pytest

from supervision.archive.following import queries, service
from supervision.archive.following.errors import SubjectUnknown
from supervision.archive.following.models import FollowChange
from tests.archive.following.conftest import AFTER, BEFORE, NOW, principal


def test_following_twice_keeps_the_first_day(session, people, firm):
    subject = firm("云汀禾木有限公司")
    for moment in (BEFORE, NOW):
        service.follow(session, user_id=people[0], subject_id=subject, now=moment)
    [followed] = queries.followed(session, principal(people[0]), on=NOW.date())
    assert (followed.since, followed.name) == (BEFORE, "云汀禾木有限公司")


def test_nobody_follows_what_is_not_there(session, people):
    with pytest.raises(SubjectUnknown):
        service.follow(session, user_id=people[0], subject_id=404, now=NOW)


def test_seeing_one_firm_leaves_the_other_s_news_and_what_arrives_later(session, people, firm, event):
    first, second = firm("云汀禾木有限公司"), firm("云汀远岫有限公司")
    for subject, arrived in ((first, NOW), (second, NOW), (first, AFTER)):
        service.follow(session, user_id=people[0], subject_id=subject, now=BEFORE)
        session.add(FollowChange(user_id=people[0], event_id=event(subject), subject_id=subject, arrived_at=arrived))
    session.flush()
    service.see(session, user_id=people[0], subject_id=first, now=NOW)
    assert {item.subject_id: item.unseen for item in queries.followed(session, principal(people[0]), on=NOW.date())} == {
        first: 1,
        second: 1,
    }
    service.see(session, user_id=people[0], now=AFTER)
    assert queries.unseen(session, principal(people[0])) == 0


def test_a_system_has_no_bell(session, people, firm, event):
    subject = firm("云汀禾木有限公司")
    session.add(FollowChange(user_id=people[0], event_id=event(subject), subject_id=subject, arrived_at=NOW))
    session.flush()
    assert queries.unseen(session, principal(people[0], "client")) == 0
