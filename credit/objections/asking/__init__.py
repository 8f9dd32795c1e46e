"""咨询: a question of anybody, answered by a department, and made public where the asker agrees and a person has looked."""
