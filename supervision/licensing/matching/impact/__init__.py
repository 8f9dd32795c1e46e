"""目录变动的影响: which registrations of the last days a draft of the catalogue would have answered otherwise."""
