"""How the outbox empties itself: claim, prepare, permit, hand over, write down. docs/decisions/outbox.md says why."""
