"""停止共享: records that the department that reported them keeps, and that nobody else is told of any more."""
