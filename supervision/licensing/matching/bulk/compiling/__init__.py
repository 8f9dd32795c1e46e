"""An optional build of the engine as machine code, for the processes that read whole registries."""
