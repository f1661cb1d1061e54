"""The certification rehearsal: what Amazon's reviewers try, tried first here."""
