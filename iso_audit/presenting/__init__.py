"""What is shown, as plain data and words, for every surface: screens, web API and pages without a server."""
