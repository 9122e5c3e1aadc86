"""The colours can be told apart and read, in both modes."""

import tomllib

import pytest

from balance.figures.tokens import DARK, LIGHT, contrast, tokens

MODES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


@MODES
@pytest.mark.parametrize("name", ["ink", "ink2", "ink3", "good", "bad"])
def test_text_is_readable_on_the_page_and_on_a_tinted_row(colours, name):
    assert contrast(getattr(colours, name), colours.bg) >= 4.5
    assert contrast(getattr(colours, name), colours.alt) >= 4.5 - 0.05


@MODES
def test_marks_stand_out_and_the_primary_button_can_be_read(colours):
    assert contrast(colours.mark, colours.bg) >= 3
    assert contrast(colours.on_primary, colours.good) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_of_the_server_uses_the_same_colours(project, mode):
    theme = tomllib.loads((project / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    colours = tokens(mode)
    assert theme["primaryColor"] == colours.good
    assert theme["backgroundColor"] == colours.bg
    assert theme["textColor"] == colours.ink
    assert theme["orangeColor"] == colours.bad


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("palette", ["chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"])
def test_every_palette_has_exactly_ten_colours(project, mode, palette):
    theme = tomllib.loads((project / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    assert len(set(theme[palette])) == len(theme[palette]) == 10


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_category_stands_out_on_page_and_row(project, mode):
    theme = tomllib.loads((project / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][mode]
    colours = tokens(mode)
    for colour in theme["chartCategoricalColors"]:
        assert contrast(colour, colours.bg) >= 3
        assert contrast(colour, colours.alt) >= 3
