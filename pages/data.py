"""Add a quarter's files, step by step: files, sheets, columns, questions, problems, what will change, load."""

import streamlit as st

from balance import ui

intake = ui.intake
ui.frame.begin("Data")
draft = intake.draft.opened(*ui.waiting.taken())

if intake.loading.loaded():
    ui.frame.head("Data", *intake.loading.loaded_headline())
    intake.loading.show_loaded()
else:
    head = st.container()
    checked = intake.checking.checked(draft)
    with head:
        ui.frame.head("Data", *intake.steps.headline(draft, checked))
    add, loaded, mappings = st.tabs(
        [ui.say("Add files"), ui.say("What is loaded"), ui.say("Saved mappings")], key="part"
    )
    with add:
        if not draft.files:
            ui.waiting.show()
        intake.steps.show_steps(draft, checked)
    with loaded:
        intake.snapshots.show_snapshots()
    with mappings:
        intake.kept_mappings.show_mappings(draft, checked)
