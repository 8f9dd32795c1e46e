"""登记: what the registrar tells of every firm. Stands on archive and duties; licensing and notices stand on it."""
