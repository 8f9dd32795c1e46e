"""关系图: up to fifteen nodes drawn by the server as SVG, one step around the archive."""
