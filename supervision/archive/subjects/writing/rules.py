"""How the template of an archive becomes a statement.

Three renderings of one answer: the `GROUP` one holds for any subject and any day; the `PLAIN` one only for today, for a
subject that is not merged and has nothing to hide; the `BRIEF` one only if, besides, all that is known is one registration
with one code, name and event from one source; it covers an operator's name, and leaves a text that repeats it. The shorter ones leave out what then has no effect, since PostgreSQL prepares
every node of a plan on each execution whether it is reached or not; the brief one has a text of its own for that, in which
nothing is ordered or picked. A rendering that may not answer returns no row, and the next one is asked. The kinds of
identifier come before each other in the reverse of their alphabet, which lets an index find the one that counts.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from supervision.archive.subjects import rules
from supervision.archive.subjects.conflicts import rules as conflicts
from supervision.archive.subjects.masking import rules as masking
from supervision.archive.subjects.sourcing.rules import source_rank_sql
from supervision.archive.subjects.withholding import rules as withholding

FOLDER: Final = Path(__file__).parents[1] / "sql"
MACRO: Final = re.compile(r"\{\{(\w+)(?: ([^{}]+))?\}\}")
PARAMETER: Final = re.compile(r"(?<![:\w\[]):([a-z_]+)")
CASTS: Final = {"known_at": "::timestamptz", "valid_on": "::date", "judged_on": "::date", "code": "::text"}
Macros = Mapping[str, Callable[..., str]]


class Rendering(StrEnum):
    """Which statement is asked, the shortest first."""

    BRIEF = "brief"
    PLAIN = "plain"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with numbered parameters, the names that they stand for in order, and the name under which a server prepares it."""

    text: bytes
    names: tuple[str, ...]
    name: bytes = b""

    def values(self, given: Mapping[str, object]) -> list[object]:
        return [given[name] for name in self.names]


@cache
def archive_statement(rendering: Rendering, *, logging: bool) -> Statement:
    """Return the statement that answers with a whole archive.

    依据: 一户一档；规则见 subjects/rules.py 与 masking/rules.py。
    单位: 无。
    错误: 无。
    """
    text, macros = RENDERINGS[rendering]
    log = f", {template('log')}" if logging else ""
    return compiled(template(text), {**SHARED, **macros, "log": lambda: log})


def compiled(template: str, macros: Macros) -> Statement:
    """Return a template with its macros written out, innermost first, and its `:names` numbered.

    依据: 无。
    单位: 无。
    错误: KeyError（模板用了不存在的宏）。
    """
    while MACRO.search(template):
        template = MACRO.sub(lambda found: _expanded(found, macros), template)
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}{CASTS.get(found[1], '')}"

    text = PARAMETER.sub(number, template)
    return Statement(text.encode(), tuple(names), blake2b(text.encode(), digest_size=8).hexdigest().encode())


def _expanded(found: re.Match[str], macros: Macros) -> str:
    name, argument = found[1], found[2]
    if argument is None:
        return macros[name]()
    return macros[name](*(argument.split() if name == "begun_at" else [argument]))


@cache
def template(name: str) -> str:
    """Return the text of a file in `sql/`.

    依据: 无。
    单位: 无。
    错误: FileNotFoundError（没有这个模板）。
    """
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _source(alias: str) -> str:
    return (
        f"json_build_object('department_id', {alias}.department_id, 'batch_id', {alias}.batch_id,"
        f" 'row_no', {alias}.row_no, 'known_from', {alias}.known_from)"
    )


def _best() -> str:
    return ", ".join(
        f"(array_agg(r.id) FILTER (WHERE r.good AND r.{name} IS NOT NULL))[1] AS best_{name}"
        for name in rules.REGISTRATION_FIELDS
    )


def _fields() -> str:
    return ", ".join(f"'{name}', registering.best_{name}" for name in rules.REGISTRATION_FIELDS)


def _standing() -> str:
    never = {"telephone": "NULL"}
    given = (
        f"'{name}', " + never.get(name, f"CASE WHEN r.{name} IS NOT NULL THEN r.id END") for name in rules.REGISTRATION_FIELDS
    )
    return ", ".join(given)


def _hidden(flag: str, mask: Callable[[str], str]) -> Callable[[str], str]:
    return lambda value: f"CASE WHEN subj.{flag} THEN {mask(value)} ELSE {value} END"


def _hidden_operator(value: str) -> str:
    return f"CASE WHEN s.kind = 'individual' AND NOT :reveal::boolean THEN {masking.masked_name_sql(value)} ELSE {value} END"


def _hidden_holder(value: str) -> str:
    person = "coalesce((SELECT o.kind = 'person' FROM archive.subject o WHERE o.id = q.other), true)"
    return f"CASE WHEN subj.hide_name AND q.holder AND {person} THEN {masking.masked_name_sql(value)} ELSE {value} END"


def _hidden_people(value: str) -> str:
    return (
        f"CASE WHEN subj.hide_name THEN coalesce(regexp_replace({value}, ({template('people')}), '某某', 'g'), {value})"
        f" ELSE {value} END"
    )


def _hidden_text(value: str) -> str:
    return f"CASE WHEN :reveal::boolean THEN {value} ELSE {masking.masked_text_sql(value)} END"


def _hidden_text_and_people(value: str) -> str:
    return _hidden_text(f"({_hidden_people(value)})")


def _hidden_document(hidden: Callable[[str], str]) -> Callable[[str], str]:
    """Return how free texts among a record's fields are covered; numbers and what is no text stay as they are."""
    text = hidden("(f.value #>> '{}')")

    def macro(value: str) -> str:
        return (
            f"CASE WHEN :reveal::boolean THEN {value} ELSE (SELECT coalesce(jsonb_object_agg(f.key,"  # noqa: S608  # constants of this slice
            f" CASE WHEN jsonb_typeof(f.value) = 'string' THEN to_jsonb({text}) ELSE f.value END), '{{}}'::jsonb)"
            f" FROM jsonb_each({value} - :personal::text[]) f) END"
        )

    return macro


def _same(value: str) -> str:
    return value


def _telephone_conflict(value: str) -> str:
    telephone = masking.masked_telephone_sql(value)
    return f"CASE WHEN c.field = 'telephone' AND NOT :reveal::boolean THEN {telephone} ELSE {value} END"


def _any_conflict(value: str) -> str:
    return (
        f"CASE WHEN c.field = 'legal_rep' AND subj.hide_name THEN {masking.masked_name_sql(value)}"
        f" WHEN c.field = 'name' AND subj.hide_home THEN {masking.masked_name_sql(value)}"
        f" WHEN c.field = 'address' AND subj.hide_home THEN {masking.masked_address_sql(value)}"
        f" WHEN c.field = 'telephone' AND NOT :reveal::boolean THEN {masking.masked_telephone_sql(value)} ELSE {value} END"
    )


SHARED: Final[Macros] = {
    "in_force": rules.in_force_sql,
    "mask_telephone": masking.masked_telephone_sql,
    "source": _source,
    "withheld": withholding.withheld_sql,
    "withheld_of": withholding.withheld_of_sql,
    "best": _best,
    "fields": _fields,
    "rank": source_rank_sql,
    "compared": conflicts.compared_sql,
    "same": lambda: conflicts.same_sql("f.value", "s.value"),
    "name_of": lambda subject: template("name_of").replace("SUBJECT", subject),
    "neighbours": lambda key: template("neighbours").replace("KEY", key),
}
WHOLE: Final[Macros] = {
    "relations": lambda: template("relations"),
    "records": lambda: template("records"),
    "troubles": lambda: template("troubles"),
    "relating_and_recording": lambda: template("relating_and_recording"),
}
GROUP: Final[Macros] = {
    **WHOLE,
    "head": lambda: template("group"),
    "mine": lambda alias: f"{alias}.subject_id = ANY (subj.ids)",
    "known": rules.known_sql,
    "merged": lambda alias: rules.known_sql(alias, "merged_at", "split_at"),
    "begun": rules.begun_sql,
    "begun_at": rules.begun_sql,
    "hidden_name": _hidden("hide_name", masking.masked_name_sql),
    "hidden_person": _hidden("hide_home", masking.masked_name_sql),
    "hidden_home": _hidden("hide_home", masking.masked_address_sql),
    "hidden_holder": _hidden_holder,
    "hidden_people": _hidden_people,
    "hidden_text": _hidden_text_and_people,
    "hidden_document": _hidden_document(_hidden_text_and_people),
    "mask_field": _any_conflict,
    "halves": lambda: template("halves"),
    "state": lambda subject: f"CASE WHEN NOT :past::boolean THEN {template('state').replace('SUBJECT', subject)} END",
    "closed_neighbours": lambda key: template("closed_neighbours").replace("KEY", key),
}
PLAIN: Final[Macros] = {
    **WHOLE,
    "head": lambda: template("plain"),
    "mine": lambda alias: f"{alias}.subject_id = subj.id",
    "known": lambda alias: f"{alias}.known_to IS NULL",
    "begun": lambda _alias: "true",
    "begun_at": lambda _alias, _column: "true",
    "hidden_name": _same,
    "hidden_person": _same,
    "hidden_home": _same,
    "hidden_holder": _same,
    "hidden_people": _same,
    "hidden_text": _hidden_text,
    "hidden_document": _hidden_document(_hidden_text),
    "mask_field": _telephone_conflict,
    "halves": lambda: "    'halves', '[]'::json,",
    "state": lambda subject: template("state").replace("SUBJECT", subject),
    "closed_neighbours": lambda _key: "",
}
BRIEF: Final[Macros] = {
    "standing": _standing,
    "number": lambda: f"'[0-9]{{4}}|[{masking.FULL_WIDTH}]'",
    "hidden_name": _hidden_operator,
}
RENDERINGS: Final = {
    Rendering.BRIEF: ("brief", BRIEF),
    Rendering.PLAIN: ("archive", PLAIN),
    Rendering.GROUP: ("archive", GROUP),
}
