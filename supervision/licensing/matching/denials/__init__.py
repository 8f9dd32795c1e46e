"""What a scope denies: 不含…, 除…外, …除外, 不得从事…"""
