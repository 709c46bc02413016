"""《行政复议法》 2023: the citizen's and the office's periods. 3, 5, 7 and 10 days are working days (Art 88), 30 and 60 are not."""
