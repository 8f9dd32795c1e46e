"""考核工作簿: the figures as numbers that a spreadsheet can count with, and the method on a sheet of its own."""
