"""The board pack: what it will say, and the file."""

from balance import formats, ui

answer = ui.frame.answer("Board pack")

outline = ui.pack.outline(answer)
ui.frame.head(
    "Board pack",
    f"{formats.word(len(outline.slides)).capitalize()} slides say what the screens say.",
    "Charts in PowerPoint and Excel can be edited. Every slide carries its date, plan and model version.",
)
ui.pack.download(answer)
for at, slide in enumerate(outline.slides, start=1):
    ui.show(ui.pack.preview(at, slide))
ui.frame.footer(answer)
ui.session.keep_address()
ui.session.catch_up()
