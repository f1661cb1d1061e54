"""Renders APL for Audio and SSML to sound on this machine, without an Amazon account."""
