"""What awos does to a repository: approve, review, renumber, begin, move, install, import, fix."""
