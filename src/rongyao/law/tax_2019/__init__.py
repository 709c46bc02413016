"""Tax relief for self-employed veterans and their employers, 2019 to 2022: 财税〔2019〕21号, before Announcement No. 14 of 2023."""
