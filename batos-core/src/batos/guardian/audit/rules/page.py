"""The reference page of the rules, as docs/commands.py writes it."""

from __future__ import annotations

from batos.guardian.audit.rules import ALL_RULES, Rule
from batos.guardian.dialect import RULES_VERSION

__all__ = ["rules_page"]

_HEAD = """# Rules of the guardian

<!-- Written by docs/commands.py; change the rules, then run: make docs -->

Every method is judged before it may enter the image, by reading its syntax tree; nothing is run.
One error refuses it, and a rule that fails refuses, too. A finding tells the rule, the severity,
the line, what is wrong, and the mend, which goes back to the model that wrote the method.
`batos guardian audit FILE` judges a file, `batos guardian rules` lists what follows. Plugins may
add rules (`batos_guardian_rules`); they can only refuse more.

Version of the rules: {version}. When it changes, stored methods are judged again.
"""


def rules_page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD.format(version=RULES_VERSION), *map(_section, ALL_RULES)])


def _section(rule: Rule) -> str:
    lines = [
        f"## {rule.name}",
        "",
        f"**Rule.** {rule.summary}",
        "",
        f"**Why.** {rule.why}",
        "",
        f"**Mend.** {rule.mend}",
        "",
    ]
    for pair in rule.examples:
        lines += ["Refused:", "", *_code(pair.refused), "Accepted:", "", *_code(pair.instead)]
    return "\n".join(lines)


def _code(source: str) -> list[str]:
    return ["```python", source, "```", ""]
