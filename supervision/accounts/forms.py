"""What every form of accounts has: Chinese messages, and a place for a rule's refusal."""

import re
from datetime import date
from typing import Any, ClassVar

from wtforms import Form, StringField
from wtforms.validators import ValidationError

from supervision.kernel.errors import DomainError

DATE = re.compile(r"(\d{4})\s*[-/年.]?\s*(\d{1,2})\s*[-/月.]?\s*(\d{1,2})\s*日?")


class ChineseForm(Form):  # type: ignore[misc]  # wtforms ships no types
    """A form whose messages are Chinese."""

    class Meta:
        """What wtforms reads."""

        locales: ClassVar[list[str]] = ["zh"]

    def refuse(self, error: DomainError) -> None:
        """Show a rule's refusal, remedy first, above the form; what was typed stays."""
        self.form_errors.append("。".join(part for part in (error.text, error.remedy_text) if part))


def required_date(_form: Form, field: "DateField") -> None:
    """Refuse a form without this date, in words that fit any date."""
    if field.data is None and not field.text:
        raise ValidationError(f"填写{field.label.text}")


class DateField(StringField):  # type: ignore[misc]  # wtforms ships no types
    """A date typed as `2026-11-18`, `2026/11/18`, `20261118` or `2026年11月18日`; empty is no date."""

    text: str = ""
    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not self.text:
            return
        match = DATE.fullmatch(self.text)
        try:
            self.data = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            self.data = None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - wtforms hands it to every field
        if self.data is None and self.text:
            raise ValidationError(f"“{self.text[:20]}”不是日期，按 2026-11-18 的样子填")

    def _value(self) -> str:
        return self.text or (self.data.isoformat() if self.data else "")
