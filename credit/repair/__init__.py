"""信用修复: a firm that has put things right asks that its penalty be shown no longer; what is repaired once is closed everywhere.

依据: 国办发〔2025〕22号；国家发展改革委令第36号（2025年）、第58号（2023年）；粤发改信用函〔2018〕4541号；市场监管总局令第45号。
"""
