"""Recognises denials, so that what is denied is never done, whatever words deny it.

A sentence and its denial never mean the same. So if the words without their denial are heard as
the very thing that the whole sentence was heard as, the sentence denies that thing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from skill.alexa.intents import INTENTS
from skill.coach.commands import Meaning
from skill.coach.transitions import ASKED_AGAIN
from skill.coach.undo import TAKES_BACK

DENIALS: Mapping[str, frozenset[Meaning]] = {
    **{intent: TAKES_BACK[meaning] for intent, meaning in INTENTS.items() if meaning in TAKES_BACK},
    "DontStopIntent": frozenset({Meaning.STOP, Meaning.NEVER_MIND, Meaning.PAUSE, Meaning.WAIT}),
    "KeepDataIntent": frozenset({Meaning.FORGET_ME}),
}
"""The denials, each with what it denies."""
DENIED = (
    *DENIALS,
    "AMAZON.ResumeIntent",
    "AMAZON.NoIntent",
    "NotReadyIntent",
    "RefuseDoseIntent",
    "CountAloudIntent",
)
"""The intents that a denial can have."""
GRAVE = frozenset(
    {"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.StartOverIntent", "ForgetMeIntent"}
)
"""What ends or erases a workout; a sentence with a denial never does, unless it is a sample."""
INERT = ASKED_AGAIN.union(
    Meaning[name]
    for name in (
        "SUBSTITUTE EFFORT BEGINNER EXPERIENCED FRUSTRATION OUT_OF_SCOPE CORRECT UNHURT MAYBE_HURT "
        "HELP NOT_UNDERSTOOD REMIND_ME MY_SETTINGS NO NOT_READY REFUSE_DOSE"
    ).split()
).union(TAKES_BACK)
"""What changes nothing, so a denial may be part of it: "I don't have a ball"."""
ACTING = frozenset(name for name, meaning in INTENTS.items() if meaning not in INERT)
"""What changes something, and so can be denied."""
GOING_ON = (
    "RESUME START READY NEXT NEXT_EXERCISE CHOOSE REDO YES MORE_REPS MORE_SETS CORRECT "
    "RESTART_EXERCISE"
).split()
ONWARD = frozenset(name for name, meaning in INTENTS.items() if meaning.name in GOING_ON)
"""What goes on with the workout; a runner who denies one of these may mean to stop."""
NEGATORS = frozenset(
    "don't dont not never needn't shouldn't mustn't wouldn't won't didn't wasn't isn't aren't "
    "ain't doesn't dinnae isnae didnae doesnae".split()
)
PHRASES = (
    ("no", "need", "to"),
    ("no", "need", "for"),
    ("rather", "you", "didn't"),
    ("who", "said"),
    ("nobody", "said"),
    ("nobody",),
    ("nobody's",),
    ("no", "one"),
    ("without",),
    ("refuse", "to"),
    ("am", "no"),
    ("i'm", "no"),
    ("do", "not"),
    ("did", "not"),
)
"""Denials of more than one word, or such only before what they deny."""
LIGHT = frozenset(
    "to be being you me i want need have going gonna wanna mean meant ask asked asking say said "
    "saying tell told looking for that dare ever just yet it's us let please really should "
    "will".split()
)
"""Words that may come between a denial and what it denies."""
ASKS = frozenset("ask asked asking tell told".split())
"""These only if the coach is asked: "ask you to", not "ask me each time"."""
TELLING = frozenset("say tell".split())
"""These may lead to what is denied or be it: "don't say skip", "don't say less"."""
DISLIKES = frozenset("fancy like feel enjoy need know understand hear mind bother got".split())
"""After a denial these deny no wish: "don't fancy this one, skip it"."""
NEGATIVE = frozenset(
    f"{name}Intent"
    for name in (
        "DontTellAgain NoHalfway DontCount NoRests SkipRest SkipInstructions Warm NoRunDays "
        "NoEquipment NoLying KeepIn"
    ).split()
)
"""Wishes that are denials themselves, as in "no need for the rest"; they are denied only ..."""
ENDING = frozenset(
    "skip skipping cut cutting stop stopping quit quitting turn drop leave leaving cancel end "
    "take".split()
)
"""... with one of these: "don't skip the rest"."""
ASKING = frozenset("why".split())
"""Makes the denial after it a suggestion: "why don't we skip this"."""
INVITING = (
    ("won't", "you"),
    ("wouldn't", "you"),
    ("can't", "you"),
    ("isn't", "there"),
    ("aren't", "there"),
    ("don't", "you", "have"),
    ("haven't", "you"),
)
"""Make a sentence that they begin a request: "won't you slow down"."""
CLAUSE_WORDS = frozenset(
    "let's just give i'll i'm i but and then so or can could until unless before because it's tell "
    "say not don't go carry".split()
)
"""Begin a clause that is not denied: "don't count, just say when"."""
DEGREES = frozenset("enough so too that as quite very much many half".split())
"""Make a "not" a matter of degree: "not too fast" is a wish."""
PAIN_NEGATORS = NEGATORS | frozenset(
    "no nothing nothing's nobody nobody's without zero none hardly stopped quit neither nor "
    "nae haven't hasn't".split()
)
PAIN_LIGHT = frozenset(
    "a an any in at all really feel feeling have having get got even of the more longer is are "
    "was were been be being need for to call calling going gonna about".split()
)
LISTED = 4
"""The longest list, in words, that a denial covers: "not faint or dizzy"."""
PAIN_NOUNS = frozenset(
    "pain pains cramp cramps cramping twinge twinges numbness tingling swelling spasm spasms "
    "ache aches".split()
)
"""May have a part of the body before them: "no chest pain", but "not me, knee hurts"."""
UNWELL = frozenset(
    "sore sick ill unwell stiff tight injured injury sprained strained torn broken tender swollen "
    "soreness dizziness nausea".split()
)
"""Mean pain only together with other words: "my back isn't sore"."""
PARTS = frozenset(
    "hamstring knee back leg hip ankle calf thigh neck foot heel groin buttock muscle chest "
    "shoulder head stomach".split()
)
BELIEFS = frozenset("say said saying tell told telling think thinking call mean meant".split())
"""May come between a denial and a pain that is reported: "I never said it hurts"."""
SPOKEN_OF = frozenset(
    "it it's i i'm i've was that that's this you me my anything something about".split()
)
"""May come between such a word and the pain."""
BUT = frozenset(
    "but except unless until when if because like this that so as before much "
    "though although still".split()
)
"""Take a denial of pain back, or make it a comparison: "never hurt like this"."""
UNTIL_NOW = frozenset(
    [("so", "far"), *(("this", of) for of in ("week", "time", "morning", "evening", "month"))]
)
"""Exceptions to that: "no pain so far", "no pain this week"."""
CRIES = frozenset("oh ah aw ow ouch argh aargh no".split())
"""Make a "no" a cry: "oh no, cramp"."""
OVER = frozenset(
    "gone away stopped passed vanished over disappeared eased subsided faded cleared worn".split()
)
"""Say that a pain is over ..."""
MORE_OF_IT = frozenset("not isn't won't doesn't hasn't never".split())
"""... unless one of these is said: "won't go away"."""

WELL = frozenset("fine okay ok alright grand great good well normal normally".split())
"""Say that nothing is wrong with a part of the body ..."""
FEELS = frozenset("is are feels feel feeling i'm am breathe breathing beating seems".split())
"""... after one of these, or after a name with its 's: "my heart is okay", "knee's grand"."""
RATHER = frozenset("perfectly really quite totally just all absolutely very now still".split())
NOT_ALL_WELL = NEGATORS | BUT | frozenset("no too can't cannot hurts hurt pain pains".split())
FIRST_PERSON = frozenset("i i'm i've i'd i'll my me mine it it's this there's that's".split())
"""The runner speaks of himself; any other pain may be somebody else's."""

HIS = frozenset("his her their your".split())
"""Possessives of somebody else ..."""
OTHERS = frozenset("he she they he's she's they're him them his her their".split())
"""... and pronouns."""


def denials_of(denied: Collection[str]) -> frozenset[str]:
    """The denials that name what is denied; all of them if none does."""
    meant = {INTENTS[intent] for intent in denied if intent in INTENTS}
    named = {name for name, what in DENIALS.items() if meant & what and name != "DenyIntent"}
    return frozenset(named or DENIED)


def what_is_denied(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words that each denial in a sentence denies; then the same with the verb's plain form."""
    for place in range(len(words)):
        length = _denial_at(words, place)
        start = place + length
        while length and start < len(words) and _leads_on(words, start):
            if words[start] in TELLING:
                yield _clause(words[start:])
            start += 1
        led_on = start > place + length and words[start - 1] not in ("us", "to", "you", "should")
        if led_on and words[start : start + 1] in (["let"], ["let's"], ["give"], ["show"]):
            continue
        if length and start < len(words) and words[start] not in DEGREES | DISLIKES:
            denied = _clause(words[start:])
            yield denied
            yield (_plain(denied[0]), *denied[1:])


def _leads_on(words: Sequence[str], place: int) -> bool:
    if words[place] == "need":
        return words[place + 1 : place + 2] in (["you"], ["to"], ["it"])
    if words[place] == "let" and words[place - 1] not in NEGATORS:
        return False
    asks = words[place] in ASKS and words[place + 1 : place + 2] not in (["you"], ["to"], ["for"])
    return words[place] in LIGHT and not asks


def _clause(words: Sequence[str]) -> tuple[str, ...]:
    """The words up to the next clause."""
    ends = (place for place, word in enumerate(words) if place and word in CLAUSE_WORDS)
    return tuple(words[: next(ends, len(words))])


def without_is(word: str) -> str:
    """A word without the 's of "is": "pain's gone"."""
    return word.removesuffix("'s")


def denies_pain(words: Sequence[str], pain_words: frozenset[str]) -> bool:
    """Whether every pain word in a sentence is denied or said to be over, and not taken back."""
    places = [place for place, word in enumerate(words) if without_is(word) in pain_words]
    return bool(places) and all(_is_denied(words, place, pain_words) for place in places)


def says_well(words: Sequence[str]) -> bool:
    """Whether a part of the body is said to be fine, and nothing else to be wrong."""
    if NOT_ALL_WELL & {*words}:
        return False
    plain = [word for word in words if word not in RATHER]
    return any(
        word in WELL and (before in FEELS or before.endswith("'s"))
        for before, word in pairwise(plain)
    )


def says_others(words: Sequence[str]) -> bool:
    """Whether it is about somebody else's body: "my wife's knee is bad"."""
    if {"i", "i'm", "i've", "me", "mine"} & {*words}:
        return False
    owned = (
        before in HIS or (before.endswith("'s") and before not in FIRST_PERSON)
        for before, word in pairwise(words)
        if without_is(word) in PARTS
    )
    return any(owned) or not OTHERS.isdisjoint(words)


def says_unwell(words: Sequence[str]) -> bool:
    """Whether something is said not to be fine: "my knee doesn't feel good"."""
    plain = [word for word in words if word not in RATHER | {"so", "too", "that"} | FEELS]
    return any(word in WELL | {"right"} and before in NEGATORS for before, word in pairwise(plain))


def _is_denied(words: Sequence[str], place: int, pain_words: frozenset[str]) -> bool:
    if [*words[place + 1 : place + 2]] == ["free"]:
        return True
    until_now = tuple(words[place + 1 : place + 3]) in UNTIL_NOW
    after = [*words[place + (3 if until_now else 1) : place + 5]]
    if BUT & {*after[:3]}:
        return False
    before = _before(words, place, pain_words)
    if before >= 0 and words[before] in PAIN_NEGATORS:
        if words[before] == "no" and {*words[max(0, before - 1) : before]} & CRIES:
            return False
        twice = NEGATORS | {"only", "haven't", "hasn't"}
        if words[before].startswith("nothing"):
            twice = twice - {"ain't"}
        return not {*words[max(0, before - 2) : before]} & twice
    return bool(OVER & {*after}) and not MORE_OF_IT & {*words}


def _before(words: Sequence[str], place: int, pain_words: frozenset[str]) -> int:
    """The index of the word that may deny the pain at `place`, skipping light words and lists."""
    before = place - 1
    if before >= 0 and words[place] in PAIN_NOUNS and words[before] in PARTS | pain_words:
        before -= 1
    room = 0
    while before >= 0 and words[before] not in PAIN_NEGATORS:
        room = LISTED if words[before] == "or" else max(0, room - 1)
        some_of = words[max(0, before - 2) : before] == ["none", "of"]
        light = room or some_of or words[before] in PAIN_LIGHT
        if not light or (words[before] in FIRST_PERSON and not some_of):
            break
        before -= 1
    belief = before
    while belief >= 0 and words[belief] in SPOKEN_OF | PAIN_LIGHT:
        belief -= 1
    if belief < 0 or words[belief] not in BELIEFS:
        return before
    return belief - 1


def _denial_at(words: Sequence[str], place: int) -> int:
    """How many words from this place on are a denial; 0 if there is none."""
    if ASKING & {*words[max(0, place - 1) : place]}:
        return 0
    if not place and any(tuple(words[: len(phrase)]) == phrase for phrase in INVITING):
        return 0
    for phrase in PHRASES:
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    if words[place] == "no" and not place and words[1:2] and words[1].endswith(("ing", "er")):
        return 1
    of_degree = DEGREES & {*words[place + 1 : place + 2]} or "enough" in words[place : place + 4]
    return int(words[place] in NEGATORS and not of_degree)


def _plain(word: str) -> str:
    """A verb's stem: skipping -> skip, leaving -> leav (close enough for the classifier)."""
    stem = word.removesuffix("ing")
    if stem != word and len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "sl":
        stem = stem[:-1]
    return stem
