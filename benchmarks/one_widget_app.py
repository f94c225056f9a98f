"""The least a tap can be under plain Streamlit: one radio, one row in DuckDB, one line that says it is saved."""

import os

import duckdb
import streamlit as st


@st.cache_resource
def connection() -> duckdb.DuckDBPyConnection:
    """Return the one connection of the process."""
    opened = duckdb.connect(os.environ["ONE_WIDGET_DATABASE"])
    opened.execute("create table if not exists answer (value varchar, saved_at timestamp default current_timestamp)")
    return opened


chosen = st.radio("Grade", ["conformity", "observation"])
connection().execute("insert into answer (value) values (?)", [chosen])
(count,) = connection().execute("select count(*) from answer").fetchone() or (0,)
st.markdown(f"Saved {count}")
