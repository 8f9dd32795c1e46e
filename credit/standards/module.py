"""What the standards hand to the platform."""

from supervision.kernel.module import Module, Permission

MODULE = Module(
    name="credit.standards",
    label="双公示数据标准",
    permissions=(Permission("credit.standards", "查看双公示数据标准与校验规则"),),
)
