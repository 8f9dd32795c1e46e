"""来源不一致: where two sources say different things of one enterprise, both are kept and shown until somebody decides."""
