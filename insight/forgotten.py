"""Who is to stay forgotten: salted hashes of ids, so that an import does not bring them back.

`exports/forgotten.json` holds no id. Whoever has the file and a guess can test the guess, so it is
to be kept like the exports beside it.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from insight.problems import Failure

FILE = "exports/forgotten.json"
REASON = "this customer asked to be forgotten"
"""Why a row was rejected; nothing else of the row may be kept."""


@dataclass(frozen=True)
class Forgotten:
    """Answers `forgotten(customer_id)`; false in itself where nobody is forgotten."""

    salt: str = ""
    customers: frozenset[str] = frozenset()
    responses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.customers)

    def __call__(self, customer_id: str) -> bool:
        """Whether that customer is forgotten."""
        return bool(self.customers) and self._hash(customer_id) in self.customers

    def answer(self, response_id: str) -> bool:
        """Whether a forgotten customer once gave an answer of that id."""
        return bool(self.responses) and self._hash(response_id) in self.responses

    def with_more(self, customers: Iterable[str], responses: Iterable[str]) -> "Forgotten":
        """These customers and their answers too."""
        salted = Forgotten(self.salt or secrets.token_hex(16))
        return Forgotten(
            salted.salt,
            self.customers | {salted._hash(one) for one in customers},
            self.responses | {salted._hash(one) for one in responses},
        )

    def _hash(self, text: str) -> str:
        return hashlib.sha256(f"{self.salt} {text}".encode()).hexdigest()


def is_forgotten(data_folder: Path) -> Forgotten:
    """Who is forgotten in a data folder; Failure where the list cannot be read."""
    path = Path(data_folder) / FILE
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return Forgotten(
            str(written["salt"]), frozenset(written["customers"]), frozenset(written["responses"])
        )
    except FileNotFoundError:
        return Forgotten()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Failure(
            f"{path} says who is forgotten and cannot be read: {error}; put back a copy of it"
        ) from error


def write_forgotten(data_folder: Path, forgotten: Forgotten) -> None:
    """Write the list whole or not at all."""
    path = Path(data_folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = {
        "salt": forgotten.salt,
        "customers": sorted(forgotten.customers),
        "responses": sorted(forgotten.responses),
    }
    unfinished = path.with_name(f".forgotten-{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
