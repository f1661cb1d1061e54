"""Which screen a turn gets, and what stands on it."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from skill.coach.asks import Asks
from skill.coach.commands import Command, Meaning
from skill.coach.messages import Message
from skill.coach.runner import Preference
from skill.coach.timeline import SpanKind
from skill.coach.turn import DECISIONS, Prompt
from skill.coach.workout import Phase
from skill.routine.model import Reps
from skill.screen.document import TEMPLATES, load_documents
from skill.screen.support import supports
from skill.screen.touches import SENDS, TOUCHABLE, touches_for
from skill.screen.words_file import load_screen_words
from skill.service.prepared import prepare, screens_in
from skill.speech.apla import apla_document
from skill.tools.desk.limits import platform
from tests.coach.moments import Played, asking, introduced, moments, opened
from tests.screen.plays import every_moment, screen_of, size, walk
from tests.support.content import SHIPPED, copied, file_in
from tests.support.household import catalogue, routine, voice
from tests.support.work_turns import work_turns

LARGEST_RESPONSE = platform().response_bytes


NO_VERSIONS = (None, "", "1.3", "1", "one.four", "1.4.x", "1.1.9", "-1.4")
NONSENSE = ("1.4.1.1", "1234567.4", "\uff11.\uff19")


@pytest.mark.parametrize("version", [*NO_VERSIONS, *NONSENSE])
def test_a_device_that_is_too_old_or_says_nonsense_gets_no_screen(version: str | None) -> None:
    assert not supports(version)


@pytest.mark.parametrize("version", ["1.4", "1.9", "1.10", "2022.1", "2024.3", "1.4.1"])
def test_a_device_of_version_1_4_or_later_gets_a_screen(version: str) -> None:
    assert supports(version)


def test_whatever_is_asked_something_fitting_can_be_touched() -> None:
    _, played = next(every_moment())
    assert played.turn is not None
    words = load_screen_words(file_in(SHIPPED, "screen.toml"))
    for asks, phase in itertools.product(Asks, Phase):
        prompt = Prompt(asks, Message("prompt.start"))
        keys = touches_for(replace(played.turn, prompt=prompt, after=phase))
        assert keys, (asks, phase)
        for key in keys:
            label, spoken = words.touches[key]
            assert label, key
            assert spoken, key


def test_while_something_hurts_to_stop_comes_first_unless_a_question_is_open() -> None:
    _, played = next(every_moment())
    assert played.turn is not None
    for asks in set(Asks) - DECISIONS:
        prompt = Prompt(asks, Message("prompt.start"))
        turn = replace(played.turn, prompt=prompt, after=Phase.HURT)
        assert touches_for(turn)[0] == "stop", asks


def test_after_a_warning_that_may_be_misheard_the_buttons_say_what_they_do() -> None:
    asked = moments()["asked whether anybody is unwell"]
    screen = screen_of(asked)

    assert screen.template == "care"
    assert [touch["label"] for touch in screen.data["touch"]] == [
        "I'm fine, go on",
        "Something is wrong",
    ]
    assert [touch["sends"][1] for touch in screen.data["touch"]] == ["no", "yes"]
    assert screen.data["question"]


def test_everything_that_can_be_touched_is_a_meaning_of_the_coach() -> None:
    assert set(Meaning) >= TOUCHABLE
    assert SENDS["begin"] == "next"


def test_every_moment_has_a_screen_and_every_template_is_met() -> None:
    met = {screen_of(played).template for _, played in every_moment()}
    met.add(screen_of(opened().told(Meaning.LIST_EXERCISES)).template)
    met.add(screen_of(opened().told(Meaning.CLINIC_PHONE)).template)

    assert met == set(TEMPLATES)


@pytest.mark.parametrize(
    ("moment", "wanted"),
    [
        ("opened", "message"),
        ("introducing", "introduction"),
        ("in a hold", "work"),
        ("in reps", "work"),
        ("paused in a hold", "message"),
        ("in pain", "care"),
        ("warned", "care"),
        ("in an emergency", "care"),
        ("asked whether it was misheard", "care"),
        ("in an emergency before a workout", "care"),
        ("returning to an introduction", "message"),
    ],
)
def test_a_moment_has_the_template_that_fits_it(moment: str, wanted: str) -> None:
    assert screen_of(moments()[moment]).template == wanted


def test_a_document_is_the_same_for_every_turn_with_its_template() -> None:
    first = screen_of(introduced("glute_bridge"))
    second = screen_of(introduced("nordic_curl"))

    assert first.document is second.document
    assert first.data != second.data


@pytest.mark.parametrize(
    ("moment", "eyebrow", "title", "body"),
    [
        ("opened", "", "Hamstring Coach", "exercises, counted for you"),
        ("paused in a hold", "Paused", "Standing hamstring stretch", "Left leg · 17 of 30 seconds"),
        ("paused in reps", "Paused", "Glute bridge", "Set 1 of 3 · 4 of 12 reps"),
        ("rest paused", "Exercise 4 of {total}", "Rest paused", "Next: set 2 of 3"),
        ("returning to a set", "Welcome back", "Glute bridge", "Set 1 of 3 · 4 of 12 reps"),
        ("not counting", "Set 1 of 3", "At your own pace", "3 × 12 reps"),
    ],
)
def test_a_screen_of_words_says_where_the_runner_stands(
    moment: str, eyebrow: str, title: str, body: str
) -> None:
    data = screen_of(moments()[moment]).data

    above = eyebrow.format(total=len(routine().exercises))
    assert (data["eyebrow"], data["title"]) == (above, title)
    assert body in str(data["body"])


def test_after_the_last_set_the_screen_says_that_all_is_done() -> None:
    played = introduced(routine().exercises[-1].id).told(Meaning.NEXT_EXERCISE)

    data = screen_of(played.told(asking("thanks"))).data

    assert data["title"] == "All exercises done"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_document_asks_for_nothing_that_a_device_might_lack(name: str) -> None:
    document = load_documents(SHIPPED.screens)[name]

    assert document["version"] == "1.4"
    assert "import" not in document
    for part in walk(document):
        assert "http" not in str(part.get("source", ""))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_document_holds_the_layouts_and_graphics_that_its_template_needs_and_no_others(
    name: str,
) -> None:
    whole = json.loads(SHIPPED.screens.read_text(encoding="utf-8"))
    document = load_documents(SHIPPED.screens)[name]
    layouts, graphics = document["layouts"], document["graphics"]
    assert isinstance(layouts, dict) and isinstance(graphics, dict)
    types = {part.get("type") for part in walk(layouts)}
    sources = {part.get("source") for part in walk(layouts)}

    assert layouts.keys() == {TEMPLATES[name]} | types & whole["layouts"].keys()
    assert graphics.keys() == sources & whole["graphics"].keys()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_device_is_sent_no_description_of_the_documents_parts(name: str) -> None:
    whole = json.loads(SHIPPED.screens.read_text(encoding="utf-8"))
    assert any("description" in part for part in walk(whole))

    assert not any("description" in part for part in walk(load_documents(SHIPPED.screens)[name]))


@pytest.mark.parametrize("name", TEMPLATES)
def test_everything_touchable_and_every_picture_can_be_read_out(name: str) -> None:
    for part in walk(load_documents(SHIPPED.screens)[name]):
        touchable = part.get("type") == "TouchWrapper"
        figure = part.get("type") == "VectorGraphic" and part.get("source") == "figure"
        if touchable or figure:
            assert part.get("accessibilityLabel"), part


def test_every_touch_and_picture_in_the_data_has_words_for_a_screen_reader() -> None:
    for name, played in every_moment():
        data = screen_of(played).data
        for touch in data["touch"]:
            assert touch["label"], name
            assert touch["spoken"], name
        if "figure" in data:
            assert data["figure"]["alt"].startswith("Picture"), name


def test_the_list_starts_each_exercise_by_its_id() -> None:
    data = screen_of(opened().told(Meaning.LIST_EXERCISES)).data

    sent = [entry["sends"] for entry in data["exercises"]]
    assert sent == [["choose", exercise.id] for exercise in routine().exercises]


def test_the_clinic_card_shows_phone_and_e_mail() -> None:
    data = screen_of(opened().told(Meaning.CLINIC_PHONE)).data

    assert data["phone"] == routine().clinic.phone
    assert data["email"] == routine().clinic.email


def test_the_spans_on_the_screen_are_those_of_the_voice() -> None:
    played = introduced("standing_hamstring_stretch").told(Meaning.NEXT)
    assert played.turn is not None
    spans = played.turn.timeline.spans
    shown = spans_of(played)

    assert [(s["kind"], s["start"], s["end"]) for s in shown[:-1]] == [
        (span.kind, span.start_ms, span.end_ms) for span in spans
    ]
    assert screen_of(played).data["hint"] == "Say next for set two."


def test_a_resumed_hold_counts_on_where_it_was_left() -> None:
    resumed = moments()["paused in a hold"].told(Meaning.READY)
    hold = next(span for span in spans_of(resumed) if span["kind"] == SpanKind.HOLD)

    assert (hold["base"], hold["top"], hold["period"]) == (17, 30, 1000)


def test_legs_are_told_apart_by_word_and_colour() -> None:
    played = introduced("standing_hamstring_stretch").told(Meaning.NEXT)
    left, right = (span for span in spans_of(played) if span["kind"] == SpanKind.HOLD)

    assert (left["leg"], right["leg"]) == ("Left leg", "Right leg")
    assert (left["tone"], right["tone"]) == ("left", "right")


def test_a_rest_says_what_is_over_and_what_follows() -> None:
    played = introduced("glute_bridge").told(Meaning.NEXT)
    rest = next(span for span in spans_of(played) if span["kind"] == SpanKind.REST)

    assert (rest["head"], rest["note"]) == ("Set 1 of 3 done", "Next: set 2 of 3")
    assert rest["counts"] == "down"


def test_the_end_of_the_last_set_names_the_exercise_that_follows() -> None:
    played = introduced("glute_bridge")
    for _ in range(2):
        played = played.told(Meaning.NEXT).heard_out()

    assert spans_of(played.told(Meaning.NEXT))[-1]["note"] == "Next: Nordic curl"


def test_when_it_hurts_the_screen_says_first_what_to_do() -> None:
    data = screen_of(moments()["in pain"]).data

    assert str(data["body"]).startswith("Stop there")
    assert data["phone"] == routine().clinic.phone


def test_the_step_that_is_read_out_is_known_by_its_time() -> None:
    played = opened().told(Command(Meaning.CHOOSE, exercise="glute_bridge"))
    assert played.turn is not None
    cues = [cue.at_ms for cue in played.turn.timeline.cues if cue.line.key == "intro.step"]
    data = screen_of(played).data

    assert [step["at"] for step in data["steps"]] == cues
    assert len(cues) == 4


def test_step_by_step_lights_the_one_step_that_was_read() -> None:
    stepping = moments()["step by step"]

    assert screen_of(stepping).data["first"] == 0
    assert screen_of(stepping.told(Meaning.NEXT)).data["first"] == 1


def test_a_paused_hold_names_set_leg_and_second() -> None:
    data = screen_of(moments()["paused in a hold"]).data

    assert data["body"] == "Set 1 of 2 · Left leg · 17 of 30 seconds"


def test_nothing_can_be_touched_once_the_session_is_over() -> None:
    data = screen_of(opened().told(Meaning.STOP)).data

    assert data["touch"] == []


def test_a_movement_is_as_long_as_a_rep_at_any_pace() -> None:
    for exercise in routine().exercises:
        for form in exercise.forms.values():
            if not isinstance(form.work, Reps):
                continue
            for pace in (80, 100, 140):
                played = opened()
                preference = Preference(form=form.id, pace=pace)
                journal = played.runner.prefer(exercise.id, preference)
                played = Played(journal, played.now_ms)
                played = played.told(Command(Meaning.CHOOSE, exercise=exercise.id))
                data = screen_of(played.told(Meaning.NEXT)).data
                reps = next(s for s in data["spans"] if s["counts"] == "up")
                motion = data["figure"]["motion"]
                assert abs(100 * len(motion) - reps["period"]) <= 100


def test_the_longest_sound_and_its_screen_stay_far_below_the_limit() -> None:
    largest_sound = max(
        size(apla_document(work.timeline, voice()))
        for exercise in routine().exercises
        for work in work_turns(routine(), exercise, voice())
    )
    largest_screen = max(
        size(screen_of(played).document) + size(screen_of(played).data)
        for _, played in every_moment()
    )

    assert largest_screen < 32 * 1024
    assert largest_sound + largest_screen < 0.8 * LARGEST_RESPONSE


def spans_of(played: Played) -> list[dict[str, object]]:
    screen = screen_of(played)
    assert screen.template == "work"
    spans = screen.data["spans"]
    assert isinstance(spans, list)
    return spans


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_sample_data_of_a_template_have_the_fields_that_the_skill_sends(template: str) -> None:
    """They are what Amazon's authoring tool shows the document with."""
    sample = json.loads(
        (SHIPPED.screens.parent / "samples" / f"{template}.json").read_text("utf-8")
    )
    plays = [played for _, played in every_moment()]
    plays += [opened().told(meaning) for meaning in (Meaning.LIST_EXERCISES, Meaning.CLINIC_PHONE)]
    sent = next(s.data for s in map(screen_of, plays) if s.template == template)

    assert set(sample) == {"coach"}
    assert fields(sample["coach"]) == fields(sent)


def fields(data: object) -> object:
    """The names in some data, of the first entry of each list."""
    if isinstance(data, dict):
        return {name: fields(value) for name, value in data.items()}
    return fields(data[0]) if isinstance(data, list) and data else None


def test_screens_that_a_bundles_build_prepared_are_those_of_the_files(tmp_path: Path) -> None:
    content = copied(tmp_path)
    prepare(content, "en")
    for file in ("figures.toml", "screen.toml", "screens.json"):
        next(content.root.rglob(file)).unlink()

    prepared = screens_in(content, "en", (routine(), catalogue()))

    for name, played in every_moment():
        assert played.turn is not None
        shown = prepared.show(played.turn, played.runner, voice(played.runner.variation))
        assert shown == screen_of(played), name
