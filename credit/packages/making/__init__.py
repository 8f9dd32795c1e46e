"""制作离线包: the rows of a unit in the layout of the standard, signed."""
