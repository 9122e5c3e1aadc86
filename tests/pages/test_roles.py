"""What people of each role find on the pages: every page stands, what is not for them is left out or says so."""

import pytest
from streamlit.testing.v1 import AppTest

from balance import roles
from balance.roles import Action, Person, Role
from balance.screens import SCREENS
from balance.ui import admission

pytestmark = pytest.mark.slow

WRITERS = {
    Action.ASSUME: {"State it", "What would it move?", "Read or change the assumptions"},
    Action.DECIDE: {"Keep it"},
    Action.LINK: {"Accept", "Refuse"},
    Action.PLAN: {"Save"},
    Action.WORD: {"Keep these words", "Keep these decisions"},
    Action.FREEZE: {"Freeze"},
    Action.LOAD: {"Add the file", "Add my files", "Look at an example"},
}
"""What a button is called that does something."""


@pytest.fixture
def acting(request):
    """Every thread acts for a person of that role, as behind a sign-in."""
    given = frozenset({request.param}) if request.param else frozenset()
    roles.ask_with(lambda: Person("bo@example.com", given, signed_in=True, trouble="" if given else "No role."))
    yield request.param
    roles.ask_with(admission.visitor)


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html"))


@pytest.mark.parametrize("acting", [Role.VIEWER, Role.ANALYST, Role.OWNER], indirect=True)
def test_every_page_stands_and_offers_only_what_the_role_may_do(acting, open_app, sample_store):
    app, offered = open_app(sample_store), set()
    for screen in SCREENS:
        app.switch_page(f"pages/{screen.file}.py").run()
        assert not app.exception, screen.file
        allowed = acting in roles.ALLOWED[screen.needs]
        assert ("This page is not for you." in said(app)) != allowed
        offered |= {button.label for button in app.button}
    for action, names in WRITERS.items():
        if acting not in roles.ALLOWED[action]:
            assert not offered & names, action
    if acting is Role.OWNER:
        assert {"State it", "Keep it", "Keep these words"} <= offered


@pytest.mark.parametrize("acting", [None], indirect=True)
def test_whoever_has_no_role_sees_nothing_by_the_frame_nor_by_a_page_alone(acting, open_app, sample_store, project):
    app = open_app(sample_store)
    assert not app.get("plotly_chart")
    assert "No role." in said(app)
    for page in ("overview", "risk", "data", "audit"):
        alone = AppTest.from_file(str(project / "pages" / f"{page}.py"), default_timeout=600).run()
        assert "£" not in said(alone)
        assert not alone.get("plotly_chart")


@pytest.mark.parametrize("acting", [Role.VIEWER], indirect=True)
def test_what_is_not_offered_to_a_viewer_says_why(acting, open_app, sample_store):
    app = open_app(sample_store)
    for file, action in (
        ("what_if", Action.PLAN),
        ("track_record", Action.DECIDE),
        ("board_pack", Action.WORD),
        ("assumptions", Action.ASSUME),
    ):
        app.switch_page(f"pages/{file}.py").run()
        assert f"bo@example.com may not {action.value}" in said(app).replace("\N{WORD JOINER}", ""), file
