from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from supervision.kernel.db import engine, reading, transaction
from supervision.kernel.module import Platform
from supervision.kernel.outbox import publish
from supervision.kernel.outbox.errors import DeliveryNotParked
from supervision.kernel.outbox.queries import parked, pending_count
from supervision.kernel.outbox.service import (
    CHANNEL,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MAX_ATTEMPTS,
    DeliveryKey,
    deliver,
    give_up_parked,
    park_orphans,
    pause,
    prepare_partitions,
    prune,
    replay,
    retry_parked,
)
from tests.factories.letters import NOON, LetterSent, Reader, ReaderOfMany, platform_of
from tests.factories.processes import LONG


def send(*numbers: int) -> None:
    with transaction() as session:
        for number in numbers:
            publish(session, LetterSent(number=number), now=NOON)


def attempts() -> list[int]:
    with reading() as session:
        return list(session.execute(text("SELECT attempts FROM kernel.outbox_delivery ORDER BY event_id")).scalars())


def wear_out(platform: Platform) -> None:
    """Let every attempt fail until the delivery is parked."""
    for attempt in range(MAX_ATTEMPTS):
        deliver(platform, now=NOON + attempt * LONGEST_PAUSE, limit=10)


def test_an_event_reaches_each_subscriber_once(readers: Callable[..., list[Reader]]) -> None:
    first, second = readers("archive", "notices")
    with platform_of(first, second) as platform:
        send(1, 2)
        assert deliver(platform, now=NOON, limit=100) == 4
        assert deliver(platform, now=NOON, limit=100) == 0
    assert (first.heard, second.heard) == ([1, 2], [1, 2])


def test_an_event_of_a_rolled_back_transaction_is_never_heard_of(platform: Platform, reader: Reader) -> None:
    with reading() as session:
        publish(session, LetterSent(number=1), now=NOON)
    assert deliver(platform, now=NOON, limit=100) == 0
    assert reader.heard == []


def test_four_deliverers_at_once_deliver_nothing_twice(platform: Platform, reader: Reader) -> None:
    send(*range(200))
    with ThreadPoolExecutor(4) as pool:
        tried = list(pool.map(lambda _: deliver(platform, now=NOON, limit=200), range(4)))
    assert sum(tried) == 200
    assert sum(count > 0 for count in tried) > 1, "only one of them found work, so nothing was shown"
    assert reader.heard == list(range(200))


def test_a_failed_delivery_leaves_nothing_behind_and_is_tried_again_later(platform: Platform, reader: Reader) -> None:
    reader.refused = {1}
    send(1, 2)
    deliver(platform, now=NOON, limit=10)
    assert reader.heard == [2]
    assert deliver(platform, now=NOON + FIRST_PAUSE / 2, limit=10) == 0
    reader.refused = set()
    deliver(platform, now=NOON + FIRST_PAUSE, limit=10)
    assert reader.heard == [1, 2]
    assert attempts() == [2, 1]


def test_what_waits_for_a_reader_of_many_comes_together(reader_of_many: ReaderOfMany) -> None:
    with platform_of(reader_of_many) as platform:
        send(*range(7))
        assert deliver(platform, now=NOON, limit=5) == 5
        assert deliver(platform, now=NOON, limit=5) == 2
        assert deliver(platform, now=NOON, limit=5) == 0
    assert reader_of_many.at_once == [5, 2]
    assert reader_of_many.heard == list(range(7))


def test_a_reader_of_many_leaves_the_letters_of_others_alone(reader_of_many: ReaderOfMany) -> None:
    other = Reader("notices")
    with platform_of(reader_of_many, other) as platform:
        send(1, 2, 3)
        assert deliver(platform, now=NOON, limit=100) == 6
    assert (reader_of_many.heard, other.heard) == ([1, 2, 3], [1, 2, 3])
    assert attempts() == [1] * 6


def test_poison_among_many_is_found_and_the_others_are_delivered(reader_of_many: ReaderOfMany) -> None:
    reader_of_many.refused = {2}
    with platform_of(reader_of_many) as platform:
        send(1, 2, 3)
        deliver(platform, now=NOON, limit=10)
        assert reader_of_many.heard == [1, 3]
        send(4, 5)
        wear_out(platform)
        assert reader_of_many.heard == [1, 3, 4, 5]
        with reading() as session:
            assert [item.attempts for item in parked(session)] == [MAX_ATTEMPTS]


def test_four_deliverers_at_once_hand_nothing_twice_to_a_reader_of_many(reader_of_many: ReaderOfMany) -> None:
    with platform_of(reader_of_many) as platform:
        send(*range(200))
        with ThreadPoolExecutor(4) as pool:
            tried = list(pool.map(lambda _: deliver(platform, now=NOON, limit=20), range(12)))
    assert sum(tried) == 200
    assert reader_of_many.heard == list(range(200))


def test_the_pause_doubles_up_to_ten_minutes() -> None:
    pauses = [pause(attempt) for attempt in range(1, 100)]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert max(pauses) == LONGEST_PAUSE == pauses[-1]


def test_a_poisonous_event_is_parked_and_the_others_go_on(platform: Platform, reader: Reader) -> None:
    reader.refused = {1}
    send(1, 2, 3)
    wear_out(platform)
    assert reader.heard == [2, 3]
    with reading() as session:
        (item,) = parked(session)
        assert pending_count(session) == 0
    assert (item.event, item.subscriber, item.attempts) == ("tests.letter_sent", "archive", MAX_ATTEMPTS)
    assert "无法处理" in item.last_error


def test_a_parked_event_can_be_tried_again(platform: Platform, reader: Reader) -> None:
    reader.refused = {1}
    send(1)
    wear_out(platform)
    reader.refused = set()
    with transaction() as session:
        (item,) = parked(session)
        retry_parked(session, DeliveryKey(item.event_id, item.subscriber), now=NOON)
    deliver(platform, now=NOON, limit=10)
    assert reader.heard == [1]


def test_a_parked_event_can_be_given_up_once(platform: Platform, reader: Reader) -> None:
    reader.refused = {1}
    send(1)
    wear_out(platform)
    with transaction() as session:
        (item,) = parked(session)
        key = DeliveryKey(item.event_id, item.subscriber)
        give_up_parked(session, key, actor="系统管理员", now=NOON)
        assert parked(session) == []
        with pytest.raises(DeliveryNotParked):
            give_up_parked(session, key, actor="系统管理员", now=NOON)
        with pytest.raises(DeliveryNotParked):
            retry_parked(session, key, now=NOON)


def test_a_later_subscriber_hears_old_events_only_when_it_asks(readers: Callable[..., list[Reader]]) -> None:
    first, late = readers("archive", "late")
    with platform_of(first):
        send(1, 2)
    with platform_of(first, late) as platform:
        deliver(platform, now=NOON, limit=10)
        assert late.heard == []
        subscriber = next(item for item in platform.subscribers if item.name == "late")
        with transaction() as session:
            assert replay(session, subscriber, since=NOON, now=NOON) == 2
            assert replay(session, subscriber, since=NOON, now=NOON) == 0
        deliver(platform, now=NOON, limit=10)
    assert (first.heard, late.heard) == ([1, 2], [1, 2])


def test_a_delivery_without_its_subscriber_is_shown_after_some_days(readers: Callable[..., list[Reader]]) -> None:
    with platform_of(*readers("removed")):
        send(1)
    with platform_of() as platform, transaction() as session:
        assert park_orphans(session, platform, older_than=timedelta(days=2), now=NOON + timedelta(days=1)) == 0
        assert park_orphans(session, platform, older_than=timedelta(days=2), now=NOON + timedelta(days=3)) == 1
        assert [item.subscriber for item in parked(session)] == ["removed"]


def test_publishing_rings_the_bell_when_the_transaction_commits(platform: Platform) -> None:
    url = engine().url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with transaction() as session:
            publish(session, LetterSent(number=1), now=NOON)
            session.flush()
            assert list(listener.notifies(timeout=0.1)) == []
        assert len(list(listener.notifies(timeout=LONG, stop_after=1))) == 1


def partitions() -> set[str]:
    statement = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'kernel.outbox_event'::regclass")
    with reading() as session:
        return {name.rpartition("_")[2] for name in session.execute(statement).scalars()}


def test_weeks_get_partitions_ahead_and_lose_them_when_delivered(platform: Platform, reader: Reader) -> None:
    with transaction() as session:
        prepare_partitions(session, now=NOON)
        prepare_partitions(session, now=NOON)
    assert partitions() >= {"p2026w47", "p2026w48", "p2026w49", "default"}
    send(1)
    later: dict[str, Any] = {"older_than": timedelta(days=60), "now": NOON + timedelta(days=68)}
    with transaction() as session:
        prune(session, **later)
    assert "p2026w47" in partitions(), "a week with something undelivered must stay"
    deliver(platform, now=NOON, limit=10)
    with transaction() as session:
        assert prune(session, **later) == 1
    assert "p2026w47" not in partitions()
    assert reader.heard == [1]


def test_events_outside_every_week_are_kept_and_pruned_as_well(platform: Platform, reader: Reader) -> None:
    send(1, 2)
    with transaction() as session:
        prepare_partitions(session, now=NOON)
    assert "p2026w47" not in partitions()
    deliver(platform, now=NOON, limit=1)
    with transaction() as session:
        prune(session, older_than=timedelta(days=60), now=NOON + timedelta(days=68))
    with reading() as session:
        assert session.execute(text("SELECT count(*) FROM kernel.outbox_event")).scalar_one() == 1
    deliver(platform, now=NOON, limit=1)
    assert reader.heard == [1, 2]
