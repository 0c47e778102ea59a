"""Words for telling whether two notes speak of the same: what to leave out, and which places are one.

Small and English on purpose. In another language nothing is left out; words that many parts share weigh
little anyway.
"""

from __future__ import annotations

_WORDS = """
a about after again all also am an and any anything are as at away be because been before being but by
can cant come comes could couldnt did didnt do does doesnt doing dont down even ever every feel feeling
feels felt for from get gets getting go goes going got had has have having he her here hers him his how
i id if ill im in into is isnt it its itself ive just know kind let like little lot make makes many may
maybe me might mine more most much must my myself need needs no nor not now of off oh ok on one only or
other our out over part parts really right said say saying says see she should so some someone something
sort still such take than that thats the their them then there these they thing things think this those
though to too up us very want wanted wants was wasnt way we well went were what when where which while
who why will with wont would wouldnt yes yet you your yours
around area behind between inside left near side somewhere under
"""

STOP_WORDS = frozenset(_WORDS.split())
"""Words that say little: left out before two texts are compared, places included."""

SAME_PLACE = (
    frozenset({"chest", "breast", "heart", "breastbone", "sternum"}),
    frozenset({"belly", "stomach", "tummy", "gut", "guts", "abdomen"}),
    frozenset({"throat", "neck", "larynx"}),
    frozenset({"head", "skull", "forehead", "temples"}),
)
"""Places of the body people name with different words."""
