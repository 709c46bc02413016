"""《信访工作条例》 2022: what a petitioner may expect, and until when. The clock counts the days, casework uses the keys.

「日」 is a calendar day here; only where the text says 工作日 is it a working day (the five days for an objection).
"""
