from tests.factories.rows import ask

POWER = {
    "authority": "云汀市公安局",
    "number": "C0500100",
    "name": "对扰乱单位秩序的行为进行处罚",
    "penalty_kinds": "行政拘留,警告,罚款",
}


def test_a_power_is_kept_with_the_kinds_of_penalty_it_allows(door):
    door.load("power", POWER)
    assert ask("SELECT authority, number, penalty_kinds FROM duties.power") == [
        (POWER["authority"], POWER["number"], ["行政拘留", "警告", "罚款"])
    ]


def test_the_same_list_again_changes_nothing(door):
    assert door.load("power", POWER, POWER).unchanged == 1
    assert door.load("power", POWER, batch=2).unchanged == 1
    assert ask("SELECT count(*) FROM duties.power") == [(1,)]


def test_a_changed_power_closes_what_stood(door):
    door.load("power", POWER)
    door.load("power", {**POWER, "penalty_kinds": "警告"}, batch=2)
    assert ask("SELECT penalty_kinds, known_to IS NULL FROM duties.power ORDER BY id") == [
        (["行政拘留", "警告", "罚款"], False),
        (["警告"], True),
    ]


def test_a_power_without_a_number_is_known_by_its_name_and_said_so(door):
    assert door.checked("power", {**POWER, "number": None}) == [(1, "warn", "V01")]
