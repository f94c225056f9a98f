"""Before the visit: the year's plan and its days off."""
