"""What the people of reporting hand to the platform."""

from credit.reporters import models
from credit.reporters.pages import lacking, pages
from supervision.kernel.module import Module, NavigationEntry, Permission

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.reporters",
    label="双公示报送责任人",
    pages=(pages,),
    navigation=(
        NavigationEntry("双公示", "报送责任人", "reporters.page", "user", "credit.reporters", order=68, count=lacking),
    ),
    permissions=(Permission("credit.reporters", "任命和交接双公示报送责任人"),),
)
