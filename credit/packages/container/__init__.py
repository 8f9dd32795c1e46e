"""离线包的封装: one form of zip, so that no byte can be changed unseen."""
