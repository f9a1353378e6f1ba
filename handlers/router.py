"""Which step takes an event: one table of rules; the first that applies decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, cast

from bot.domain.access import Action, may
from bot.domain.flow import Flow, Go, State, Turn
from bot.domain.message import GroupSaid
from handlers.commands import Command, invitation, is_greeting, is_receipt, is_reply, parse
from handlers.doorway import cross, onward, say_page
from handlers.find.base import to_find
from handlers.flows import FLOWS
from handlers.guard import guarded
from handlers.helping.saying import fitting, say_help
from handlers.helping.table import FOR_STAFF
from handlers.signs import nothing_told, typed_code

if TYPE_CHECKING:
    from storage.points import Points
    from storage.tips import Tips

Stores = Mapping[str, object]
IN_GROUP: Final[Mapping[GroupSaid, Go]] = {
    GroupSaid.BOARD: Go("queue", "join"),
    GroupSaid.JOIN: Go("outreach", "join"),
    GroupSaid.LEAVE: Go("outreach", "leave"),
    GroupSaid.REPORT: Go("outreach", "report"),
}
Rule = Callable[["Router", Turn, Stores], Awaitable[Go | None]]


class Router:
    """Chooses the step for an event. May tidy `turn.state` (trail, aside), no rows."""

    def __init__(self, flows: Iterable[Flow] = FLOWS) -> None:
        self.flows: Mapping[str, Flow] = {flow.name: flow for flow in flows}

    async def route(self, turn: Turn, stores: Stores) -> Go:
        """See `bot.domain.routing.Router`."""
        for rule in RULES:
            go = await rule(self, turn, stores)
            if go:
                return guarded(turn, go)
        return guarded(turn, home(turn))

    async def group(self, turn: Turn, stores: Stores) -> Go | None:
        """In a group chat the bot hears few things, and nothing that belongs to anybody."""
        return IN_GROUP[turn.inbound.group] if turn.inbound.group else None

    async def time_out(self, turn: Turn, stores: Stores) -> Go | None:
        """The conversation was left alone too long."""
        if not turn.timed_out:
            return None
        aside = turn.state.aside
        if aside and aside.flow == "intake":
            turn.state = aside  # what was put aside is as old: it is what they should hear about
        if self._active(turn) and "expired" in self.flows[turn.state.flow].steps:
            return Go(turn.state.flow, "expired")
        turn.state = State()
        return Go("intake", "expired")

    def cross(self, turn: Turn) -> None:
        """See `bot.domain.routing.Router`."""
        cross(turn)

    async def crossed(self, turn: Turn, stores: Stores) -> Go | None:
        """A link from a chat was opened on the web page."""
        return onward(turn, active=self._active(turn)) if turn.door else None

    async def form(self, turn: Turn, stores: Stores) -> Go | None:
        """The one-page report."""
        return Go("intake", "form") if turn.inbound.form else None

    async def scanned(self, turn: Turn, stores: Stores) -> Go | None:
        """A QR code or a link was opened."""
        return self._start(turn, turn.inbound.start) if turn.inbound.start else None

    async def command(self, turn: Turn, stores: Stores) -> Go | None:
        """A word that means the same everywhere."""
        if turn.inbound.choice or turn.inbound.uploads:
            return None
        said = parse(turn.inbound.text)
        if said is None or (said.command in FOR_STAFF and turn.who.member_id is None):
            return None
        turn.payload = turn.payload or f"nav.{said.command.value}:"
        said = fitting(turn, said)
        turn.value = said.rest
        if said.command is Command.FIND:
            return to_find(turn)
        if said.command in FOR_STAFF:
            flow, _, step = FOR_STAFF[said.command].partition(".")
            return Go(flow, step)
        match said.command:
            case Command.START:
                return self._start(turn, said.rest) if said.rest else home(turn)
            case Command.CANCEL:
                return self._cancel(turn)
            case Command.BACK:
                return self._back(turn)
            case Command.RESTART:
                return self._restart(turn)
            case Command.WIPE:
                turn.value = ""
                return Go("follow_up", "wipe")
            case Command.WITHDRAW:
                return Go("follow_up", "withdraw")
            case Command.RECEIPT:
                return Go("follow_up", "receipt" if said.rest else "status")
            case Command.PAGE if not self._active(turn):
                return Go("follow_up", "page")
            case Command.PAGE:
                say_page(turn)
                return self._again(turn)
            case Command.HELP:
                say_help(turn, said.rest)
                return self._again(turn)
            case Command.ENGLISH | Command.VIETNAMESE:
                turn.locale = said.command.value
                turn.say("locale-set")
                return self._again(turn)
            case _:
                return None

    async def invited(self, turn: Turn, stores: Stores) -> Go | None:
        """A one-time code for staff."""
        code = invitation(turn.inbound.text)
        if code is None:
            return None
        turn.value = code
        return Go("enrol", "redeem")

    async def button(self, turn: Turn, stores: Stores) -> Go | None:
        """A button, pressed or typed: of this step, of an entry step, or an old one."""
        if not turn.payload:
            return None
        place, _, value = turn.payload.partition(":")
        name, _, step = place.partition(".")
        if place == "nav.sign":
            turn.value = value
            return Go("points", "told")
        if name == "nav":
            return {"back": self._back, "cancel": self._cancel, "restart": self._restart}.get(
                step, self._old
            )(turn)
        flow = self.flows.get(name)
        spec = flow.steps.get(step) if flow else None
        if spec and (spec.entry or (name, step) == (turn.state.flow, turn.state.step)):
            turn.value = value
            return Go(name, step)
        return self._old(turn)

    async def coded(self, turn: Turn, stores: Stores) -> Go | None:
        """The short code of a sign, typed by hand, where nothing else is being told."""
        came = turn.inbound
        typed = None if turn.payload or came.uploads else typed_code(came.text)
        if typed is None or not nothing_told(turn, active=self._active(turn)):
            return None
        points, tips = cast("Points", stores["points"]), cast("Tips", stores["tips"])
        place = typed.code and await points.by_code(typed.code)
        if not (typed.named and place) and await tips.awaiting_answer(turn.who.contact_id):
            return None  # it answers what they were asked
        if place:
            return self._start(turn, typed.code)
        if not typed.named:
            return None
        turn.value = typed.code
        return Go("points", "card") if self._marks(turn) else Go("intake", "mistyped")

    async def replies(self, turn: Turn, stores: Stores) -> Go | None:
        """The button below an officer's question, typed: what is under way is put aside."""
        if turn.inbound.uploads or not is_reply(turn.text):
            return None
        tips = cast("Tips", stores["tips"])
        waiting = await tips.awaiting_answer(turn.who.contact_id, unread=True)
        if waiting is None:
            return None
        turn.value = waiting.reference
        return Go("follow_up", "reply")

    async def active(self, turn: Turn, stores: Stores) -> Go | None:
        """A conversation is under way."""
        return Go(turn.state.flow, turn.state.step) if self._active(turn) else None

    async def pasted_receipt(self, turn: Turn, stores: Stores) -> Go | None:
        """Somebody comes back with the receipt."""
        if not is_receipt(turn.inbound.text):
            return None
        turn.value = turn.inbound.text
        return Go("follow_up", "receipt")

    async def staff(self, turn: Turn, stores: Stores) -> Go | None:
        """A member of staff; of a slash that is no command they are told so."""
        if turn.who.member_id is None:
            return None
        if turn.inbound.text.startswith("/"):
            turn.say("helping-none")
        return Go("triage", "home")

    async def newcomer(self, turn: Turn, stores: Stores) -> Go | None:
        """Nothing to work with, or only a greeting."""
        came = turn.inbound
        told = came.uploads or came.location or (turn.text and not is_greeting(turn.text))
        return None if told else Go("intake", "welcome")

    async def asked_back(self, turn: Turn, stores: Stores) -> Go | None:
        """An officer waits for this person's answer."""
        waiting = await cast("Tips", stores["tips"]).awaiting_answer(turn.who.contact_id)
        return Go("follow_up", "answer") if waiting else None

    async def just_tells(self, turn: Turn, stores: Stores) -> Go | None:
        """Words, pictures or a place, without any menu."""
        return Go("intake", "offer")

    def _active(self, turn: Turn) -> bool:
        flow = self.flows.get(turn.state.flow)
        return flow is not None and turn.state.step in flow.steps

    def _start(self, turn: Turn, code: str) -> Go:
        if code.startswith("open_") and turn.who.member_id is not None:
            turn.value = code.removeprefix("open_")  # out of a board, into one's own chat
            return Go("triage", "open")
        invited = invitation(code)
        turn.value = invited or code
        if self._marks(turn) and not invited:
            return Go("points", "card")
        if turn.state.flow == "follow_up":
            _leave(turn)  # a tip begun by a scan is not followed by an old thread's question
        return Go("enrol", "redeem") if invited else Go("intake", "welcome")

    def _marks(self, turn: Turn) -> bool:
        """Whether a sign shows its card to this person: staff who did not ask to report."""
        return may(turn.who.role, Action.MARK_SIGN) and turn.state.flow != "intake"

    def _again(self, turn: Turn) -> Go:
        if not self._active(turn):
            return home(turn)
        return Go(turn.state.flow, turn.state.step, ask_only=True)

    def _old(self, turn: Turn) -> Go:
        turn.say("old-button")
        return self._again(turn)

    def _back(self, turn: Turn) -> Go:
        flow = self.flows.get(turn.state.flow)
        trail = list(turn.state.trail)
        while flow and trail:
            step = trail.pop()
            if flow.speaks(step):
                turn.state.trail = tuple(trail)
                return Go(flow.name, step, ask_only=True)
        return self._again(turn)

    def _cancel(self, turn: Turn) -> Go:
        if self._active(turn) and "cancelled" in self.flows[turn.state.flow].steps:
            return Go(turn.state.flow, "cancelled")
        left = self._active(turn)
        _leave(turn)
        if self._active(turn) or (left and turn.who.member_id is not None):
            return self._again(turn)
        return Go("intake", "cancelled")

    def _restart(self, turn: Turn) -> Go:
        if turn.state.flow == "intake":
            return Go("intake", "restart")
        _leave(turn)
        return self._again(turn)


def home(turn: Turn) -> Go:
    """Where somebody starts who asks for nothing in particular."""
    return Go("intake", "welcome") if turn.who.member_id is None else Go("triage", "home")


def _leave(turn: Turn) -> None:
    turn.state = turn.state.aside or State()


RULES: Final[tuple[Rule, ...]] = (
    Router.group,
    Router.time_out,
    Router.crossed,
    Router.form,
    Router.scanned,
    Router.command,
    Router.invited,
    Router.button,
    Router.coded,
    Router.replies,
    Router.active,
    # at rest:
    Router.pasted_receipt,
    Router.staff,
    Router.newcomer,
    Router.asked_back,
    Router.just_tells,
)
"""THE table."""
