"""样例目录: the packaged items of the invented city's departments, with their bases and how sure each is."""
