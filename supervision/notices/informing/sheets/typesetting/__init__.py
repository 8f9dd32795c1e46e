"""Setting a sheet with typst, in fonts that come with the package: the same bytes in, the same pages out, on any machine."""
