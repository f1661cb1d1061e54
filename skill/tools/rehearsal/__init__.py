"""The certification rehearsal, which tries what Amazon's reviewers try."""
