"""信用报告: asked for, kept as it was said, set in the background."""
