"""Telling a word that means an item from one that only says which kind of another thing follows it: 民宿家具, 食品电子商务."""

from typing import Final

from supervision.licensing.matching.reading.schemas import Token
from supervision.licensing.matching.vocabulary.schemas import Use

# No list goes on to one of them without a mark between, whatever the word before it is.
HEADS: Final = (
    *("文化传播", "文化传媒", "文化推广", "文化艺术", "电子商务", "电商", "安全评价", "评价", "大数据"),
    *("数据", "课程", "教材", "教程", "标识", "标牌", "标志", "展览", "展会", "展销会", "论坛", "峰会"),
    *("模型", "沙盘", "证书", "证件", "手册", "证照", "小程序", "APP", "网站", "平台", "软件", "硬件"),
    *("机器人", "人才", "人员", "员工", "从业", "机构", "产业", "品牌", "加盟", "协会", "统计", "调研"),
    *("调查", "专利", "知识产权", "标准", "供应链", "信息化", "智能化", "自动化", "数字化", "物联网"),
    *("互联网", "区块链", "云计算", "服务外包", "后勤", "学术", "专用车", "用车", "用房", "用地", "用水"),
    *("用电", "用料"),
)
# Behind the word for a service even wares are another thing; behind goods they may be more goods.
WARES: Final = (
    *HEADS,
    *("服装", "服饰", "工装", "制服", "家具", "家俱", "家私", "布草", "被服", "灯具", "灯箱", "灯饰"),
    *("玩具", "家电", "电器", "字画", "陶瓷", "石材", "涂料", "油漆", "钢材", "管材", "型材", "板材"),
    *("五金", "窗帘", "地毯", "门窗", "玻璃", "餐具", "厨具", "洁具", "车辆", "船舶", "物资", "废弃物"),
    *("废物", "废水", "废气", "废液", "废料", "废渣", "工艺品", "纪念品", "专用"),
)
# What even a word that may run on into anything only qualifies.
ADVICE: Final = (
    *("咨询", "信息咨询", "管理咨询", "设备", "用品", "系统", "软件", "技术", "培训教材", "教材", "文化"),
    *("策划", "大数据", "行业", "领域", "方面", "产业", "从业", "政策", "标准", "信息平台"),
)


def qualifies(use: Use, token: Token, text: str) -> bool:
    """Tell whether another thing follows right behind a word, which only says of which kind it is."""
    heads = ADVICE if use.anyhow else WARES if token.entry.serves else HEADS
    return text.startswith(heads, token.end)
