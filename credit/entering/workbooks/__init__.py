"""模板: one workbook for each table of the standard, with its drop-downs, notes, and a whole example."""
