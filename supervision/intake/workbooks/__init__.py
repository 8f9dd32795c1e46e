"""工作簿: the workbooks that we write; no cell of them can become a formula."""
