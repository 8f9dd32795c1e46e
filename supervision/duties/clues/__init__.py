"""线索登记: what one department found and another must look into."""
