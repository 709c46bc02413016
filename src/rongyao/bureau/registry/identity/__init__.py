"""Who a person is on paper: identity numbers, names, the sound of names, telephone numbers.

For: reading what people write into one form, and saying exactly what is wrong with it. Not for: deciding that two
records are one person; that stays with a human. Verbs: `numbers.read_id_number`, `names.read_name`,
`pinyin.name_keys`, `phones.read_phone`. Pure: no database, no Django.
"""
