"""Codes of organisations and persons (统一社会信用代码、注册号、组织机构代码、公民身份号码): checked, never guessed."""

from supervision.kernel.identifiers.normalise import normalise_code, visible
from supervision.kernel.identifiers.organisation import check_organisation_code
from supervision.kernel.identifiers.recognise import recognise
from supervision.kernel.identifiers.registration import check_registration_number
from supervision.kernel.identifiers.resident import check_resident_number
from supervision.kernel.identifiers.suggest import suggest_code
from supervision.kernel.identifiers.uscc import category_of, check_uscc
from supervision.kernel.identifiers.verdict import Problem, Verdict

__all__ = [
    "Problem",
    "Verdict",
    "category_of",
    "check_organisation_code",
    "check_registration_number",
    "check_resident_number",
    "check_uscc",
    "normalise_code",
    "recognise",
    "suggest_code",
    "visible",
]
