"""事项目录: what each department licenses and penalises, in dated editions, reviewed for confidentiality and open to everybody."""
