"""What a head or number means is there for who has no mouse: by keyboard, by a finger, above the rows of a phone."""

import pytest
from tests.browser.test_every_page import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEEN = """told => { const one = told.querySelector('p').getBoundingClientRect();
  const main = document.querySelector('[data-testid=stMainBlockContainer]').getBoundingClientRect();
  return told.open && one.height > 10 && one.left >= main.left && one.right <= main.right
    && document.querySelectorAll('details.b-told[open]').length === 1; }"""
"""Whether what was opened is seen whole, and nothing else is open beside it."""


@pytest.mark.parametrize("path", ["/", "/risk", "/incidents"])
def test_heads_and_numbers_explain_themselves_by_keyboard(visit, shared_address, path):
    visitor = visit(shared_address)
    visitor.go(path)
    told = visitor.page.locator("details.b-told:visible")
    assert told.count() >= 4
    for at in range(told.count()):
        told.nth(at).locator("summary").focus()
        visitor.page.keyboard.press("Enter")
        assert told.nth(at).evaluate(SEEN)
    told.last.locator("summary").press("Enter")
    assert visitor.page.locator("details.b-told[open]").count() == 0


def test_heads_and_numbers_explain_themselves_to_a_finger(visit, shared_address):
    visitor = visit(shared_address, **PHONE)
    visitor.go("/risk")
    for said in ("Our estimate", "Board tolerates", "Own incidents"):
        head = visitor.page.locator("details.b-told:visible", has=visitor.page.get_by_text(said, exact=True))
        head.locator("summary").tap()
        assert head.evaluate(SEEN)
