"""读取: what the registrar wrote, turned into values, with every reason to hold and everything worth knowing."""
