"""The contracts: data, dated, in the order of the standard, and never a person on a public site."""

import json
from datetime import date
from importlib import resources

import pytest

from credit.channels.contracts.schemas import ContractInvalid, contracts, read
from credit.standards.schemas import standards

FOLDER = resources.files("credit.channels.contracts").joinpath("data")
FILES = {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in FOLDER.iterdir()}
NEVER = {"XK_FR_ZJHM", "CF_FR_ZJHM", "XK_FR_ZJLX", "CF_FR_ZJLX"}


def test_there_is_a_contract_for_every_receiver_of_the_plan():
    assert set(contracts()) == {"credit-china", "gsxt", "province", "legal-base", "population-base"}
    assert contracts()["gsxt"].on(date(2026, 11, 22)).deadlines["publish"].workdays == 20
    assert contracts()["credit-china"].on(date(2026, 11, 22)).deadlines["publish"].workdays == 7


@pytest.mark.parametrize("name", list(contracts()))
def test_fields_are_those_of_the_standard_in_its_order(name):
    for edition in contracts()[name].editions:
        standard = next(one for one in standards() if one.name == edition.standard)
        for table in edition.tables:
            whole = next(one for one in standard.tables if one.label == table.name)
            order = [column.code for column in whole.columns if not column.extension]
            codes = [field.code for field in table.fields]
            assert codes == [code for code in order if code in codes]
            assert not NEVER & set(codes)


def test_a_contract_that_shows_persons_to_the_public_is_none():
    spoiled = json.loads(json.dumps(FILES["credit-china"]))
    spoiled["editions"][0]["tables"][0]["parties"].append("自然人")
    with pytest.raises(ContractInvalid, match="自然人"):
        read(json.dumps(spoiled))
    public = json.loads(json.dumps(FILES["population-base"])) | {"public": True}
    with pytest.raises(ContractInvalid, match="自然人"):
        read(json.dumps(public))
    unreviewed = json.loads(json.dumps(FILES["legal-base"])) | {"carries": "decision"}
    with pytest.raises(ContractInvalid, match="公示审核"):
        read(json.dumps(unreviewed))


def test_a_changed_contract_is_a_further_edition():
    changed = json.loads(json.dumps(FILES["province"]))
    changed["editions"][0]["valid_to"] = "2026-12-31"
    changed["editions"].append({**changed["editions"][0], "valid_from": "2027-01-01", "valid_to": None, "batch_size": 7})
    contract = read(json.dumps(changed))
    assert contract.on(date(2026, 12, 31)).batch_size != 7
    assert contract.on(date(2027, 1, 1)).batch_size == 7
    assert contract.on(date(1999, 1, 1)).batch_size != 7
