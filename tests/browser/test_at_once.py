"""What is asked for while the server is still busy comes in one request; nothing of it is lost."""

import asyncio
import random
from urllib.parse import urlsplit

import pytest
from benchmarks.visitors import PATIENCE_SECONDS, Visitor
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import own_loop

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TIMES = 8
PACE = "Delivery pace, times today's"


class Hasty(Visitor):
    """Somebody who does not wait for an answer, and has the link to the plan open."""

    def __init__(self, port: int):
        super().__init__(port, random.Random(1), set())
        self.buttons, self.opens, self.pace, self.path = {}, {}, None, ""

    def _ended(self, message):
        ended = super()._ended(message)
        if message.WhichOneof("type") == "navigation":
            self.path = message.navigation.page_script_hash
        delta = message.delta
        if delta.WhichOneof("type") == "add_block" and delta.add_block.id.endswith("-link"):
            self.opens["link"] = delta.add_block.id, delta.fragment_id
        if delta.new_element.WhichOneof("type") == "button":
            self.buttons[delta.new_element.button.label] = delta.new_element.button.id, delta.fragment_id
        return ended

    async def hears(self, what):
        """Read on until a message is told to be the one: `what(message, ended)`."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                message = ForwardMsg.FromString(await self._socket.recv(decode=False))
                if what(message, self._ended(message)):
                    return

    async def ask(self, part, clicked=""):
        """Send what a browser would, without waiting for anything."""
        request = self._request()
        request.rerun_script.fragment_id, request.rerun_script.page_script_hash = part, self.path
        states = request.rerun_script.widget_states.widgets
        states.add(id=self.opens["link"][0]).bool_value = True
        if self.pace is not None:
            states.add(id=self.sliders[PACE].id).double_array_value.data.append(self.pace)
        if clicked:
            states.add(id=self.buttons[clicked][0]).trigger_value = True
        await self._send(request)

    async def moves(self, to):
        self.pace = to
        await self.ask(self.fragment[PACE])

    async def clicks(self, name):
        await self.ask(self.buttons[name][1], name)

    async def rests(self):
        """Until the whole page was drawn anew, and the link to the plan after everything else."""
        await self.hears(lambda message, _: message.WhichOneof("type") == "navigation")
        await self.hears(lambda _, ended: ended)
        self.pace, part = None, self.opens["link"][1]
        await self.ask(part)
        await self.hears(lambda message, _: message.delta.fragment_id == part)
        await self.hears(lambda _, ended: ended)


async def plans_after(address, at_once):
    """The address after moves and clicks in one breath, each time anew."""
    told = []
    async with Hasty(urlsplit(address).port) as one:
        one.query = ""
        await one.ask("")
        await one.rests()
        for _ in range(TIMES):
            await one.moves(1.05)
            await one.hears(lambda message, _: message.delta.fragment_id == one.fragment[PACE])
            await at_once(one)
            await one.rests()
            told.append(one.query)
    return told


def test_a_reset_in_the_same_moment_as_a_slider_is_not_lost(shared_address):
    async def moved_on_and_reset(one):
        await one.moves(1.1)
        await one.moves(1.15)
        await one.clicks("Reset")

    assert own_loop.run(plans_after(shared_address, moved_on_and_reset)) == [""] * TIMES


def test_a_slider_of_a_plan_that_was_put_away_says_nothing(shared_address):
    async def reset_and_moved_on(one):
        await one.clicks("Reset")
        await one.moves(1.2)

    assert own_loop.run(plans_after(shared_address, reset_and_moved_on)) == [""] * TIMES
