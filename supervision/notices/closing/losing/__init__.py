"""许可灭失: a licence that was revoked, cancelled or ran out goes back to the registrar."""
