"""What a person has learnt and done: schooling, work, skills, licences, spells of service, special groups.

Not here: facts the law asks (registry facts); needs and courses (careers). Verbs: record, change, end.
"""
