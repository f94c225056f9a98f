"""The question bank on screen: looked through, drafted, compared, put in force."""
