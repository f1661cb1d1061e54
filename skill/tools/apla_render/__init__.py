"""APL for Audio and SSML as sound, rendered on this machine, without an Amazon account."""
