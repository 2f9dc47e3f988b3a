"""The HTTP server around Streamlit: middleware, sign-in, health check, start and stop."""
