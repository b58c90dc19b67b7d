"""A draft of the declaration that No. 61 of 2025 asks exporters to hand to the next recipient, as HTML or docx.

``compose`` says what stands in it; ``html`` and ``word`` give it a form that a company can replace.
"""
