"""At the agency: what is recorded, photographed, sampled, and settled in the caucus."""
