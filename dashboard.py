"""The picture frame: page settings, menu, and the two choices that hold for all pages."""

import streamlit as st

from balance import ui

st.set_page_config(
    page_title="Balance", page_icon="/app/static/favicon.png", layout="wide", initial_sidebar_state="auto"
)
ui.frame.dress()
ui.welcome.gate()
with ui.patience.told():
    page = ui.frame.menu()
    ui.frame.choose()
    if ui.presenting.on():
        ui.presenting.dress()
        ui.presenting.bar(page)
    ui.measured.page(page)
ui.session.keep_address()
