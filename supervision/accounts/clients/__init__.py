"""系统接入: the keys with which departments' systems call the platform."""
