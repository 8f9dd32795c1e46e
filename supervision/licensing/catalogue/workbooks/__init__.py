"""目录工作簿: the whole catalogue out as a workbook, and back as a draft when every row of it can be read."""
