from datetime import date, datetime

import pytest

from supervision.accounts.policy.rules import policy
from supervision.accounts.purposes.errors import CaseNumberMissing, PurposeUnknown
from supervision.accounts.purposes.rules import LABELS, Purpose, case_number, outside_hours, purpose_of
from supervision.kernel.clock import SHANGHAI

LIMITS = policy(date(2026, 11, 18))


@pytest.mark.parametrize("text", ["", "   ", "……", "——"])
def test_a_case_has_a_number(text):
    with pytest.raises(CaseNumberMissing):
        case_number(text)


def test_blanks_around_a_number_do_not_count():
    assert case_number("  云汀市监案〔2026〕 118号 ") == "云汀市监案〔2026〕 118号"


def test_a_purpose_is_one_of_those_that_have_a_label():
    assert set(LABELS) == set(Purpose)
    with pytest.raises(PurposeUnknown):
        purpose_of("curiosity")


@pytest.mark.parametrize(
    ("at", "outside"),
    [
        (datetime(2026, 11, 18, 7, 59, tzinfo=SHANGHAI), True),
        (datetime(2026, 11, 18, 8, 0, tzinfo=SHANGHAI), False),
        (datetime(2026, 11, 18, 18, 59, tzinfo=SHANGHAI), False),
        (datetime(2026, 11, 18, 19, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 11, 21, 10, 0, tzinfo=SHANGHAI), True),
        (datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI), True),
    ],
)
def test_evenings_and_weekends_are_worth_a_look(at, outside):
    assert outside_hours(at, policy=LIMITS) is outside
