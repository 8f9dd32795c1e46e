"""How an actor is written wherever something says who did it."""

from supervision.kernel.access import Principal


def actor_of(principal: Principal) -> str:
    """Return the actor as the audit keeps it: by number, since names change.

    依据: GB/T 22239-2019 8.1.4.3（审计到每个用户）。
    单位: 无。
    错误: 无。
    """
    return f"{principal.kind}:{principal.id}"
