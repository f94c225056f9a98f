"""Entry and script in one: the ASGI application, and what Streamlit runs for every page."""

from pathlib import Path

import streamlit as st

from iso_audit.ui import failure, main
from iso_audit.web import entry

app = st.App(
    Path(__file__),
    routes=entry.ROUTES,
    middleware=entry.MIDDLEWARE,
    lifespan=entry.lifespan(lambda: (st.get_option("server.address"), st.get_option("server.port"))),
    on_script_error=failure.show,
    exception_handlers=entry.EXCEPTION_HANDLERS,
)

if __name__ == "__main__":
    main.run()
