"""What the installation does by the clock (config/schedule.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from rongyao.bureau.config import serving

# A job that has taken its worker down this often is marked failed, so that it cannot take down every one. A night of
# restarts is not the job's fault: killed a hundred times in forty minutes, large rosters met five ends and more.
AT_MOST_TAKEN_UP = 20
RECENT_BACKUP = dt.timedelta(hours=12)


@app.task(name="installation.take_up_left_jobs", queueing_lock="installation.take_up_left_jobs")
async def take_up_left_jobs(timestamp: int) -> None:
    """Put the jobs of lost workers back into the queue."""
    left = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=serving.LOST_AFTER)
    for job in left:
        if job.attempts >= AT_MOST_TAKEN_UP:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job, retry_at=timezone.now())


@app.task(name="installation.back_up", queueing_lock="installation.back_up")
def back_up(timestamp: int) -> dict[str, Any]:
    """The nightly backup, where none was made since (systemd's timer may have been quicker)."""
    from rongyao.bureau.config.backups import making
    from rongyao.bureau.config.installation.queries import last_backup

    last = last_backup()
    if last and timezone.now() - last.at < RECENT_BACKUP:
        return {"made": "", "why": "one is recent"}
    return {"made": making.make_kept().name}


@app.task(name="installation.forget_old_jobs")
async def forget_old_jobs(timestamp: int) -> None:
    await app.job_manager.delete_old_jobs(nb_hours=30 * 24)
