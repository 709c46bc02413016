"""Records of placements: taken in, checked by the program the public gets, published for everybody.

For: the public result page, its downloads, corrections that replace an earlier version. Not for: computing a round
(`rongyao place`, `rongyao match`), or anything that names a person: a record holds tokens. Verbs: keep, publish, drop, withdraw.
"""
