"""疑问数据: rows that were refused or held wait in their department's queue until they are fixed, explained or withdrawn."""
