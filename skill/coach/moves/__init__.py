"""The moves: what the coach does and says in answer to one meaning."""
