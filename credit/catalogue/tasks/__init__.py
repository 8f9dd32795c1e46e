"""目录维护任务: what stands outside the catalogue, and how a department brings it in or says why not."""
