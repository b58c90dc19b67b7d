"""Coverage-guided fuzzing: what reads a stranger's bytes or words may answer or refuse, and nothing else.

``make fuzz`` runs every target for its share of the time; docs/quality.md says how, and what was found.
"""
