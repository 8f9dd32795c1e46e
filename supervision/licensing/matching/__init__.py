"""经营范围比对: from a business scope to the items that it asks for."""
