"""The audit chain (安全审计): what was done, by whom, in rows that are only added and each hold the hash of the one before.

依据: GB/T 22239-2019 8.1.4.3；GB/T 32905（SM3）。
"""

from supervision.kernel.audit.service import append_now, log_read, record

__all__ = ["append_now", "log_read", "record"]
