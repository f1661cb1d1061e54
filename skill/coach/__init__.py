"""The coach: (journal, command, now) -> (journal, Turn). Pure; knows no words and no clock."""
