"""目录公开: what anybody may read and download of the catalogue, after its confidentiality review."""
