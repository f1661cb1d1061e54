"""The coach: (runner, command, now) -> (runner, Turn). Pure; knows no words and no clock."""
