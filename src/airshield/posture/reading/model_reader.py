"""Let a language model at an address that the user gives propose claims, in the same format.

Off unless asked for: the text leaves the machine for that address and for no other. What comes
back is checked as strictly as anything else: a claim whose quote does not stand in the text is
dropped, and a person confirms the rest.
"""

from __future__ import annotations

import datetime as dt
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from airshield.errors import ClaimError
from airshield.posture.models import Attribution, Id, Letter, Polarity, Status
from airshield.posture.reading.draft import refuse
from airshield.posture.reading.lexicon import Lexicon, load_lexicon
from airshield.posture.reading.reader import Proposal, Reading, SourceText, Trap, TrapKind

M = TypeVar("M", bound=BaseModel)
TIMEOUT_S = 180.0
ANSWER_BYTES_MOST = 5_000_000
_TASK = """\
Read the report below and list what it states about air-defence equipment at places: one entry per
system and place. Answer with JSON only: {"claims": [...], "traps": [...]}.
A claim has: quote (at most 15 words, copied letter by letter from the report), system, site, status
(one of: requested, negotiated, planned, approved, in transit, arriving, being assembled, present,
operational, withdrawn, handed over), polarity (positive or negative), count_min, count_max,
count_unit, event_start, event_end (days as YYYY-MM-DD, resolved against the day of publication),
attribution (one of: named official, unnamed official, military source, wire agency, official
release, resident eyewitness, claimed by armed group, imagery, author, rumour, unattributed),
speaker (the report's words), hedging, source_reliability (A to F), information_credibility (2 to
6). Leave out what the report does not state. Opinions, threats and history are no claims: list them
under traps with quote and kind (request, plan, threat, opinion, history).
"""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Claim(_Answer):
    """One claim of the answer, before its quote is looked up."""

    quote: Annotated[str, Field(min_length=3, max_length=300)]
    system: Id
    site: Id
    status: Status
    polarity: Polarity = "positive"
    count_min: Annotated[int | None, Field(ge=0, le=100_000)] = None
    count_max: Annotated[int | None, Field(ge=0, le=100_000)] = None
    count_unit: Annotated[str, Field(max_length=40)] = ""
    event_start: dt.date | None = None
    event_end: dt.date | None = None
    attribution: Attribution = "unattributed"
    speaker: Annotated[str, Field(max_length=200)] = ""
    hedging: Annotated[str, Field(max_length=200)] = ""
    source_reliability: Letter = "C"
    information_credibility: Annotated[int, Field(ge=2, le=6)] = 3


class _Trap(_Answer):
    quote: Annotated[str, Field(min_length=3, max_length=300)]
    kind: TrapKind


def check_address(address: str) -> str:
    """Return an address if it is one of http or https.

    Raises
    ------
    ClaimError : it is not.
    """
    try:
        parts = urllib.parse.urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound:
        message = f'"{address}" is no address; write it as https://host/path'
        raise refuse("command line", message, "--model-url")
    return address


class _SameAddress(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: the text goes to the address that the user gave, and nowhere else."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class ModelReader:
    """Ask a chat endpoint (messages in, choices out) for claims.

    Parameters
    ----------
    address : full address of the endpoint, http or https.
    model : the name that the endpoint knows the model by; key : sent as a bearer token if given.

    Limits: what a model says differs from day to day, so a draft names the model and is not
    reproduced by running again; not scored here.
    """

    def __init__(
        self,
        address: str,
        model: str = "",
        key: str = "",
        *,
        lexicon: Lexicon | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._address = check_address(address)
        self._model, self._key, self._timeout_s = model, key, timeout_s
        self._lexicon = lexicon or load_lexicon()

    @property
    def name(self) -> str:
        """Return "model/" and the model's name."""
        return f"model/{self._model or 'unnamed'}"

    def read(self, source: SourceText) -> Reading:
        """Propose claims and name traps.

        Raises
        ------
        ClaimError : the address does not answer, or answers with something else.
        """
        answer = self._content(self._ask(source))
        notes: list[str] = []
        proposals = [
            p
            for number, row in enumerate(_rows(answer, "claims"), start=1)
            if (p := self._proposal(number, row, source, notes)) is not None
        ]
        traps = [
            t
            for number, row in enumerate(_rows(answer, "traps"), start=1)
            if (t := _trap(number, row, source, notes)) is not None
        ]
        return Reading(self.name, tuple(proposals), tuple(traps), tuple(notes))

    def _ask(self, source: SourceText) -> Any:
        sites = ", ".join(sorted(self._lexicon.sites))
        systems = ", ".join(s.id for s in self._lexicon.systems)
        text = (
            f"{_TASK}Known systems: {systems}.\nKnown sites: {sites}; other places by their name "
            f"in lower case with hyphens.\nPublished: {source.published} by {source.source}\n\n"
            f"{source.text}"
        )
        body: dict[str, Any] = {"messages": [{"role": "user", "content": text}], "temperature": 0}
        if self._model:
            body["model"] = self._model
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._address, json.dumps(body).encode(), headers)
        opener = urllib.request.build_opener(_SameAddress)
        try:
            with opener.open(request, timeout=self._timeout_s) as answer:
                raw = answer.read(ANSWER_BYTES_MOST + 1)
        except urllib.error.HTTPError as reason:
            reason.close()
            raise self._refuse(f"answered {reason.code} ({reason.reason})") from None
        except (urllib.error.URLError, OSError) as reason:
            words = getattr(reason, "reason", None) or reason
            raise self._refuse(f"does not answer ({words})") from None
        if len(raw) > ANSWER_BYTES_MOST:
            raise self._refuse("answered with more than 5 MB")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            raise self._refuse("answered with something that is not JSON") from None

    def _content(self, answer: Any) -> Mapping[str, Any]:
        """Return the JSON object that the model wrote, out of the endpoint's envelope."""
        try:
            words = answer["choices"][0]["message"]["content"]
            start, end = words.index("{"), words.rindex("}") + 1
            content = json.loads(words[start:end])
        except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError):
            raise self._refuse("answered without the JSON that was asked for") from None
        if not isinstance(content, dict):
            raise self._refuse("answered without the JSON that was asked for")
        return content

    def _refuse(self, what: str) -> ClaimError:
        return refuse(self._address, f"the model {what}; check --model-url, or leave it out")

    def _proposal(
        self, number: int, row: object, source: SourceText, notes: list[str]
    ) -> Proposal | None:
        claim = _validated(_Claim, f"claim {number}", row, notes)
        if claim is None:
            return None
        start = source.text.find(claim.quote)
        if start < 0:
            notes.append(f"claim {number} of the model was dropped: its quote is not in the text")
            return None
        trap = {"requested": "request", "negotiated": "request", "planned": "plan"}
        return Proposal(
            start,
            start + len(claim.quote),
            claim.system,
            claim.site,
            claim.status,
            claim.polarity,
            claim.count_min,
            claim.count_max,
            claim.count_unit,
            claim.event_start,
            claim.event_end,
            None,
            claim.attribution,
            claim.speaker,
            "press",
            claim.source_reliability,
            claim.information_credibility,
            claim.hedging,
            trap.get(claim.status, ""),
        )


def _rows(answer: Mapping[str, Any], key: str) -> list[Any]:
    rows = answer.get(key, [])
    return rows if isinstance(rows, list) else []


def _validated(model: type[M], what: str, row: object, notes: list[str]) -> M | None:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        notes.append(f"{what} of the model was dropped: {key or 'it'}: {first['msg']}")
        return None


def _trap(number: int, row: object, source: SourceText, notes: list[str]) -> Trap | None:
    trap = _validated(_Trap, f"trap {number}", row, notes)
    start = source.text.find(trap.quote) if trap else -1
    return Trap(start, start + len(trap.quote), trap.kind) if trap and start >= 0 else None
