"""写入: records, their versions and their lines on timelines."""
