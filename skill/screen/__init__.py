"""What an Echo with a screen shows beside the voice: APL documents and the data that fill them."""
