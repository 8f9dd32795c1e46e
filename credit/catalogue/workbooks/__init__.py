"""目录工作簿: a template with its choices, the catalogue of a department out, and back when every row of it can be read."""
