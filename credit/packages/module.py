"""What offline packages hand to the platform."""

from credit.packages import models
from credit.packages.cli import commands
from credit.packages.keys import pages as keys
from credit.packages.pages import pages
from supervision.kernel.module import Module, NavigationEntry, Permission

__all__ = ["MODULE", "models"]

MODULE = Module(
    name="credit.packages",
    label="双公示离线包",
    pages=(pages, keys.pages),
    commands=(commands,),
    navigation=(
        NavigationEntry("双公示", "离线包", "credit-packages.page", "offline", "credit.report", order=64),
        NavigationEntry("双公示", "签名密钥", "signing-keys.page", "lock", "credit.keys", order=66),
    ),
    permissions=(Permission("credit.keys", "登记和撤销离线包签名密钥"),),
)
