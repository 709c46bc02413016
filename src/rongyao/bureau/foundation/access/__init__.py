"""Who may do what, where and until when. Deny by default; roles are plain words plus a list.

Verbs: appoint, stand_in, end, issue_link, redeem_link, enrol_totp.
"""
