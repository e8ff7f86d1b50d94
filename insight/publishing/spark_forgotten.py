"""Forgotten customers stay out of what a cluster counts: its tables are not ours to change.

The hashes of `exports/forgotten.json` are compared there; what they match is never fetched.
"""

import pyarrow as pa

from insight.forgotten import Forgotten
from insight.publishing.spark_source import Found, ticked

CUSTOMERS, ANSWERS = "forgotten_customers", "forgotten_answers"
"""Relations (hash) that the cluster is sent."""
_RESPONSES = "forgotten_responses"


def hashes(forgotten: Forgotten) -> dict[str, pa.Table]:
    """The relations that the statements below read, by name."""
    listed = {CUSTOMERS: forgotten.customers, ANSWERS: forgotten.responses}
    return {
        name: pa.table({"hash": pa.array(sorted(one), pa.string())}) for name, one in listed.items()
    }


def responses_sql(found: Found, raw: str, salt: str) -> tuple[str, str]:
    """(name, statement) of the answers of forgotten customers, from the view of all answers."""
    columns = "response_id" if "response_id" in found.types else "null"
    whose = _is_theirs(f"{raw}.customer_id", salt) if "customer_id" in found.types else "false"
    return _RESPONSES, (
        f"select cast({columns} as string) as response_id from {raw} "
        f"left semi join {CUSTOMERS} on {whose}"
    )


def without_forgotten(found: Found, known: str, raw: str, salt: str) -> str:
    """The statement `known` without rows of forgotten customers and of their answers.

    An id that was once the answer of one is theirs only where no other answer has it.
    """
    sql = f"select known.* from ({known}) as known"
    if "customer_id" in found.types:
        sql += f" left anti join {CUSTOMERS} on {_is_theirs('known.customer_id', salt)}"
    if found.table != "survey_responses" and "response_id" in found.types:
        response = "cast(known.response_id as string)"
        once = f"sha2(concat('{salt} ', cast({raw}.response_id as string)), 256)"
        sql += (
            f" left anti join {_RESPONSES} on {response} = {_RESPONSES}.response_id"
            f" left anti join (select {raw}.{ticked('response_id')} as response_id from {raw}"
            f" left semi join {ANSWERS} on {once} = {ANSWERS}.hash"
            f" left anti join survey_responses_known on cast({raw}.response_id as string)"
            " = cast(survey_responses_known.response_id as string)) as orphans"
            f" on {response} = cast(orphans.response_id as string)"
        )
    return sql


def _is_theirs(customer: str, salt: str) -> str:
    return f"sha2(concat('{salt} ', cast({customer} as string)), 256) = {CUSTOMERS}.hash"
