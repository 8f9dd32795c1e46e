"""Why there is no build; each time everything is matched as before, by the pure engine."""

from supervision.kernel.errors import DomainError


class CompilerAbsent(DomainError):
    """There is no C compiler on this machine."""

    code = "licensing.matching.compiler_absent"
    message = "没有找到 C 编译器（{command}），比对引擎未编译，比对照常以纯 Python 运行"
    remedy = "如需编译，请安装 gcc（Debian：apt-get install gcc libc6-dev）后再试"


class HeadersAbsent(DomainError):
    """Python came without what C programs need to be built against it."""

    code = "licensing.matching.headers_absent"
    message = "没有找到 Python 的 C 头文件（{file}），比对引擎未编译，比对照常以纯 Python 运行"
    remedy = "如需编译，请安装 Python 的开发文件（Debian：apt-get install python3-dev）后再试"


class MypyAbsent(DomainError):
    """The compiler's package is one of the tools of development, and is not installed here."""

    code = "licensing.matching.mypy_absent"
    message = "没有安装 {packages}，比对引擎未编译，比对照常以纯 Python 运行"
    remedy = "它们是开发依赖，make environment 会一并安装；只装运行依赖的机器不能编译"


class NotBuilt(DomainError):
    """The compiler refused or failed."""

    code = "licensing.matching.not_built"
    message = "比对引擎编译失败，比对照常以纯 Python 运行"
    remedy = "编译器的最后输出：{output}"


class NotTheSame(DomainError):
    """What was built cannot be loaded, or answers otherwise than the pure engine."""

    code = "licensing.matching.not_the_same"
    message = "编译后的比对引擎未通过核对（{reason}），已弃用，比对照常以纯 Python 运行"
    remedy = "请把这一情况告知开发者"
