"""A smart speaker on the desk: nobody needs an Echo to try the skill."""
