"""Pure decisions of the treatments app: facts in, findings out.

Nothing here imports Django, a model or a clock: "today" is a fact, every number is a Decimal with its unit, and each
rule stands in words beside its code (`kinds/`), so that a clinician can read it and a table can test it.
"""
