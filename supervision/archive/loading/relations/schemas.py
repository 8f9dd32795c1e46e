"""The fields of a relation: who holds, leads or owns whom."""

from supervision.intake.kinds import Field, FieldType

FIELDS = (
    Field(
        "name",
        "企业名称",
        required=True,
        max_length=300,
        aliases=("被投资企业", "公司名称", "被投资企业名称", "主体名称", "单位名称", "ENTNAME"),
    ),
    Field(
        "code",
        "统一社会信用代码",
        FieldType.CODE,
        max_length=64,
        aliases=("企业统一社会信用代码", "信用代码", "被投资企业统一社会信用代码"),
    ),
    Field("regno", "注册号", max_length=64, aliases=("工商注册号", "企业注册号")),
    Field("role", "关系", max_length=100, aliases=("关系类型", "人员类型", "类型", "身份")),
    Field(
        "holder_name",
        "股东名称",
        required=True,
        max_length=300,
        aliases=("股东", "股东姓名", "投资人", "投资人名称", "姓名", "人员姓名", "高管姓名", "出资人", "分支机构名称", "INV"),
    ),
    Field(
        "holder_code",
        "股东统一社会信用代码",
        FieldType.CODE,
        max_length=64,
        aliases=("股东代码", "投资人代码", "股东证照号码", "分支机构代码"),
    ),
    Field("holder_kind", "股东类型", max_length=64, aliases=("投资人类型", "股东性质")),
    Field("holder_document_no", "股东证件号码", max_length=64, personal=True, aliases=("证件号码", "身份证号", "身份证号码")),
    Field("share", "持股比例", FieldType.DECIMAL, aliases=("持股比例(%)", "出资比例", "出资比例(%)", "股权比例", "占比")),
    Field("subscribed", "认缴出资额", FieldType.MONEY_WAN, aliases=("认缴出资额(万元)", "认缴额", "出资额", "SUBCONAM")),
    Field("position", "职务", max_length=100, aliases=("职位", "任职", "POSITION")),
    Field("valid_from", "起始日期", FieldType.DATE, aliases=("任职日期", "出资日期", "认缴日期", "开始日期")),
    Field("valid_to", "终止日期", FieldType.DATE, aliases=("离任日期", "退出日期", "结束日期")),
)
