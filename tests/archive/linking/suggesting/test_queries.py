from sqlalchemy import text

from supervision.archive.linking.suggesting.queries import suggestions
from supervision.archive.linking.suggesting.rules import Side
from supervision.kernel.db import reading, transaction
from tests.factories.rows import uscc


def found(name, **more):
    with reading() as session:
        return [item.details.name for item in suggestions(session, Side(name, name, **more))]


def test_names_that_share_rare_characters_are_suggested_best_first(door):
    door.load(
        "registration",
        {"name": "云汀岚溪食品有限公司", "code": uscc(1)},
        {"name": "云汀岚溪食品包装有限公司", "code": uscc(2)},
        {"name": "云汀市砚田文化传播有限公司", "code": uscc(3)},
    )
    assert found("云汀岚溪食品厂") == ["云汀岚溪食品有限公司", "云汀岚溪食品包装有限公司"]


def test_pairs_that_many_names_have_do_not_lead_anywhere(door):
    common = [{"name": f"云汀市第{number}食品有限公司", "code": uscc(number)} for number in range(1, 60)]
    door.load("registration", *common, {"name": "云汀市岚溪食品有限公司", "code": uscc(70)})
    with transaction() as session:
        session.execute(text("ANALYZE archive.name"))
    assert found("岚溪食品商行")[0] == "云汀市岚溪食品有限公司"
