"""The board pack: what goes into it, how it looks, in whose words it speaks, and its files."""

import streamlit as st

from balance import ui

answer = ui.frame.answer("Board pack")

head = st.container()
if ui.presenting.on():
    chosen = ui.pack.WHOLE
else:
    left, right = st.columns([1.7, 1], gap="large")
    chosen = ui.pack.choose(left, right)
outline = ui.pack.outline(answer, chosen)
with head:
    ui.frame.head(
        ui.say("Board pack"),
        ui.pack.story(outline),
        ui.say("Charts in PowerPoint and Excel can be edited. Every slide carries its date, plan and model version."),
    )
if ui.presenting.on():
    ui.pack_pictures.large(outline, ui.pack_pictures.choose(outline))
    ui.frame.footer(answer)
    st.stop()

with right:
    ui.pack_files.desk("pack", outline, chosen.formats, answer.report)

at = ui.pack_pictures.choose(outline)
left, right = st.columns([1.7, 1], gap="large")
with left:
    ui.pack_pictures.large(outline, at)
with right:
    ui.pack_words.desk_of_pack(answer, outline, outline.slides[at])
ui.pack_asks.desk_of_pack(answer, outline, outline.slides[at])
ui.pack_pictures.small(outline)

ui.frozen_packs.desk(answer.report)
ui.frame.footer(answer)
ui.session.keep_address()
ui.session.catch_up()
