"""What an operator runs and reads: the log report, the doctor, backups."""
