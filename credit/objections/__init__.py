"""异议与咨询: a firm says that a public record is wrong, anybody asks, and the department that reported it answers in time."""
