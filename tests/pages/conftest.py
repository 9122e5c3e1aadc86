"""The dashboard without a browser: every page on a database of the test's choosing."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest


@pytest.fixture
def open_app(project, monkeypatch) -> Callable[..., AppTest]:
    """Open the dashboard on a database, with an address, at a page."""

    def opened(database: str, page: str = "overview", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("BALANCE_DATABASE", str(database))
        monkeypatch.chdir(project)
        app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=600)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        return app if page == "overview" else app.switch_page(f"pages/{page}.py").run()

    return opened
