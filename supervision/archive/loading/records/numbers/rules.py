"""Sort the numbers of a counterpart: code, old number, organisation code, resident number."""

from collections.abc import Sequence

import polars as pl

from supervision.archive.loading.registrations.rules import tidy_code
from supervision.kernel.identifiers.bulk import organisation_ok, resident_ok, uscc_inner_ok, uscc_ok

SHORT_NAME = 4
NUMBER_COLUMNS = ("code", "regno", "org_code", "tax_no", "institution_no", "association_no", "document_no")


def with_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `uscc`, `number`, `org`, `person_no`, `code_problem` and `person_moved`; empty out resident numbers found elsewhere.

    依据: GB 32100-2015、GS 15-2006、GB 11714-1997、GB 11643-1999；旧税号 = 6 位区划 + 9 位组织机构代码（+ 后缀）。
    单位: 无。
    错误: 18 位而校验码不对为 wrong，位数不对为 near；都认不出的不猜。
    """
    rows = frame.with_columns(tidy_code(frame[name]).alias(name) for name in NUMBER_COLUMNS)
    people = {name: is_person(rows[name], rows["subject_name"]) for name in NUMBER_COLUMNS}
    moved = people["code"] | people["tax_no"]
    person = first_of(rows, people)
    cleaned = rows.with_columns(blanked(rows[name], people[name]) for name in NUMBER_COLUMNS if name != "document_no")
    return cleaned.with_columns(person_no=person, person_moved=moved).pipe(with_organisation_numbers)


def with_organisation_numbers(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `uscc`, `number`, `org` and `code_problem` from the columns of codes.

    依据: 同 `with_numbers`。
    单位: 无。
    错误: 同 `with_numbers`。
    """
    codes = {name: blanked(rows[name], ~uscc_ok(rows[name])) for name in ("code", "org_code", "tax_no", "regno")}
    uscc = coalesced([codes["code"], codes["tax_no"], codes["org_code"], codes["regno"]])
    orgs = [organisation_part(rows[name]) for name in ("org_code", "code", "tax_no", "regno")]
    length, plain = rows["code"].str.len_chars(), rows["code"].str.contains("^[0-9A-Z]+$")
    number = coalesced([blanked(rows["regno"], rows["regno"].is_null()), blanked(rows["code"], ~plain | length.is_in([9, 18]))])
    known = uscc.is_not_null() | coalesced(orgs).is_not_null()
    wrong = plain & (length == 18) & ~known  # noqa: PLR2004  # the length of a unified code
    near = plain & (length > 15) & (length != 18) & ~known  # noqa: PLR2004  # longer than a registration number
    problem = pl.select(
        pl.when(wrong).then(pl.lit("wrong")).when(near).then(pl.lit("near")).otherwise(pl.lit(None, dtype=pl.String))
    ).to_series()
    return rows.with_columns(
        uscc.alias("uscc"), number.alias("number"), coalesced(orgs).alias("org"), problem.alias("code_problem")
    )


def is_person(values: pl.Series, names: pl.Series) -> pl.Series:
    """Tell where a resident number stands; one that is also a right code counts as the code, unless a person is named.

    依据: GB 11643-1999；GB 32100-2015。
    单位: 无。
    错误: 无。
    """
    resident = resident_ok(values)
    if not resident.any():
        return resident
    both = uscc_ok(values) & uscc_inner_ok(values) & (names.str.len_chars() > SHORT_NAME)
    return resident & ~both.fill_null(value=False)


def organisation_part(values: pl.Series) -> pl.Series:
    """Return the organisation code that a number is or contains, where its own check character is right.

    依据: GB 11714-1997；旧税号第 7–15 位为组织机构代码。
    单位: 无。
    错误: 无。
    """
    length = values.str.len_chars()
    part = pl.select(
        pl.when(length == 9)  # noqa: PLR2004  # an organisation code
        .then(values)
        .when(length.is_in([15, 17, 18, 20]) & values.str.contains("^[0-9]{6}"))
        .then(values.str.slice(6, 9))
        .otherwise(pl.lit(None, dtype=pl.String))
    ).to_series()
    return blanked(part, ~organisation_ok(part) | uscc_ok(values))


def blanked(values: pl.Series, where: pl.Series) -> pl.Series:
    """Return the values with null where the mask is true.

    依据: 无。
    单位: 无。
    错误: 无。
    """
    return values.to_frame("v").select(pl.when(~where.fill_null(value=True)).then(pl.col("v"))).to_series().alias(values.name)


def coalesced(columns: Sequence[pl.Series]) -> pl.Series:
    """Return the first value that stands in any of the columns.

    依据: 无。
    单位: 无。
    错误: 无。
    """
    return pl.select(pl.coalesce(list(columns))).to_series()


def first_of(rows: pl.DataFrame, people: dict[str, pl.Series]) -> pl.Series:
    """Return the resident number of each row, from whichever column holds one.

    依据: GB 11643-1999。
    单位: 无。
    错误: 无。
    """
    return coalesced([blanked(rows[name], ~people[name]) for name in ("document_no", "code", "tax_no", "org_code", "regno")])
