"""What the community says of itself and asks of its members: privacy policy, terms, rules, who answers for it.

``kinds`` names the texts, ``facts`` says what is so at this moment, ``drafts`` makes texts of that, ``texts`` turns
them into HTML, ``diff`` compares two of them, ``versions`` knows what was published (``missing_policies()`` says what
an opening lacks), ``publishing`` publishes (``publish_drafts(None)`` whatever has no version yet, for the demo).
"""
