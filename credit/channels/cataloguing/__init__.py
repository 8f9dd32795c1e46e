"""The public catalogue of items, given whole to receivers whose contract wants it, whenever it differs from what they have."""
