"""The fields of a registration as files name them."""

from supervision.intake.kinds import Field, FieldType

FIELDS = (
    Field(
        "name",
        "企业名称",
        required=True,
        max_length=300,
        aliases=(
            "名称",
            "主体名称",
            "市场主体名称",
            "经营主体名称",
            "单位名称",
            "字号名称",
            "企业(机构)名称",
            "ENTNAME",
            "QYMC",
        ),
    ),
    Field(
        "code",
        "统一社会信用代码",
        max_length=64,
        aliases=(
            "统一社会信用代码/注册号",
            "社会信用代码",
            "信用代码",
            "统一代码",
            "UNISCID",
            "TYSHXYDM",
            "统一社会信用代码（注册号）",
        ),
    ),
    Field("regno", "工商注册号", max_length=64, aliases=("注册号", "注册号码", "营业执照号", "营业执照注册号", "REGNO", "ZCH")),
    Field(
        "established_on",
        "注册日期",
        FieldType.DATE,
        aliases=("成立日期", "成立时间", "设立日期", "注册时间", "开业日期", "ESTDATE", "CLRQ"),
    ),
    Field("approved_on", "核准日期", FieldType.DATE, aliases=("核准时间", "变更日期", "APPRDATE", "HZRQ")),
    Field(
        "type_name", "企业类型", max_length=200, aliases=("主体类型", "市场主体类型", "经济类型", "公司类型", "ENTTYPE", "QYLX")
    ),
    Field(
        "legal_rep",
        "法人代表",
        max_length=300,
        aliases=("法定代表人", "法定代表人姓名", "负责人", "经营者", "法人", "投资人", "执行事务合伙人", "FDDBR", "NAME"),
    ),
    Field(
        "capital_text",
        "注册资金",
        max_length=100,
        aliases=("注册资本", "注册资本(万元)", "资金数额", "出资额", "REGCAP", "ZCZB"),
    ),
    Field("industry", "行业代码", max_length=5, aliases=("国民经济行业代码", "行业门类", "INDUSTRYCO")),
    Field("scope", "经营范围", aliases=("业务范围", "OPSCOPE", "JYFW")),
    Field("province_name", "所在省份", max_length=50, aliases=("省份", "省")),
    Field("region_name", "地区", max_length=100, aliases=("所在地区", "所属区", "所属区域", "城市", "区县")),
    Field(
        "address",
        "注册地址",
        max_length=1000,
        aliases=("住所", "地址", "企业地址", "经营场所", "经营地点", "注册住所", "主要经营场所", "DOM", "ZS"),
    ),
    Field("telephone", "联系电话", max_length=100, aliases=("电话", "电话号码", "联系方式", "TEL")),
    Field("state_name", "登记状态", max_length=50, aliases=("企业状态", "经营状态", "主体状态", "登记状态名称", "REGSTATE")),
)
