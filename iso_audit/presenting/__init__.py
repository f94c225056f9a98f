"""What is shown in words and shapes, below every screen and door: no Streamlit, no HTTP."""
