"""The tables and columns a session's difference may write. Names come from here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


COLUMNS: Mapping[str, frozenset[str]] = {
    "session": _names(
        "state_before state_before_word state_after state_after_word highest_state self_available target_part"
    ),
    "part": _names("name name_key role status state created_at first_session archived_at"),
    "part_alias": _names("part_id alias alias_key"),
    "session_part": _names("session_id part_id answer_seq place seen_at"),
    "part_fact": _names("part_id session_id answer_seq field value number_value said_by at"),
    "gate_check": _names("session_id answer_seq gate target_no part_id class loop_no at"),
    "concern": _names("session_id answer_seq target_no part_id feeling worry outcome at"),
    "unblend_attempt": _names(
        "session_id answer_seq target_no part_id technique response blend_before blend_after fear at"
    ),
    "agreement": _names("session_id answer_seq part_id person_id text due at"),
    "measure": _names("session_id answer_seq name value number_value at"),
    "person": _names("name name_key relation created_at first_session"),
    "session_person": _names("session_id person_id answer_seq seen_at"),
    "statement": _names("session_id answer_seq kind person_id body held look_again at"),
    "statement_version": _names("session_id answer_seq version_no body flags at"),
    "statement_outcome": _names("session_id answer_seq statement_id delivered how_it_went at"),
    "trailhead": _names("session_id answer_seq trigger channels noticed place part_id parked at"),
    "trailhead_visit": _names("session_id answer_seq trailhead_id at"),
    "self_moment": _names("session_id answer_seq quality at"),
    "relation": _names("session_id answer_seq at part_id other_id kind"),
    "polarity": _names(
        "session_id answer_seq at issue a_wants a_fears b_wants b_fears a_heard b_heard shared_aim outcome"
    ),
    "u_turn": _names(
        "session_id answer_seq at person_id part_id blame inside belief need happened old response"
    ),
    "rupture": _names(
        "session_id answer_seq at person_id part_id continues_id seen kind felt moves moved "
        "keeps_safe kind_word comfort my_truth their_truth their_source their_side my_act wish "
        "willing how time if_badly look_back"
    ),
    "repair_after": _names(
        "session_id answer_seq at rupture_id happened how_it_went closer parts_did still_needed"
    ),
    "need_map": _names(
        "session_id answer_seq at part_id person_id situation need event meaning hurt strategy "
        "example aim close_to how_far enough relief_now repeats competing won cost best_then fits"
    ),
    "need_map_later": _names("session_id answer_seq at need_map_id relief words"),
    "experiment": _names("session_id answer_seq at part_id text due"),
    "pattern": _names("session_id answer_seq at label need closeness distance guards shared"),
    "update_event": _names(
        "session_id answer_seq at part_id danger still_dangerous believed_age life_like told "
        "resources reaction needs_to_see differently"
    ),
    "permission": _names("session_id answer_seq at about_part_id who reason answer"),
    "contact": _names(
        "session_id answer_seq at part_id nearness notices feeling_now need_now offered response"
    ),
    "handoff_note": _names("session_id answer_seq at part_id shown needs for_therapist spontaneous"),
    "follow_up": _names("session_id answer_seq at part_id here rhythm next_on"),
    "agreement_outcome": _names("session_id answer_seq at agreement_id kept words renegotiated"),
    "letter": _names("session_id answer_seq at part_id direction body"),
    "talk_plan": _names(
        "session_id answer_seq at person_id about listen_how steady_by hope if_hard look_back"
    ),
    "talk_after": _names(
        "session_id answer_seq at talk_plan_id person_id how heard said listened parts_did next"
    ),
    "topic": _names("session_id answer_seq at kind text"),
    "shared_talk": _names(
        "session_id answer_seq at topic first_because first_said first_mirrored first_matters "
        "first_validated second_because second_said second_mirrored second_matters second_validated"
    ),
    "shared_trial": _names("session_id answer_seq at options trial look_again"),
}
"""The tables and columns a difference may write."""
