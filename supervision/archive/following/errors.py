"""What cannot be followed."""

from supervision.kernel.errors import NotFound


class SubjectUnknown(NotFound):
    """No archive stands under this number."""

    code = "archive.following.subject_unknown"
    message = "没有这一户的档案"
    remedy = "从综合查询重新进入"


class OnlyPeopleFollow(NotFound):
    """A department's system has no desk on which news could be laid."""

    code = "archive.following.only_people_follow"
    message = "关注只供个人使用"
    remedy = "系统对接请定期查询档案接口"
