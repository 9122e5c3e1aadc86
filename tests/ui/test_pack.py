"""What is offered for a board pack: a field for a template only to whom the door takes a file from."""

import pytest
from streamlit.testing.v1 import AppTest

from balance import roles
from balance.roles import Action, Person, Role
from balance.ui import admission


def _field():
    from balance.ui import pack

    assert pack._template() == b""


@pytest.mark.parametrize("units", [None, frozenset({"Retail"})])
@pytest.mark.parametrize("role", list(Role))
def test_a_template_is_asked_of_who_may_load_files(role, units):
    person = Person("bo@example.com", frozenset({role}), units, signed_in=True)
    roles.ask_with(lambda: person)
    try:
        app = AppTest.from_function(_field, default_timeout=60).run()
    finally:
        roles.ask_with(admission.visitor)
    assert not app.exception
    assert [field.key for field in app.file_uploader] == (["pack_template"] if person.may(Action.LOAD) else [])
