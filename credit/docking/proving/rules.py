"""What an account's grants say about writing."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

READING: Final = frozenset({"USAGE", "SELECT", "SHOW VIEW", "SHOW DATABASES", "REFERENCES"})
_GRANT: Final = re.compile(r"GRANT (?P<rights>.+?) ON (?P<where>\S+|`[^`]*`\.\S+) TO (?P<rest>.+)", re.DOTALL)
_COLUMNS: Final = re.compile(r"\([^()]*\)")
_TRIAL: Final = re.compile(r"`?test(\\_%|_%)?`?\.\*")


def writing_grants(grants: Iterable[str]) -> list[str]:
    """Return what lets an account of MariaDB do more than read, from the lines of SHOW GRANTS.

    依据: 最小授权：只许 SELECT；带角色的账号无从逐一核实，视为不是只读。
    单位: 无。
    错误: 无；读不懂的授权视为可写。
    """
    return list(dict.fromkeys(found for line in grants if line.lstrip().startswith("GRANT") for found in _beyond(line)))


def _beyond(line: str) -> Iterator[str]:
    match = _GRANT.fullmatch(line.strip())
    if match is None:
        yield "带有角色，或授权无法辨认"
        return
    if _TRIAL.fullmatch(match["where"]) and "PUBLIC" in match["rest"]:
        return  # the trial database that everybody may use holds nothing
    rights = {word.strip().upper() for word in _COLUMNS.sub("", match["rights"]).split(",")}
    for right in sorted(rights - READING):
        yield f"{match['where']} 上有 {right}"
    if "GRANT OPTION" in match["rest"].upper():
        yield f"{match['where']} 上可以转授权限"
