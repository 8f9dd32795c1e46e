"""Who is still told of a withheld record: the people of the department that answers for it, and nobody by a wider reach."""

from collections.abc import Sequence
from typing import Any, Final

from supervision.kernel.access import Scope

OWN: Final = """EXISTS (
        SELECT FROM accounts.department d, unnest(CAST(:paths AS text[]), CAST(:divisions AS text[])) AS scope (path, division)
        WHERE d.id = w.department_id AND scope.path <> '' AND starts_with(d.path, scope.path)
            AND (scope.division = '' OR starts_with(d.division, scope.division)))"""


def scope_values(scopes: Sequence[Scope]) -> dict[str, Any]:
    """Return the parameters `:paths` and `:divisions` for a reader's positions.

    依据: 岗位范围见 kernel/access.py。
    单位: 无。
    错误: 无。
    """
    return {
        "paths": [scope.department_path or "" for scope in scopes],
        "divisions": [scope.division or "" for scope in scopes],
    }


def standing_sql(record: str) -> str:
    """Return the withholdings `w` that stand on a record, as what follows FROM.

    依据: 一事一键：同一事项的各个版本业务键相同。
    单位: 无。
    错误: 无。
    """
    return (
        f"archive.withheld w WHERE w.kind = {record}.kind AND w.business_key = {record}.business_key AND w.released_at IS NULL"
    )


def shared_sql(record: str) -> str:
    """Return the condition that a record may be told to the reader.

    依据: 国家发展改革委令第36号（修复后停止共享）；本部门自己的记录不是共享。
    单位: 无。
    错误: 无。
    """
    return f"NOT EXISTS (SELECT FROM {standing_sql(record)} AND NOT {OWN})"


def withheld_sql(record: str) -> str:
    """Return one row for a record: `seen`, which is false where the reader is not told, and `marks`, both null if it is shared.

    依据: 同 shared_sql。
    单位: 无。
    错误: 无。
    """
    mark = "json_build_object('since', w.since, 'mark', w.mark, 'reason', w.reason)"
    return f"(SELECT bool_and({OWN}) AS seen, json_agg({mark}) AS marks FROM {standing_sql(record)})"  # noqa: S608  # constants of this file


def withheld_of_sql(record_id: str) -> str:
    """Return the same for the record under an id; no row where there is none.

    依据: 同 shared_sql。
    单位: 无。
    错误: 无。
    """
    return f"(SELECT m.* FROM archive.record x CROSS JOIN LATERAL {withheld_sql('x')} m WHERE x.id = {record_id})"  # noqa: S608  # constants of this file
