"""登记业务: what the registrars of the city registered in the last weeks, and what its departments made of it."""
