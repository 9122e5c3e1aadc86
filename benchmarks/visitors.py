"""Visitors of the dashboard: real sessions over its WebSocket, as a browser holds them, without the browser.

A visitor opens What-if, waits until the page has come to rest, and then moves one slider after the other. While a
page is opened every message is read; while sliders move, only the small ones are, for an answer ends with one.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from websockets.asyncio.client import ClientConnection, connect

PAGE = "what_if"
SMALL_BYTES = 600
"""Everything that says how far an answer is, or what the address becomes, is smaller."""
PATIENCE_SECONDS = 180.0
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class WentWrongError(Exception):
    """The server answered otherwise than it should."""


@dataclass
class Visitor:
    """One session: its sliders as they stand, the address they are in, and the plans nobody has asked for yet."""

    port: int
    chance: random.Random
    taken: set[tuple[float, ...]]
    """Every plan that somebody asked for: nobody asks for it again, so that each answer is worked out."""
    query: str = ""
    sliders: dict[str, Slider] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    fragment: dict[str, str] = field(default_factory=dict)
    bytes_heard: int = 0
    _socket: ClientConnection | None = None
    _page: str = ""

    async def __aenter__(self) -> Self:
        """Open the page and wait until it rests."""
        url = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        self._socket = await connect(url, subprotocols=["streamlit"], max_size=None, open_timeout=PATIENCE_SECONDS)  # type: ignore[list-item]
        self.sliders.clear()
        await self._send(self._request())
        await self._listen(opening=True)
        self.values = {name: one.value[0] if one.set_value else one.default[0] for name, one in self.sliders.items()}
        if not self.sliders:
            raise WentWrongError("the page has no slider")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:  # fmt: skip
        if self._socket is not None:
            await self._socket.close()

    async def move(self) -> None:
        """One slider to a value that makes a plan nobody has seen; back when all that follows from it is there."""
        name, value = self._next()
        self.values[name] = value
        request = self._request()
        state = request.rerun_script
        state.fragment_id = self.fragment[name]
        state.page_script_hash = self._page
        for one, stands_at in self.values.items():
            widget = state.widget_states.widgets.add(id=self.sliders[one].id)
            widget.double_array_value.data.append(stands_at)
        asked_from = self.query
        await self._send(request)
        await self._listen()
        if self.query == asked_from:
            raise WentWrongError("a slider was moved and the plan in the address stayed the same")

    async def go_to(self, port: int) -> None:
        """Thrown to another replica, with nothing but the address of the page; WentWrongError if that is not enough."""
        before = dict(self.values)
        await self.__aexit__(None, None, None)
        self.port = port
        await self.__aenter__()
        if before != self.values:
            raise WentWrongError(f"on the other replica the plan is another one: {before} was {self.values}")

    def _next(self) -> tuple[str, float]:
        for _ in range(1_000):
            name = self.chance.choice([name for name, one in self.sliders.items() if one.max > one.min])
            slider = self.sliders[name]
            steps = round((slider.max - slider.min) / slider.step)
            value = round(slider.min + slider.step * self.chance.randint(0, steps), 6)
            plan = tuple((self.values | {name: value})[one] for one in sorted(self.values))
            if value != self.values[name] and plan not in self.taken:
                self.taken.add(plan)
                return name, value
        raise WentWrongError("there is no plan left that nobody has seen")

    def _request(self) -> BackMsg:
        request = BackMsg()
        request.rerun_script.page_name = PAGE
        request.rerun_script.query_string = self.query
        context = request.rerun_script.context_info
        context.url = f"http://127.0.0.1:{self.port}/{PAGE}"
        context.timezone, context.locale, context.color_scheme = "UTC", "en-US", "light"
        return request

    async def _send(self, request: BackMsg) -> None:
        assert self._socket is not None
        await self._socket.send(request.SerializeToString())

    async def _listen(self, *, opening: bool = False) -> None:
        """Until the script has ended and does not run itself again."""
        assert self._socket is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                heard = await self._socket.recv(decode=False)
                self.bytes_heard += len(heard)
                if (opening or len(heard) < SMALL_BYTES) and self._ended(ForwardMsg.FromString(heard)):
                    return

    def _ended(self, message: ForwardMsg) -> bool:
        """What one message says: a slider, an address, a fault, or that the answer is there."""
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._element(message.delta.new_element, message.delta.fragment_id)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise WentWrongError("the page does not compile")
            return message.script_finished in ENDED
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            raise WentWrongError("the page does not compile")
        return False

    def _element(self, element: Element, fragment: str) -> None:
        if element.WhichOneof("type") == "exception":
            raise WentWrongError(f"the page shows a fault: {element.exception.type}")
        if element.WhichOneof("type") == "slider":
            name = element.slider.label.partition(" (")[0]
            self.sliders[name], self.fragment[name] = element.slider, fragment
