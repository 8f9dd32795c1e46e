"""权责清单: which authority holds which power, on what basis; may import archive, intake, accounts and the kernel."""
