"""双公示 of the sample city: what its offices decided in the last days, reported, reviewed, shown, and given to the platforms above."""
