"""取数: pages become batches of the intake, and what was taken stands in the same transaction as how far it went."""
