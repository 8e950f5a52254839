"""The county's own weights as they are stored: JSON of disclosure.scoring.Weights.  Pure."""

import json
from dataclasses import asdict, fields

from disclosure.scoring import Weights

WEIGHTS = "scoring"
"""Name of the rule set."""


def read_weights(text: str) -> Weights:
    """What is missing or not known has its default."""
    stored = json.loads(text)
    names = {one.name for one in fields(Weights)}
    return Weights(**{name: int(value) for name, value in stored.items() if name in names})


def written_weights(weights: Weights) -> str:
    """The JSON to store."""
    return json.dumps(asdict(weights))
