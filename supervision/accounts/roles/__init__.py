"""角色与岗位: what a role may do and who holds it, where, from when to when."""
