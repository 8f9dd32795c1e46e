"""闭环: a licence closes its notice, a lost licence goes back to the registrar."""
