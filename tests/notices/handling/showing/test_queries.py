"""What stands beside a notice, and who is covered."""

from sqlalchemy import text

from supervision.notices.handling.showing.queries import shown


class TestPromise:
    def test_what_was_handed_out_at_the_counter_stands_beside_the_notice(self, session, at):
        notice = at.notice(at.city.tax)
        assert shown(session, at.clerk(at.city.tax), notice.id).promise is None
        session.execute(INFORMED, {"entry": notice.entry_id, "state": "draft", "number": None})
        session.execute(INFORMED, {"entry": notice.entry_id, "state": "issued", "number": "告知〔2026〕000001号"})
        promise = shown(session, at.clerk(at.city.tax), notice.id).promise
        assert (promise.number, promise.state, promise.undertaking_id) == ("告知〔2026〕000001号", "issued", None)

    def test_the_person_behind_a_shop_is_covered(self, session, at):
        notice = at.notice(at.city.tax)
        who = at.clerk(at.city.tax)
        assert shown(session, who, notice.id).legal_rep == "沈某某"
        session.execute(text("UPDATE archive.subject SET kind = 'individual' WHERE id = :id"), {"id": notice.subject_id})
        session.execute(text("UPDATE registration.entry SET legal_rep = '欧阳试例', address = '汀南区渡口路 8 弄 9 号'"))
        seen = shown(session, who, notice.id)
        assert (seen.legal_rep, seen.address) == ("欧阳某某", "汀南区＊＊＊")


INFORMED = text("""
    INSERT INTO notices.informing (number, state, channel, department_id, kind, name, scope, scope_codes, division, content_hash,
        catalogue_version_id, catalogue_label, created_at, created_by, changed_at, issued_at, token_hash, token_sealed, entry_id,
        linked_at)
    SELECT CAST(:number AS varchar), CAST(:state AS varchar), 'counter', 2, 'establishment', '云汀远岫物流有限公司', '', '{}', '990102', 'x',
        (SELECT min(id) FROM licensing.catalogue_version), '', now(), 'test', now(), now(), CAST(:state AS text)::bytea, 'x',
        :entry, now()
""")
