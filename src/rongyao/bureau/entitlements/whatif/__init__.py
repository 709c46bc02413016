"""What-if: amounts, numbers and readings set otherwise on a copy; what it costs and whom it adds or leaves out.

Not here: any real answer. Nothing in this app reads or writes determinations. Verbs: begin, change, drop, work_out.
"""
