"""认证: who sends a request, and what becomes of a refusal."""

from supervision.accounts.authenticate.service import (
    COOKIE,
    access_policy,
    authenticate,
    demo_allowed,
    forget_keys,
    record_refusal,
)

__all__ = ["COOKIE", "access_policy", "authenticate", "demo_allowed", "forget_keys", "record_refusal"]
