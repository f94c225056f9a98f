"""The minutes: drafted, locked, signed, issued, printed beside, bundled, verified."""
