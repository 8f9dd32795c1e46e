"""推送归集: departments' systems, and approval systems that were authorised by departments, push decisions into the one door of the intake."""
