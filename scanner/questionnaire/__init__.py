"""What suppliers are asked, and how their answers come back.

A result's open questions (``ask``) become an Excel form a supplier (``form``), in its language (``words``); a filled
form becomes declarations (``answers``). ``layout`` says where things stand in a form: what is written and read by both.
"""
