"""后置审批目录: items, their departments and reform modes, in dated versions."""
