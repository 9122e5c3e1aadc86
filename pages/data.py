"""Add a quarter's files: check first, answer what is open, read the problems by cell, then load."""

import streamlit as st

from balance import formats, ui

intake = ui.intake
ui.frame.begin()
asked_of, waiting_files = ui.waiting.opened()
files = st.session_state.get("files") or waiting_files
as_of = st.session_state.get("as_of_date") or asked_of or intake.usual_date()
checked = intake.check(files, as_of, st.session_state.get("answers", {})) if files else None

if checked is not None:
    ui.frame.head("Data", *intake.headline(checked))
else:
    ui.frame.head(
        "Data",
        "Add the quarter's files: they are checked before anything is kept.",
        "Nothing leaves this computer. Initiatives and incidents carry the answer; one of them is enough to begin.",
    )

ui.waiting.show()

left, right = st.columns([1, 1.6], gap="large")
with left:
    ui.show(ui.blocks.section("1 Files", "Excel or CSV, as your tools export them; several at once."))
    st.file_uploader(
        "Files", type=intake.FILE_TYPES, accept_multiple_files=True, key="files", label_visibility="collapsed"
    )
    st.date_input("What they show is true as of", value=as_of, key="as_of_date", format="YYYY-MM-DD")
    st.download_button("Empty template", data=intake.template_bytes, file_name="balance-template.xlsx", key="template")
with right:
    ui.show(ui.blocks.section("2 Which column is what", "● sure. ○ similar: look before you load."))
    if checked is None:
        ui.show(ui.blocks.text("Your columns appear here once files are added."))
    else:
        with st.container(height=300, border=False):
            ui.show(intake.files_table(checked), intake.decisions_table(checked), intake.mapping_table(checked))

if checked is not None:
    if checked.intake.questions:
        ui.show(
            ui.blocks.section("Your answer is needed", "Nothing is guessed: each answer holds for the whole column.")
        )
        st.session_state["answers"] = intake.ask(checked)
        if st.button("Use these answers", key="use_answers"):
            st.rerun()
    count = len(checked.intake.problems)
    ui.show(ui.blocks.section(f"3 Problems, cell by cell ({count:,})" if count else "3 No problems found"))
    if count:
        ui.show(intake.problems_table(checked))
    ready = not checked.intake.refused and not checked.intake.questions
    if st.button(f"Load as of {formats.day(as_of)}", type="primary", disabled=not ready, key="load"):
        if intake.load(files, as_of, st.session_state.get("answers", {})):
            st.switch_page("pages/overview.py")
        st.rerun()

ui.show(ui.blocks.section("What is loaded", "Snapshots are never changed; one that is taken back can be brought back."))
intake.snapshot_list()
