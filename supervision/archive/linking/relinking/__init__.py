"""再次匹配: counterparts that nobody knew are looked up again once more registrations stand."""
