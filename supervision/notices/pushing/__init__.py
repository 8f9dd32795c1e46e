"""推送: every registration finds the departments that must know of it, and a nightly sweep proves that none was missed."""
