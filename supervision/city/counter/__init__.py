"""登记窗口: the sheets that the registrars of the city handed out in the last weeks, most of them signed."""
