"""部门职能归口表: functions × divisions, with the gaps."""
