"""送达: page, e-mail, webhook and API, each with its receipt."""
