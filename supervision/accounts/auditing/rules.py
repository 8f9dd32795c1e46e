"""How acts are called when a person reads them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from supervision.accounts.purposes.rules import LABELS as PURPOSES
from supervision.accounts.purposes.rules import VERDICTS
from supervision.kernel import clock

LABELS = {
    "accounts.sign_in": "登录",
    "accounts.sign_in.refuse": "登录被拒绝",
    "accounts.sign_out": "退出",
    "accounts.access.refuse": "越权被拒绝",
    "accounts.user.lock": "账号锁定",
    "accounts.user.unlock": "解锁账号",
    "accounts.user.create": "新建账号",
    "accounts.user.disable": "停用账号",
    "accounts.user.enable": "恢复账号",
    "accounts.password.change": "修改密码",
    "accounts.password.reset": "重置密码",
    "accounts.second_factor.enrol": "绑定第二因素",
    "accounts.second_factor.reset": "重置第二因素",
    "accounts.session.revoke": "收回会话",
    "accounts.duty.take": "换岗位",
    "accounts.position.grant": "授予岗位",
    "accounts.position.revoke": "收回岗位",
    "accounts.role.load": "载入角色",
    "accounts.department.create": "新建部门",
    "accounts.department.rename": "部门改名",
    "accounts.department.end": "撤并部门",
    "accounts.client.issue": "签发密钥",
    "accounts.client.revoke": "收回密钥",
    "accounts.purpose.declare": "声明用途",
    "accounts.purpose.review": "审查用途",
    "accounts.audit.verify": "核对审计链",
    "audit.access-sealed": "封存访问记录",
    "audit.root-signed": "签名审计链",
    "archive.merge": "合并档案",
    "archive.split": "拆分档案",
    "archive.report": "报告有误",
    "archive.conflict.settle": "处理不一致",
    "archive.link.same": "核对：是同一主体",
    "archive.link.different": "核对：不是",
    "archive.link.unsure": "核对：暂不确定",
    "archive.link.park": "核对：保留待登记",
    "jobs.cancel": "取消任务",
    "jobs.retry": "重做任务",
    "outbox.retry": "重送消息",
    "outbox.give-up": "放弃消息",
    "accounts.access.key-refused": "密钥被拒绝",
    "accounts.access.key-from-elsewhere": "密钥来自未允许的地址",
    "accounts.access.too-many-attempts": "尝试过多被拒绝",
    "intake.receive": "收到文件",
    "intake.load": "装载文件",
    "credit.docking.create": "新增对接来源",
    "credit.docking.change": "修改对接来源",
    "credit.docking.test": "试连对接来源",
    "credit.docking.map": "设定对接字段对应",
    "credit.docking.start": "启用对接来源",
    "credit.docking.pause": "暂停对接来源",
    "credit.docking.close": "停用对接来源",
    "credit.docking.restart": "对接来源从头重取",
    "credit.docking.run": "立即从对接来源取数",
    "credit.push.receive": "收到接口推送",
    "credit.push.authorise": "授权代为推送",
    "credit.push.end": "终止代为推送授权",
    "credit.catalogue.add": "新增双公示事项",
    "credit.catalogue.change": "修改双公示事项",
    "credit.catalogue.review": "保密审查双公示事项",
    "credit.catalogue.task.close": "办结目录维护任务",
    "credit.zero-report.file": "作零报告",
    "credit.objections.file": "提出异议",
    "credit.objections.take": "接收异议",
    "credit.objections.decide": "决定异议",
    "credit.objections.cancel": "撤回异议",
    "credit.objections.ask-process": "申请公开异议处理过程",
    "credit.objections.contact": "看异议咨询的联系方式",
    "credit.inquiries.ask": "提出咨询",
    "credit.inquiries.forward": "转办咨询",
    "credit.inquiries.answer": "答复咨询",
    "credit.inquiries.publish": "公开问答",
    "credit.inquiries.retract": "停止公开问答",
    "credit.report.make": "出具信用报告",
    "credit.report.open": "打开信用报告",
    "credit.omission.explain": "说明未报线索",
    "credit.omission.judge": "认定未报线索",
    "credit.circular.issue": "发布考核通报",
    "credit.appeal.file": "考核申诉",
    "credit.appeal.withdraw": "撤回考核申诉",
    "credit.appeal.decide": "决定考核申诉",
    "licensing.catalogue.draft": "新建目录草案",
    "licensing.catalogue.import": "导入目录",
    "licensing.catalogue.item.save": "修改审批事项",
    "licensing.catalogue.item.remove": "删去审批事项",
    "licensing.catalogue.publish": "发布目录",
    "licensing.catalogue.withdraw": "撤回目录",
    "licensing.office.assign": "登记部门归口",
    "notices.informing-issued": "出具告知单",
    "notices.informing-void": "作废告知单",
    "notices.informing-numbered": "改登记业务编号",
    "notices.undertaking-taken": "登记承诺",
    "notices.delivery.set": "设置送达方式",
    "notices.delivery.close": "停用送达方式",
    "notices.delivery.send_now": "立即重送",
    "notices.wording-kept": "保存常用语",
    "notices.wording-ended": "停用常用语",
    "credit.channels.set": "设置归集渠道",
    "credit.channels.pause": "暂停归集渠道",
    "credit.channels.resume": "恢复归集渠道",
    "credit.channels.send-now": "立即向上级平台推送",
    "credit.channels.push-again": "重新推送双公示决定",
    "credit.channels.personal": "向市人口库推送个人信息",
    "credit.release": "放行待确认的双公示决定",
    "credit.question.send": "改正疑问数据并重报",
    "credit.question.explain": "说明疑问数据",
    "credit.question.confirm": "确认疑问数据的说明",
    "credit.question.return": "退回疑问数据的说明",
    "credit.question.withdraw": "撤回疑问数据",
    "credit.entry.submit": "在线填报双公示决定",
    "credit.entry.discard": "放弃填报草稿",
    "clues.hand-over": "移交线索",
    "clues.assign": "分派线索",
    "clues.reassign": "改由其他部门承办线索",
    "clues.extend": "延长线索期限",
    "clues.settle": "登记线索核查结果",
    "clues.reopen": "重新核查线索",
    "licensing.decide": "判定语句",
    "credit.publicity.publish": "审核通过公示",
    "credit.publicity.withhold": "审核不予公示",
    "credit.publicity.take-up": "重新审核公示",
    "credit.publicity.withdraw": "撤下公示",
    "credit.publicity.severity": "确认严重程度",
    "credit.publicity.masks": "确认脱敏",
    "credit.repair.submit": "申请信用修复",
    "credit.repair.ask": "要求补正修复材料",
    "credit.repair.supplement": "补正修复材料",
    "credit.repair.accept": "受理信用修复",
    "credit.repair.decline": "不予受理信用修复",
    "credit.repair.extend": "延长修复审查期限",
    "credit.repair.approve": "决定信用修复",
    "credit.repair.refuse": "决定不予信用修复",
    "credit.repair.withdraw": "撤回修复申请",
    "credit.repair.close": "修复各处办结",
    "credit.repair.undo": "撤销信用修复",
    "credit.repair.lifted": "登记解除回执",
    "credit.repair.remind": "催办处处修复",
    "registration.correct": "更正登记业务",
    "registration.release": "放行待处理登记业务",
    "notices.routed": "推送告知",
    "notices.push": "推送告知",
    "notices.pool": "放入认领池",
    "notices.claim": "认领告知",
    "notices.receive": "接收告知",
    "notices.return": "回退告知",
    "notices.reassign": "改派告知",
    "notices.answer": "反馈告知",
    "notices.reopen": "重开告知",
    "notices.close": "办结告知",
    "notices.merge": "合并告知",
    "notices.withdraw": "撤回告知",
    "notices.update": "更新告知",
    "notices.remind": "提醒承办",
    "notices.escalate": "上报逾期",
    "notices.remark": "备注告知",
    "notices.follow_up.verify": "核查承诺",
    "rulebook.rule-entered": "录入规则",
    "rulebook.rule-withdrawn": "撤回规则",
    "workdays.day-changed": "调整工作日",
    "workdays.year-announced": "公布年度工作日",
}
KINDS = {
    "informing": "告知单",
    "clue": "线索",
    "user": "账号",
    "department": "部门",
    "role": "角色",
    "client": "接入系统",
    "purpose": "用途声明",
    "purpose_review": "用途审查",
    "endpoint": "功能",
    "door": "入口",
    "delivery": "消息",
    "job": "任务",
    "batch": "批次",
    "archive": "档案",
    "candidate": "待核对主体",
    "rule": "规则",
    "catalogue_version": "目录版本",
    "catalogue_item": "双公示事项",
    "catalogue_task": "目录维护任务",
    "zero_report": "零报告",
    "docking": "对接来源",
    "push-authorisation": "推送授权",
    "circular": "考核通报",
    "appeal": "考核申诉",
    "office": "职能归口",
    "licensing.decision": "语句判定",
    "registration_entry": "登记业务",
    "notice": "告知",
    "notice-wording": "常用语",
    "channel": "送达方式",
    "calendar": "工作日历",
    "audit": "审计链",
    "access-log": "访问记录",
}
ACTORS = {
    "nobody": "未登录者",
    "system": "平台",
    "platform": "平台",
    "package": "平台",
    "system:city": "平台（样例城市）",
    "system:docking": "平台（对接取数）",
    "timetable": "定时任务",
}
DETAILS = {
    "address": "地址",
    "addresses": "允许地址",
    "case_no": "案号",
    "conflict": "不一致编号",
    "count": "次数",
    "decision": "决定",
    "declarations": "登记次数",
    "department": "部门编号",
    "division": "行政区划",
    "ended": "会话编号",
    "expires_at": "到期",
    "former": "原值",
    "field": "字段",
    "heir": "职能并入",
    "kept": "保留的档案",
    "kind": "种类",
    "login": "登录名",
    "merge": "合并编号",
    "merged": "并入的档案",
    "merged_into": "并入",
    "month": "月份",
    "name": "名称",
    "note": "说明",
    "client": "接入系统编号",
    "number": "编号",
    "permission": "权限",
    "permissions": "权限",
    "position": "岗位编号",
    "prefix": "密钥前段",
    "purpose": "用途",
    "reach": "范围",
    "reason": "理由",
    "remark": "意见",
    "report": "报告编号",
    "role": "角色",
    "sha256": "文件摘要",
    "subject": "主体",
    "subject_id": "主体编号",
    "until": "至",
    "valid_from": "起",
    "valid_to": "止",
    "verdict": "结论",
    "why": "原因",
    "label": "版本",
    "item": "事项",
    "items": "事项数",
    "based_on": "底本",
    "starts_on": "起始日期",
    "function": "职能",
    "department_id": "部门编号",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "why": {
        "signed-out": "本人退出",
        "superseded": "在别处登录",
        "revoked": "被收回",
        "confirmed": "第二步已完成",
        "unknown-login": "没有这个登录名",
        "locked": "账号锁定中",
        "disabled": "账号已停用",
        "demo-account": "演示账号不能登录",
        "password": "密码不符",
        "code": "动态码不符",
        "stale": "超时",
    },
    "purpose": {key.value: label for key, label in PURPOSES.items()},
    "verdict": {key.value: label for key, label in VERDICTS.items()},
}


def label_of(action: str) -> str:
    """Return the words for an act; one without words is shown as it is kept.

    依据: GB/T 22239-2019 8.1.4.3（审计记录包括事件类型）。
    单位: 无。
    错误: 无。
    """
    return LABELS.get(action, action)


def actor_label(actor: str) -> str:
    """Return the words for an actor that is no person and no system of a department.

    依据: GB/T 22239-2019 8.1.4.3（审计记录包括主体）。
    单位: 无。
    错误: 无。
    """
    return ACTORS.get(actor) or ACTORS.get(actor.partition(":")[0], actor)


def value_label(name: str, value: object) -> object:
    """Return a detail of an act in words where it is one of a few.

    依据: GB/T 22239-2019 8.1.4.3（审计记录包括事件内容）。
    单位: 无。
    错误: 无。
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(value_label(name, item)) for item in value)
    return WORDS.get(name, {}).get(str(value), value)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the instants between which a day lies.

    依据: 法定日期以 Asia/Shanghai 计。
    单位: 时刻，含始不含终。
    错误: 无。
    """
    begins = datetime.combine(day, time.min, tzinfo=clock.SHANGHAI)
    return begins, begins + timedelta(days=1)
