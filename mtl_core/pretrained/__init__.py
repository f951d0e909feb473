"""Pretrained text encoders in folders."""
