"""What people write in forms, returns and the ledger, in Khmer or English: a few sentences, no person."""

import json
from pathlib import Path
from random import Random

SENTENCES = json.loads((Path(__file__).parent / "data" / "texts.json").read_text(encoding="utf-8"))


def sentence(rng: Random, kind: str, language: str, *, code: str = "") -> str:
    """One sentence of a kind (`results`, `return_for_value` …); `code` is the indicator it speaks of."""
    template = rng.choice(SENTENCES[kind][language])
    return template.format(count=rng.randint(2, 9), provinces=rng.randint(2, 12), code=code)
