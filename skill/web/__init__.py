"""The skill as a web service: requests are verified on their raw bytes, then answered."""
