"""A sheet and the registration that it was made for, joined by the registrar's own number."""
