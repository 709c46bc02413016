"""Jiangsu (32): the one-off subsidy of soldiers who find their own work. The provincial instrument has not been read."""
