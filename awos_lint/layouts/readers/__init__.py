"""What reads the texts of each layout; imported when there is one to read."""
