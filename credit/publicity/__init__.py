"""公示: which decisions the public may see, from when and until when, and the portal where it sees them.

依据: 行政处罚法第四十八条；行政许可法第四十条；发改办财金〔2018〕424号；国家发展改革委令第58号、第36号；市场监管总局令第45号。
"""
