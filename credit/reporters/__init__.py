"""报送责任人: who heads, who is the liaison and who enters for each unit, from when to when, and how it was handed over.

Stands above entering, questions, omissions and assessment, which it reads for what is open at a handover.
"""
