"""A source as people set it."""

from typing import Any, Final

from wtforms import BooleanField, HiddenField, IntegerField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from credit.docking.models import DockingSource
from credit.docking.rules import LONGEST, RANGES
from credit.docking.schemas import Settings
from credit.docking.states import Driver
from supervision.accounts.forms import ChineseForm, DateField, required_date

MOST_REVISION: Final = 9


def _required(words: str) -> list[Any]:
    return [InputRequired(f"填写{words}"), Length(max=LONGEST, message=f"{words}至多 {LONGEST} 字")]


def _between(name: str) -> list[Any]:
    label, least, most = RANGES[name]
    message = f"{label}填 {least} 至 {most} 的整数"
    return [InputRequired(message), NumberRange(least, most, message=message)]


def stripped(text: str | None) -> str:
    return (text or "").strip()


class WholeNumber(IntegerField):  # type: ignore[misc]  # wtforms ships no types
    """A whole number; what is none is told in Chinese."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_REVISION else None


class SourceForm(ChineseForm):
    """对接来源."""

    revision = HiddenField()
    department_id = SelectField("数据属于哪个部门", coerce=int)
    name = StringField("来源名称", _required("来源名称"), filters=[stripped], description="例如：许可审批系统视图")
    kind = SelectField("数据标准的表")
    driver = RadioField(
        "数据库", choices=[SelectChoice(item.value, item.label) for item in Driver], default=Driver.POSTGRESQL.value
    )
    host = StringField("主机", _required("主机"), filters=[stripped], description="主机名或 IP 地址，须在平台允许的网段内")
    port = WholeNumber("端口", _between("port"), default=Driver.POSTGRESQL.port, description="PostgreSQL 5432，MariaDB 3306")
    database = StringField("数据库名", _required("数据库名"), filters=[stripped])
    schema = StringField("模式名", [Length(max=LONGEST)], filters=[stripped], default="public", description="MariaDB 留空")
    table = StringField(
        "表或视图", _required("表或视图"), filters=[stripped], description="区分大小写；建议请对方建一个专用视图"
    )
    username = StringField("只读账号", _required("只读账号"), filters=[stripped])
    password = PasswordField("口令", [Length(max=200)], description="加密保存，此后不再显示；留空即不改")
    encrypted = BooleanField("要求加密连接（TLS）")
    watermark = StringField(
        "水位列", _required("水位列"), filters=[stripped], description="新增或修改时都会变大的时间或整数列，例如 update_time"
    )
    key = StringField("主键列", _required("主键列"), filters=[stripped], description="值唯一且不为空的列，例如 id")
    overlap = WholeNumber(
        "回看",
        _between("overlap"),
        default=10,
        description="每次多往回取多少：时间水位为分钟，数字水位为编号数；同一行再来不改变任何内容",
    )
    page_rows = WholeNumber("每页行数", _between("page_rows"), default=2000)
    timeout_seconds = WholeNumber("语句时限（秒）", _between("timeout_seconds"), default=30)
    every_minutes = WholeNumber("每隔多少分钟取一次", _between("every_minutes"), default=60)
    starts_on = DateField("计划起日", [required_date])
    ends_on = DateField("计划止日", description="含当日；留空即长期")

    def settings(self) -> Settings:
        """Return what was set; the form was validated."""
        driver = Driver(self.driver.data)
        return Settings(
            department_id=self.department_id.data,
            name=self.name.data,
            driver=driver,
            host=self.host.data.lower(),
            port=self.port.data,
            database=self.database.data,
            schema=(self.schema.data or None) if driver is Driver.POSTGRESQL else None,
            table=self.table.data,
            username=self.username.data,
            password=self.password.data or "",
            encrypted=bool(self.encrypted.data),
            kind=self.kind.data,
            watermark=self.watermark.data,
            key=self.key.data,
            overlap=self.overlap.data,
            page_rows=self.page_rows.data,
            timeout_seconds=self.timeout_seconds.data,
            every_minutes=self.every_minutes.data,
            starts_on=self.starts_on.data,  # type: ignore[arg-type]  # required_date refuses a form without it
            ends_on=self.ends_on.data,
        )

    @classmethod
    def of(cls, source: DockingSource) -> "SourceForm":
        """Return the form filled with a source, without its password."""
        same = ("department_id", "name", "kind", "driver", "host", "port", "database", "username", "encrypted", "overlap")
        plan = ("page_rows", "timeout_seconds", "every_minutes", "starts_on", "ends_on")
        filled = {name: getattr(source, name) for name in (*same, *plan)}
        filled.update(schema=source.schema_name or "", table=source.table_name, revision=str(source.revision))
        return cls(data={**filled, "watermark": source.watermark_column, "key": source.key_column})


def revision_of(text: str | None) -> int:
    """Return the revision that the editor saw; what is no number was never seen."""
    given = text or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= MOST_REVISION else 0
