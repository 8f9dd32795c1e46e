"""What reporting hands to the platform."""

from credit.reporting import models
from supervision.kernel.module import Module, Permission

MODULE = Module(
    name="credit.reporting",
    label="双公示归集",
    permissions=(
        Permission("credit.read", "查看双公示数据"),
        Permission("credit.report", "报送双公示数据"),
    ),
    parts=(models.Decision, models.DecisionVersion),
)
