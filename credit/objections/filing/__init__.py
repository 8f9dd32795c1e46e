"""提出异议: what the firm fills in on the portal, its receipt and what it reads there."""
