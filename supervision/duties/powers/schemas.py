"""The fields of a power as published lists name them."""

from supervision.intake.kinds import Field

FIELDS = (
    Field(
        "authority",
        "实施主体",
        required=True,
        max_length=300,
        aliases=("权力部门", "实施机关", "行使主体", "职权部门", "责任主体"),
    ),
    Field("number", "职权编号", max_length=100, aliases=("权力编码", "职权编码", "事项编码", "权力编号", "基本编码")),
    Field("name", "职权名称", required=True, max_length=1000, aliases=("权力名称", "职权事项", "权力事项名称", "行政职权名称")),
    Field("kind", "职权类型", max_length=100, aliases=("权力类型", "权力类别", "职权类别", "事项类型")),
    Field("penalty_kinds", "职权种类", max_length=500, aliases=("处罚种类", "处罚类别")),
    Field("basis", "设定依据", max_length=8000, aliases=("职权依据", "实施依据", "权力依据", "法律依据")),
    Field("level", "行使层级", max_length=100, aliases=("实施层级", "层级")),
    Field("department", "责任科室", max_length=300, aliases=("承办机构", "责任处室", "内设机构")),
    Field("duty", "责任事项", max_length=8000, aliases=("对应责任", "责任内容")),
    Field("accountability", "追责情形", max_length=8000, aliases=("追责依据", "问责依据")),
    Field("remark", "备注", max_length=4000, aliases=("说明",)),
)
STORED = ("authority", "number", "name", "kind", "basis")
OWN = ("level", "department", "duty", "accountability", "remark")
