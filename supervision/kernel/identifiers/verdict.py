"""What a check says: accepted or not, as what, and each problem with its one-step remedy."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `rejects` tells a refusal from a remark."""

    code: str
    message: str
    remedy: str
    rejects: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one code, with the normalised text that was checked."""

    value: str
    kind: str
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(problem.rejects for problem in self.problems)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.rejects)
