"""离线包: decisions of a unit without a network, signed on a disc, brought into the one door of the intake, and the receipt taken home."""
