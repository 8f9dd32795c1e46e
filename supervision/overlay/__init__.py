"""叠加数据: invented decisions, holdings, list entries and inspections on top of whatever register is loaded.

For measuring only: it comes from a source of its own, so that everything it wrote can be told apart and taken away again.
May import what stands below it; nothing imports it but the composition root.
"""
