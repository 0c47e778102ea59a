"""Version 5 of the schema: what the deeper sessions find.

Values a script offers as options are not checked here: a person's own script may offer others. Released
text is never changed: a later form is a later step in `schema.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_OWN = """session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    at TEXT NOT NULL CHECK (at GLOB '*+00:00')"""

_TABLES = f"""
ALTER TABLE agreement ADD COLUMN person_id TEXT REFERENCES person(id) ON DELETE SET NULL;
CREATE INDEX agreement_person ON agreement(person_id) WHERE person_id IS NOT NULL;
CREATE TABLE relation (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    kind TEXT NOT NULL
) STRICT;
CREATE INDEX relation_session ON relation(session_id);
CREATE INDEX relation_part ON relation(part_id, at);
CREATE INDEX relation_other ON relation(other_id, at) WHERE other_id IS NOT NULL;
CREATE TABLE polarity (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    issue TEXT,
    a_wants TEXT,
    a_fears TEXT,
    b_wants TEXT,
    b_fears TEXT,
    a_heard TEXT,
    b_heard TEXT,
    shared_aim TEXT,
    outcome TEXT
) STRICT;
CREATE INDEX polarity_session ON polarity(session_id);
CREATE TABLE u_turn (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    blame TEXT,
    inside TEXT,
    belief TEXT,
    need TEXT,
    happened TEXT,
    old TEXT,
    response TEXT
) STRICT;
CREATE INDEX u_turn_session ON u_turn(session_id);
CREATE INDEX u_turn_person ON u_turn(person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX u_turn_part ON u_turn(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE rupture (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    continues_id TEXT REFERENCES rupture(id) ON DELETE SET NULL,
    seen TEXT,
    kind TEXT,
    felt TEXT CHECK (json_valid(felt)),
    moves TEXT CHECK (json_valid(moves)),
    moved TEXT,
    keeps_safe TEXT,
    kind_word TEXT,
    comfort TEXT,
    my_truth TEXT,
    their_truth TEXT,
    their_source TEXT,
    their_side TEXT,
    my_act TEXT,
    wish TEXT,
    willing TEXT,
    how TEXT,
    time TEXT,
    if_badly TEXT,
    look_back TEXT CHECK (look_back GLOB '????-??-??')
) STRICT;
CREATE INDEX rupture_session ON rupture(session_id);
CREATE INDEX rupture_person ON rupture(person_id, at) WHERE person_id IS NOT NULL;
CREATE INDEX rupture_part ON rupture(part_id, at) WHERE part_id IS NOT NULL;
CREATE INDEX rupture_continues ON rupture(continues_id, at) WHERE continues_id IS NOT NULL;
CREATE INDEX rupture_one_sitting ON rupture(at) WHERE wish IS NULL AND continues_id IS NULL;
CREATE INDEX rupture_look_back ON rupture(look_back) WHERE look_back IS NOT NULL;
CREATE TABLE repair_after (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    rupture_id TEXT NOT NULL REFERENCES rupture(id) ON DELETE CASCADE,
    happened TEXT,
    how_it_went TEXT,
    closer TEXT,
    parts_did TEXT,
    still_needed TEXT
) STRICT;
CREATE INDEX repair_after_session ON repair_after(session_id);
CREATE INDEX repair_after_rupture ON repair_after(rupture_id, at) WHERE rupture_id IS NOT NULL;
CREATE TABLE need_map (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    situation TEXT,
    need TEXT,
    event TEXT,
    meaning TEXT,
    hurt TEXT,
    strategy TEXT,
    example TEXT,
    aim TEXT,
    close_to TEXT,
    how_far TEXT,
    enough TEXT,
    relief_now INTEGER CHECK (relief_now BETWEEN 0 AND 10),
    repeats TEXT,
    competing TEXT,
    won TEXT,
    cost TEXT,
    best_then TEXT,
    fits TEXT
) STRICT;
CREATE INDEX need_map_session ON need_map(session_id);
CREATE INDEX need_map_at ON need_map(at);
CREATE INDEX need_map_part ON need_map(part_id, at) WHERE part_id IS NOT NULL;
CREATE INDEX need_map_person ON need_map(person_id, at) WHERE person_id IS NOT NULL;
CREATE TABLE need_map_later (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    need_map_id TEXT NOT NULL REFERENCES need_map(id) ON DELETE CASCADE,
    relief INTEGER CHECK (relief BETWEEN 0 AND 10),
    words TEXT
) STRICT;
CREATE INDEX need_map_later_session ON need_map_later(session_id);
CREATE INDEX need_map_later_need_map ON need_map_later(need_map_id, at) WHERE need_map_id IS NOT NULL;
CREATE TABLE experiment (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    text TEXT,
    due TEXT CHECK (due GLOB '????-??-??')
) STRICT;
CREATE INDEX experiment_session ON experiment(session_id);
CREATE INDEX experiment_part ON experiment(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE pattern (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    label TEXT,
    need TEXT,
    closeness TEXT,
    distance TEXT,
    guards TEXT,
    shared TEXT
) STRICT;
CREATE INDEX pattern_session ON pattern(session_id);
CREATE TABLE update_event (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    danger TEXT,
    still_dangerous TEXT,
    believed_age TEXT,
    life_like TEXT,
    told TEXT,
    resources TEXT,
    reaction TEXT,
    needs_to_see TEXT,
    differently TEXT
) STRICT;
CREATE INDEX update_event_session ON update_event(session_id);
CREATE INDEX update_event_part ON update_event(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE permission (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    about_part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    who TEXT,
    reason TEXT,
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX permission_session ON permission(session_id);
CREATE INDEX permission_about_part ON permission(about_part_id, at) WHERE about_part_id IS NOT NULL;
CREATE TABLE contact (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    nearness TEXT,
    notices TEXT,
    feeling_now TEXT,
    need_now TEXT,
    offered TEXT,
    response TEXT
) STRICT;
CREATE INDEX contact_session ON contact(session_id);
CREATE INDEX contact_part ON contact(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE handoff_note (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    shown TEXT,
    needs TEXT,
    for_therapist TEXT,
    spontaneous TEXT
) STRICT;
CREATE INDEX handoff_note_session ON handoff_note(session_id);
CREATE INDEX handoff_note_part ON handoff_note(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE follow_up (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    here TEXT,
    rhythm TEXT,
    next_on TEXT CHECK (next_on GLOB '????-??-??')
) STRICT;
CREATE INDEX follow_up_session ON follow_up(session_id);
CREATE INDEX follow_up_part ON follow_up(part_id, at) WHERE part_id IS NOT NULL;
CREATE INDEX follow_up_next_on ON follow_up(next_on) WHERE next_on IS NOT NULL;
CREATE TABLE agreement_outcome (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    agreement_id TEXT NOT NULL REFERENCES agreement(id) ON DELETE CASCADE,
    kept TEXT NOT NULL,
    words TEXT,
    renegotiated TEXT
) STRICT;
CREATE INDEX agreement_outcome_session ON agreement_outcome(session_id);
CREATE INDEX agreement_outcome_agreement ON agreement_outcome(agreement_id, at);
CREATE TABLE letter (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    direction TEXT,
    body TEXT
) STRICT;
CREATE INDEX letter_session ON letter(session_id);
CREATE INDEX letter_part ON letter(part_id, at) WHERE part_id IS NOT NULL;
CREATE TABLE talk_plan (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    about TEXT,
    listen_how TEXT,
    steady_by TEXT,
    hope TEXT,
    if_hard TEXT,
    look_back TEXT CHECK (look_back GLOB '????-??-??')
) STRICT;
CREATE INDEX talk_plan_look_back ON talk_plan(look_back) WHERE look_back IS NOT NULL;
CREATE INDEX talk_plan_session ON talk_plan(session_id);
CREATE INDEX talk_plan_person ON talk_plan(person_id, at) WHERE person_id IS NOT NULL;
CREATE TABLE talk_after (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    talk_plan_id TEXT REFERENCES talk_plan(id) ON DELETE SET NULL,
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    how TEXT,
    heard TEXT,
    said TEXT,
    listened TEXT,
    parts_did TEXT,
    next TEXT
) STRICT;
CREATE INDEX talk_after_session ON talk_after(session_id);
CREATE INDEX talk_after_talk_plan ON talk_after(talk_plan_id, at) WHERE talk_plan_id IS NOT NULL;
CREATE INDEX talk_after_person ON talk_after(person_id, at) WHERE person_id IS NOT NULL;
CREATE TABLE topic (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX topic_session ON topic(session_id);
CREATE TABLE shared_talk (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    topic TEXT,
    first_because TEXT,
    first_said TEXT,
    first_mirrored TEXT,
    first_matters TEXT,
    first_validated TEXT,
    second_because TEXT,
    second_said TEXT,
    second_mirrored TEXT,
    second_matters TEXT,
    second_validated TEXT
) STRICT;
CREATE INDEX shared_talk_session ON shared_talk(session_id);
CREATE TABLE shared_trial (
    id TEXT PRIMARY KEY NOT NULL,
    {_OWN},
    options TEXT,
    trial TEXT,
    look_again TEXT CHECK (look_again GLOB '????-??-??')
) STRICT;
CREATE INDEX shared_trial_session ON shared_trial(session_id);
CREATE INDEX shared_trial_look_again ON shared_trial(look_again) WHERE look_again IS NOT NULL;
"""


def library_tables(db: Database) -> None:
    """Version 5: repair, polarised parts, maps, permission, follow-up, two people."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
