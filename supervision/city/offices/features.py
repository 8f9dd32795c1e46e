"""Twenty departments in three districts, and the people in every role."""

from supervision.city.features import organisation_uscc
from supervision.city.schemas import Office, Worker, words

REGISTRAR = "registrar"
SUPPORT = (
    ("operator", "市级运营人员", "reform", "city_operator"),
    ("sysadmin", "系统管理员", "reform", "system_admin"),
    ("secadmin", "安全管理员", "reform", "security_admin"),
    ("auditor", "审计管理员", "reform", "audit_admin"),
    ("liaison", "公安联络员", "police", "liaison"),
    ("executor", "惩戒执行人员", "housing", "sanction_executor"),
    ("repair", "信用修复办理人员", "reform", "repair_handler"),
    ("supervisor", "监察督查人员", "reform", "supervisor"),
    ("visitor", "公众用户", "reform", "public"),
    ("firm", "企业用户", "market", "enterprise"),
    ("registrar-market", "市市场监管局登记员", "market", "registrar"),
    ("inspector-market", "市监局检查人员", "market", "inspector"),
    ("inspector-emergency", "应急局检查人员", "emergency", "inspector"),
    ("inspector-health", "卫健委检查人员", "health", "inspector"),
    ("inspector-housing", "住建局检查人员", "housing", "inspector"),
    ("admin-market", "市监局数据管理员", "market", "department_admin"),
    ("admin-emergency", "应急局数据管理员", "emergency", "department_admin"),
    ("admin-tax", "税务局数据管理员", "tax", "department_admin"),
)


def offices() -> list[Office]:
    """Return the departments, those above before those below."""
    city = words("city")
    found = []
    for number, entry in enumerate(city["city_offices"], start=1):
        name = f"{city['city']['name']}{entry['name']}"
        division, functions = city["city"]["code"], tuple(entry["functions"])
        found.append(Office(entry["code"], name, f"市{entry['short']}", _uscc(division, number), division, functions=functions))
    for district in city["districts"]:
        for number, entry in enumerate((item for item in city["city_offices"] if item.get("in_districts")), start=1):
            code, name = f"{entry['code']}-{district['code']}", f"{district['name']}{entry['name']}"
            short = f"{district['name'][:2]}{entry['short']}"
            uscc, functions = _uscc(district["code"], number), tuple(entry["functions"])
            found.append(Office(code, name, short, uscc, district["code"], entry["code"], functions))
    return found


def workers() -> list[Worker]:
    """Return the people: who enters and who reviews in each office, and one or more in every other role."""
    found = []
    for office in offices():
        found.append(Worker(f"entry-{office.code}", f"{office.short_name}录入员", office.code, "reporter"))
        found.append(Worker(f"review-{office.code}", f"{office.short_name}审核员", office.code, "reviewer"))
    for district in words("city")["districts"]:
        login, name = f"district-{district['code']}", f"{district['name']}管理员"
        market = f"market-{district['code']}"
        found.append(Worker(login, name, market, "district_admin", district["code"]))
        found.append(Worker(f"registrar-{market}", f"{district['name']}登记员", market, "registrar"))
    return found + [Worker(*entry) for entry in SUPPORT]


def _uscc(division: str, number: int) -> str:
    return organisation_uscc("11", division, f"{int(division[2:]) * 100 + number:08d}")
