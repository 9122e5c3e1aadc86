"""A page that takes long says so in its place, until it is there."""

import pytest
from streamlit.testing.v1 import AppTest

from balance.ui import patience


def page():
    import threading

    import streamlit as st

    from balance.ui import patience

    put, real = [], patience.st.delta_generator.DeltaGenerator._enqueue
    reached = threading.Event()

    def enqueue(self, kind, proto, *given, **named):
        if kind == "alert":
            put.append(proto.body)
            reached.set()
        return real(self, kind, proto, *given, **named)

    patience.st.delta_generator.DeltaGenerator._enqueue = enqueue
    try:
        with patience.told():
            if patience.LONG_SECONDS < 1:
                assert reached.wait(60)
    finally:
        patience.st.delta_generator.DeltaGenerator._enqueue = real
    st.markdown(f"said: {put}")


@pytest.mark.parametrize(("seconds", "said"), [(0.0, True), (600.0, False)])
def test_who_waits_long_is_told_and_nothing_of_it_stays(monkeypatch, seconds, said):
    monkeypatch.setattr(patience, "LONG_SECONDS", seconds)
    app = AppTest.from_function(page, default_timeout=120).run()
    assert not app.exception
    assert ("The page comes by itself" in app.markdown[0].value) is said
    assert not app.info


def test_what_goes_wrong_meanwhile_is_not_hidden():
    def failing():
        from balance.ui import patience

        with patience.told():
            raise ValueError("gone")

    app = AppTest.from_function(failing, default_timeout=120).run()
    assert len(app.exception) == 1
    assert not app.info


def drawn():
    import threading

    import streamlit as st

    from balance.ui import patience

    with patience.told():
        st.markdown("the page")
        clocks = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
        patience.over()
        for clock in clocks:
            clock.join()
        st.markdown("the trail")


def test_nothing_comes_over_a_page_that_is_there_already():
    app = AppTest.from_function(drawn, default_timeout=120).run()
    assert [one.value for one in app.markdown] == ["the page", "the trail"]
    assert not app.info
    assert not app.exception
