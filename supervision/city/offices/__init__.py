"""单位和人员: the departments of the city and the people who work in them."""
