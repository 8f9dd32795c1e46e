from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from supervision.kernel import db, rulebook
from supervision.kernel.rulebook import packaged, service
from supervision.kernel.rulebook.errors import NoRuleHolds, RulebookNotLoaded, RuleUnknown
from supervision.kernel.rulebook.models import StoredRule
from supervision.kernel.rulebook.rules import Asked, Rule, applicable

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def rule(rule_id, **changes):
    values = {
        "version": 1, "topic": "t", "jurisdiction": "CN", "channel": None, "subject": None, "effective_from": None,
        "effective_to": None, "params": {}, "legal_basis": "b", "source": "s", "precedence": 20, "confidence": "verified",
    }  # fmt: skip
    return Rule(rule_id=rule_id, **{**values, **changes})


def order(rules, **asked):
    return [item.rule_id for item in applicable(rules, Asked(**{"on": date(2024, 6, 1), **asked}))]


def test_a_rule_holds_from_its_first_to_its_last_day():
    rules = [rule("a", effective_from=date(2024, 1, 1), effective_to=date(2024, 6, 30))]
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 6, 30), date(2024, 7, 1)]
    assert [order(rules, on=day) for day in days] == [[], ["a"], ["a"], []]


def test_the_nearer_place_comes_first_and_a_foreign_one_not_at_all():
    rules = [
        rule("country"),
        rule("province", jurisdiction="310000"),
        rule("county", jurisdiction="310115"),
        rule("other", jurisdiction="440000"),
    ]
    assert order(rules, jurisdiction="310115") == ["county", "province", "country"]
    assert order(rules, jurisdiction="310101") == ["province", "country"]
    assert order(rules) == ["country"]


def test_a_rule_of_the_channel_comes_before_one_for_all_channels():
    rules = [rule("any"), rule("gsxt", channel="GSXT"), rule("credit", channel="信用中国")]
    assert order(rules, channel="GSXT") == ["gsxt", "any"]


def test_then_rank_decides_and_then_the_later_rule():
    rules = [rule("notice"), rule("law", precedence=50), rule("new", effective_from=date(2024, 1, 1))]
    assert order(rules) == ["law", "new", "notice"]


def test_a_rule_nobody_read_is_not_sure():
    assert rule("a").is_sure
    assert not rule("a", confidence="knowledge").is_sure
    assert not rule("a", confidence="verified; end date unsure").is_sure


def test_every_packaged_rule_is_complete_and_its_number_unique():
    rules = packaged.packaged_rules()
    assert len({item["rule_id"] for item in rules}) == len(rules) == 204
    assert all(item["confidence"] for item in rules)


@pytest.mark.usefixtures("database")
class TestStored:
    def load(self):
        with db.transaction() as session:
            return service.load_packaged(session, now=NOW)

    def first(self, **asked):
        with db.reading() as session:
            return rulebook.the_rule(session, **asked)

    def enter(self, **changes):
        values = {
            "rule_id": "DL01",
            "topic": "deadline",
            "subject": "双公示",
            "params": {"length": 5, "unit": "workday"},
            "legal_basis": "新规定",
            "precedence": 30,
            "recorded_by": "user:1",
            "now": NOW,
        }
        with db.transaction() as session:
            return service.enter_rule(session, **{**values, **changes}).version

    @pytest.fixture
    def empty(self, postgres_server, database_name):
        """Nobody may empty the rulebook; the test's server is made to look away."""
        with postgres_server.connect(database_name) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("TRUNCATE kernel.rule")

    @pytest.mark.usefixtures("empty")
    def test_an_empty_rulebook_says_how_to_fill_it(self):
        with pytest.raises(RulebookNotLoaded):
            self.first(topic="deadline", on=date(2024, 1, 1))

    @pytest.mark.usefixtures("empty")
    def test_loading_again_changes_nothing(self):
        assert self.load() == 204
        assert self.load() == 0

    def test_the_rule_of_the_decision_date_is_found(self):
        self.load()
        before = self.first(topic="publicity", on=date(2026, 3, 31), channel="信用中国", subject="普通程序一般领域")
        after = self.first(topic="publicity", on=date(2026, 4, 1), channel="信用中国", subject="一般")
        assert (before.reference, before.params["max_months"]) == ("NDRC58-GENERAL@1", 36)
        assert (after.reference, after.params["max_months"]) == ("NDRC36-GENERAL@1", 12)

    def test_the_local_deadline_comes_before_the_national_one(self):
        self.load()
        here = self.first(topic="deadline", on=date(2024, 1, 1), jurisdiction="350203", subject="双公示")
        assert here.jurisdiction == "350200"
        assert self.first(topic="deadline", on=date(2024, 1, 1), jurisdiction="310115", subject="双公示").rule_id == "DL01"

    def test_nothing_that_holds_is_said_and_not_guessed(self):
        self.load()
        with pytest.raises(NoRuleHolds, match="1990-01-01"):
            self.first(topic="deadline", on=date(1990, 1, 1))

    def test_a_new_version_is_followed_and_the_old_one_stays_for_its_decisions(self):
        self.load()
        assert self.enter() == 2
        assert self.first(topic="deadline", on=date(2024, 1, 1), subject="双公示").params["length"] == 5
        with db.reading() as session:
            assert rulebook.rule_version(session, rule_id="DL01", version=1).params["length"] == 7

    def test_a_packaged_change_does_not_displace_what_was_entered_by_hand(self, monkeypatch):
        self.load()
        self.enter()
        changed = tuple(
            {**item, "legal_basis": "changed"} if item["rule_id"] == "DL01" else item for item in packaged.packaged_rules()
        )
        monkeypatch.setattr(service, "packaged_rules", lambda: changed)
        assert self.load() == 1
        assert self.load() == 0
        assert self.first(topic="deadline", on=date(2024, 1, 1), subject="双公示").params["length"] == 5

    def test_a_withdrawn_rule_is_not_followed(self):
        self.load()
        with db.transaction() as session:
            service.withdraw_rule(session, rule_id="DL01", reason="废止", recorded_by="user:1", now=NOW)
        with pytest.raises(NoRuleHolds):
            self.first(topic="deadline", on=date(2024, 1, 1), subject="双公示")
        with db.transaction() as session, pytest.raises(RuleUnknown):
            service.withdraw_rule(session, rule_id="nothing", reason="废止", recorded_by="user:1", now=NOW)

    def test_the_application_cannot_rewrite_a_version(self):
        self.load()
        with pytest.raises(DBAPIError, match="permission denied"), db.transaction() as session:
            session.execute(text("UPDATE kernel.rule SET precedence = 99"))

    def test_a_code_list_is_that_of_the_day(self):
        self.load()
        with db.reading() as session:
            old = rulebook.codes(session, topic="penalty_kind", on=date(2020, 1, 1))
            new = rulebook.codes(session, topic="penalty_kind", on=date(2022, 1, 1))
            states = rulebook.codes(session, topic="registration_state", on=date(2022, 1, 1), code_set="CANON")
        assert "P02" not in old
        assert new["P02"] == "通报批评"
        assert "P08o" in old
        assert states["S6"] == "注销"

    @pytest.mark.usefixtures("empty")
    def test_loaders_that_run_at_once_store_each_rule_once(self):
        with ThreadPoolExecutor(4) as pool:
            added = list(pool.map(lambda _: self.load(), range(4)))
        assert sorted(added) == [0, 0, 0, 204]
        with db.reading() as session:
            assert session.scalar(select(func.count()).select_from(StoredRule)) == 204
