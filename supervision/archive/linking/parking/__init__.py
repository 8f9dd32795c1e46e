"""保留待登记: counterparts without any similar archive are put aside together until their registration comes."""
