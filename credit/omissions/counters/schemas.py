"""窗口办理结果 as a kind of row."""

from typing import Final

from supervision.intake.kinds import Field, FieldType

KINDS: Final = {"行政许可": "licence", "许可": "licence", "行政处罚": "penalty", "处罚": "penalty"}
GRANTED: Final = ("准予许可", "准予", "同意", "办结", "批准", "作出处罚", "处罚", "罚款")
FIELDS: Final = (
    Field("number", "办件编号", required=True, max_length=60, aliases=("办件号", "受理编号", "业务流水号")),
    Field("kind", "办理类别", required=True, max_length=8, aliases=("类别", "双公示类别")),
    Field("item", "事项名称", required=True, max_length=300, aliases=("办理事项", "许可事项", "处罚事项")),
    Field("subject_name", "当事人", required=True, max_length=200, aliases=("申请人", "行政相对人名称", "相对人", "企业名称")),
    Field("code", "统一社会信用代码", FieldType.CODE, max_length=18, aliases=("代码", "信用代码")),
    Field("result", "办理结果", required=True, max_length=30, aliases=("结果", "审批结果", "办结结果")),
    Field("doc_no", "决定文书号", max_length=100, aliases=("文书号", "决定书文号", "许可文书号", "文号")),
    Field("finished_on", "办结日期", FieldType.DATE, required=True, aliases=("办结时间", "决定日期")),
)
