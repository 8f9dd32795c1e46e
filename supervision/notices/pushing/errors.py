"""What is not there."""

from supervision.kernel.errors import NotFound


class SweepUnknown(NotFound):
    """No such report."""

    code = "notices.pushing.sweep_unknown"
    message = "没有这份核查报告"
    remedy = "从核查报告列表重新进入"
