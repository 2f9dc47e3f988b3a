"""Parts that several screens share, and a folder per step. Only this folder and the page scripts use Streamlit's screen
API.
"""
