"""`python -m iso_audit.confinement`: the reading process, started by the app and never by a person."""

from iso_audit.confinement.serving import main

if __name__ == "__main__":
    main()
