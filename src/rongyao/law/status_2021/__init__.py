"""《军人地位和权益保障法》: what it gives to soldiers, their families and the survivors of the dead.

A family (Art 68): spouse, parents or fosterers, minor children and those who cannot live on their own. The survivors are
asked by `survivor_of`. Nothing here is a sum: the law leaves sums to the regulations.
"""
