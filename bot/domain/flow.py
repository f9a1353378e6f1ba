"""How a conversation is written: a `Flow` of named steps, each a function of its `Turn`.

A step has two halves. `ask` speaks when the conversation arrives at the step; the step itself
takes the answer and returns the name of the next one. It may only lead where it declared, and the
engine checks that before anything is stored. Stores are asked for by parameter name, so a reader
sees at the `def` what a step can touch:

    INTAKE = Flow("intake", version=1)

    @INTAKE.step("kind", leads_to=["story"])
    async def kind(turn: Turn, tips: Tips) -> Next: ...

    @INTAKE.asks("kind")
    async def ask_kind(turn: Turn) -> None: ...
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bot.domain.errors import FlowError
from bot.domain.message import Button, Inbound, Media, Reply, Text

if TYPE_CHECKING:
    from bot.domain.coverage import Drawing
    from bot.domain.doorway import Doorway
    from bot.domain.finding import Search

Next = str
END: Final = "end"
"""Returned by a step when the conversation is over: the draft is erased."""

Step = Callable[..., Awaitable[Next]]
Ask = Callable[..., Awaitable[None]]


@dataclass(slots=True)
class State:
    """Where a conversation stands. `flow` is empty when it is at rest. `draft` is JSON, sealed
    at rest.
    """

    flow: str = ""
    step: str = ""
    version: int = 0
    draft: dict[str, Any] = field(default_factory=dict, repr=False)
    offered: tuple[Button, ...] = ()
    """The buttons of the last answer, so that "2" or "gửi luôn" typed by hand means the same."""
    trail: tuple[str, ...] = ()
    """The steps that led here, for "back"."""
    aside: State | None = None
    """A conversation put aside while another one is had; taken up again when that ends. One may
    wait behind it, of another flow.
    """
    earlier: tuple[Button, ...] = ()
    """Buttons that still stand higher up where they cannot be pressed: their words mean them."""
    via: int = 0
    """The chat (contact) in which it was begun, when that is another one."""

    def line(self) -> Iterator[State]:
        """This one, and those that wait behind it."""
        state: State | None = self
        while state:
            yield state
            state = state.aside


@dataclass(frozen=True, slots=True)
class Who:
    """Whose turn it is: a contact, who may be a member of staff."""

    contact_id: int
    member_id: int | None = None
    unit_id: int | None = None
    role: str = ""
    name: str = field(default="", repr=False)
    was_staff: bool = False
    """A member worked from this chat, whose access has ended."""
    pin_due: bool = False
    """A member who has to show their PIN before content is shown."""

    @property
    def named(self) -> bool:
        """Whether a name in clear leads to this chat: no row may join it to a tip."""
        return self.member_id is not None or self.was_staff


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply to somebody else: one contact, one member of a unit wherever they work, or the
    members of a unit who hold one of `roles`.
    """

    reply: Reply
    contact_id: int | None = None
    unit_id: int | None = None
    roles: tuple[str, ...] = ()
    except_contact: int | None = None
    member_id: int | None = None
    message_id: int | None = None
    """The message of a thread that it carries, until it has arrived."""
    not_before: datetime | None = None
    """A notice to members may wait until then."""


@dataclass(slots=True)
class Turn:
    """One event and all that follows from it. Nothing in it has happened until the engine
    commits.
    """

    inbound: Inbound
    who: Who
    now: datetime
    state: State
    flow: str = ""
    step: str = ""
    payload: str = ""
    """The pressed (or typed) button as `flow.step:value`; empty when none was."""
    value: str = ""
    """What was chosen: the part of the payload after the colon, once the router found it
    belongs to this step.
    """
    replies: list[Reply] = field(default_factory=list)
    outgoing: list[Outgoing] = field(default_factory=list)
    wiped: bool = False
    """Set by a step: this chat is to be emptied."""
    wipes: list[int] = field(default_factory=list)
    """Other chats (contacts) to be emptied, with whatever they were doing."""
    refused: list[str] = field(default_factory=list)
    """Actions of `bot.domain.access` that were asked for and not allowed: the audit keeps them
    when a member asked, or somebody who was one.
    """
    forget: bool = False
    """Set by a step: once what was said has arrived, nothing of this chat is kept, unless it is
    staff's, can be asked about another tip, or is being told something else."""
    hold: timedelta | None = None
    """Set by a step: how long the draft is kept, when that is shorter than usual."""
    replaced: set[str] = field(default_factory=set)
    """Files that leave the draft, and are needed until what takes their place is made."""
    timed_out: bool = False
    hushed: bool = False
    """Set by a step: what was typed is not shown back, and leaves the chat where it can."""
    locale: str = ""
    """Set by a step when the person chooses a language; kept sealed with their address."""
    touched: set[int] = field(default_factory=set)
    """Tips whose row a step has changed: boards that show them are drawn anew."""
    sign: tuple[int, int] | None = None
    """Set by a step that was led to by a sign: the sign and its place's unit."""
    door: Doorway | None = None
    """Set by the engine: what the link leads to that was opened."""
    search: Search | None = field(default=None, repr=False)
    """Set by a step: what the engine looks for once this turn is committed, outside of it."""
    drawing: Drawing | None = None
    """Set by a step: what the engine draws once this turn is committed, and sends then."""

    @property
    def text(self) -> str:
        """The message's words, stripped; empty when a button was pressed."""
        return "" if self.payload else self.inbound.text.strip()

    @property
    def draft(self) -> dict[str, Any]:
        """What the conversation has gathered; JSON values only."""
        return self.state.draft

    def say(
        self,
        key: str | Text,
        *,
        buttons: Iterable[Button] = (),
        media: Iterable[Media] = (),
        card: str = "",
        edit: bool = False,
        protect: bool = False,
        **args: str | int | Text,
    ) -> None:
        """Add a reply to whoever's turn it is. `edit` replaces the pressed message where the
        channel can.
        """
        text = key if isinstance(key, Text) else Text(key, args)
        pressed = self.inbound.message_id if edit and self.inbound.choice else ""
        self.replies.append(Reply(text, tuple(buttons), tuple(media), card, pressed, protect))

    def option(self, value: str, label: str | Text, **args: str | int | Text) -> Button:
        """A button that answers the step being asked now."""
        text = label if isinstance(label, Text) else Text(label, args)
        return Button(text, f"{self.flow}.{self.step}:{value}")

    def tell(self, contact_id: int, reply: Reply, message_id: int | None = None) -> None:
        """Say something to another chat. `message_id`: the message of a thread that it is."""
        self.outgoing.append(Outgoing(reply, contact_id=contact_id, message_id=message_id))

    def tell_member(self, unit_id: int, member_id: int, reply: Reply) -> None:
        """Say something to one member of staff, or as soon as they work somewhere again."""
        self.outgoing.append(Outgoing(reply, unit_id=unit_id, member_id=member_id))

    def notify(
        self, unit_id: int, reply: Reply, roles: Iterable[str] = (), *, but_me: bool = False
    ) -> None:
        """Say something to the members of a unit (all of them when `roles` is empty)."""
        me = self.who.contact_id if but_me else None
        self.outgoing.append(
            Outgoing(replace(reply, protect=True), None, unit_id, tuple(roles), me)
        )


@dataclass(frozen=True, slots=True)
class StepSpec:
    """A step as declared. `entry` steps may be entered by a button or command from anywhere."""

    name: str
    leads_to: tuple[str, ...]
    entry: bool
    run: Step
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Go:
    """Where the router sends an event: run a step with it, or (`ask_only`) just ask that step
    again.
    """

    flow: str
    step: str
    ask_only: bool = False


class Flow:
    """A conversation: named steps and where each may lead. `version` rises when stored drafts
    change shape. `keeps`: what is told in it is a tip's, and waits whatever comes between.
    """

    def __init__(self, name: str, version: int = 1, *, keeps: bool = False) -> None:
        self.name = name
        self.version = version
        self.keeps = keeps
        self.steps: dict[str, StepSpec] = {}
        self._asks: dict[str, tuple[Ask, tuple[str, ...]]] = {}

    def step(
        self, name: str, leads_to: Iterable[str] = (), *, entry: bool = False
    ) -> Callable[[Step], Step]:
        """Declare a step. It may always lead to itself and to `END`; to another flow as
        `flow.step`.
        """

        def register(run: Step) -> Step:
            if name in self.steps or name == END:
                raise FlowError(f"{self.name}.{name} is declared twice or reserved")
            self.steps[name] = StepSpec(name, tuple(leads_to), entry, run, _needs(run))
            return run

        return register

    def asks(self, name: str) -> Callable[[Ask], Ask]:
        """Declare what is said on arriving at a step."""

        def register(ask: Ask) -> Ask:
            self._asks[name] = (ask, _needs(ask))
            return ask

        return register

    def may_lead(self, step: str, to: str) -> bool:
        """Whether `step` declared that it may lead to `to`."""
        return to in (END, step) or to in self.steps[step].leads_to

    async def run(self, step: str, turn: Turn, stores: Mapping[str, object]) -> Next:
        """Let a step take the answer. Raises `FlowError` when it leads where it did not
        declare.
        """
        spec = self.steps[step]
        turn.flow, turn.step = self.name, step
        to = await spec.run(turn, *(stores[name] for name in spec.needs))
        if not self.may_lead(step, to):
            raise FlowError(f"{self.name}.{step} may not lead to {to}")
        return to

    def speaks(self, step: str) -> bool:
        """Whether a step asks something: one that does not is no place to go back to."""
        return step in self._asks

    async def ask(self, step: str, turn: Turn, stores: Mapping[str, object]) -> None:
        """Say what a step asks."""
        turn.flow, turn.step = self.name, step
        if step in self._asks:
            ask, needs = self._asks[step]
            await ask(turn, *(stores[name] for name in needs))


def _needs(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)[1:]
