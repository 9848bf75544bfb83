"""The demonstration: what a partner really published for 2022, and a made-up history around it.

published      the partner's real figures, reported first               data/tdh_nl_2022.json
accounts       who can sign in to try the product
characters     how each institution behaves: punctual, silent, fast, slow
series         made-up values of an indicator over the years
history        made-up reports, quarter by quarter; the last quarter is left in motion
spending       made-up expenditures
texts          what people write                                        data/texts.json
loading        all of it, in order

Everything is written through the same services as the pages use. The same seed and day give the same
history on every machine.
"""
