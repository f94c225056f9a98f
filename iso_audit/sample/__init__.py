"""The sample year: invented agencies around published counts, marked as sample everywhere."""
