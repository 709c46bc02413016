"""Families who follow a soldier: the measures of 2013 on their work (国发〔2013〕42号), beside the newer laws."""
