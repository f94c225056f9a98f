"""Sample years, marked as sample everywhere: 2017 around published counts, and harder ones that show every corner."""
