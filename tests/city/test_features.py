import json

from supervision.accounts.roles.service import SOURCE
from supervision.city.features import spoiled
from supervision.city.firms.features import firms
from supervision.city.offices.features import offices, workers
from supervision.city.records.features import COUNTS
from supervision.city.service import city_files
from supervision.kernel.identifiers import check_uscc

CITY = firms()


def test_the_city_has_the_size_that_was_promised() -> None:
    assert (len(CITY), len(offices()), len(workers())) == (2000, 20, 64)
    assert len({office.division for office in offices()} - {"990100"}) == 3


def test_the_city_is_the_same_each_time() -> None:
    assert firms() == CITY
    assert city_files() == city_files()


def test_every_code_has_its_check_digit_and_no_code_or_name_comes_twice() -> None:
    for code in [firm.code for firm in CITY] + [office.uscc for office in offices()]:
        assert check_uscc(code).problems == ()
    assert len({firm.code for firm in CITY}) == len({firm.name for firm in CITY}) == len(CITY)


def test_every_name_of_a_person_says_that_nobody_is_meant() -> None:
    assert all(firm.legal_rep[1] == "某" for firm in CITY)


def test_every_role_is_held_by_somebody() -> None:
    roles = {row["code"] for row in json.loads(SOURCE.read_text(encoding="utf-8"))}
    assert {worker.role for worker in workers()} == roles


def test_a_mistyped_code_is_wrong() -> None:
    for firm in CITY[:200]:
        assert not check_uscc(spoiled(firm.code)).ok


def test_each_kind_has_the_rows_that_were_asked_for_and_no_number_twice() -> None:
    files = city_files()
    for kind, count in COUNTS.items():
        numbers = [row["doc_no"] for file in files if file.kind == kind for row in file.rows]
        assert len(numbers) == len(set(numbers)) == count


def test_no_two_files_share_a_name() -> None:
    names = [file.filename for file in city_files()]
    assert len(set(names)) == len(names)
