"""What a person says on the mapping page."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence

from supervision.intake.errors import FieldMappedTwice
from supervision.intake.kinds import FieldType, RowKind
from supervision.intake.layouts.schemas import YUAN, Mapping

COLUMN = "column-{}"
UNIT = "unit-{}"
CONSTANT = "constant-{}"


def mapping_from(form: Dictionary[str, str], header: Sequence[str], kind: RowKind) -> Mapping:
    """Read the selects of the mapping page; refuse one field for two columns."""
    known = {item.name: item for item in kind.fields}
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    for place, name in enumerate(header):
        chosen = form.get(COLUMN.format(place), "")
        if chosen not in known:
            continue
        twice = [other for other, field in columns.items() if field == chosen]
        if twice:
            raise FieldMappedTwice(field=known[chosen].label, columns=f"{twice[0]}、{name}")
        columns[name] = chosen
        if known[chosen].type is FieldType.MONEY_WAN and form.get(UNIT.format(place)) == YUAN:
            units[chosen] = YUAN
    constants = {name: form.get(CONSTANT.format(name), "").strip() for name in known if name not in columns.values()}
    return Mapping(columns, units, {name: text for name, text in constants.items() if text})
