"""在线填报: one decision entered by hand with live checks, the workbook to fill in, and the check before a file is sent."""
