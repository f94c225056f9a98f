"""One file per screen, run by st.navigation; pages do not import pages."""
