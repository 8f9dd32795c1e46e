"""单位签名密钥: whose signature on a package is believed, from when to when."""
