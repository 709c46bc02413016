"""Mail over SMTP, encrypted, one server. A try that breaks while the text is on its way is never made again."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import parseaddr

from rongyao.bureau.foundation.notices.channels.config import Smtp
from rongyao.bureau.foundation.notices.channels.envelope import Envelope
from rongyao.bureau.foundation.notices.rules.ways import End, Result


def send(envelope: Envelope, server: Smtp) -> Result:
    """Hand one mail to the server. Delivered means: the server answered that it has it."""
    try:
        link = _connect(server)
    except (OSError, smtplib.SMTPException) as error:
        return Result(End.LATER, words=_plain(error))
    try:
        return _hand_over(link, envelope, server)
    finally:
        _leave(link)


def _connect(server: Smtp) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=server.ca_file or None)
    if server.security == "tls":
        link: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    else:
        link = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "starttls":
            link.starttls(context=trust)
        link.ehlo_or_helo_if_needed()
        if server.user:
            link.login(server.user, server.password)
    except BaseException:
        link.close()
        raise
    return link


def _hand_over(link: smtplib.SMTP, envelope: Envelope, server: Smtp) -> Result:
    try:
        text = _mail(envelope, server).as_bytes()
        for code, words in (link.mail(parseaddr(server.sender)[1]), link.rcpt(envelope.address)):
            if code >= 400:
                return _refused(code, words)
    except ValueError as error:
        # An address that no mail can carry: a line break, letters of another alphabet.
        return Result(End.REFUSED, words=_plain(error))
    except (OSError, smtplib.SMTPException) as error:
        return Result(End.LATER, words=_plain(error))
    try:
        code, words = link.data(text)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return Result(End.UNSURE, words=_plain(error))
    return Result(End.DELIVERED, words=f"{code}") if code < 300 else _refused(code, words)


def _refused(code: int, words: bytes | str) -> Result:
    return Result(End.REFUSED if code >= 500 else End.LATER, words=str(code))


def _mail(envelope: Envelope, server: Smtp) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = server.sender, envelope.address, envelope.title
    # The same at every try, so that a mail server or reader that sees it twice can tell.
    digest = hashlib.sha256(envelope.key.encode()).hexdigest()[:32]
    mail["Message-ID"] = f"<{digest}@{parseaddr(server.sender)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(envelope.body)
    return mail


def _leave(link: smtplib.SMTP) -> None:
    try:
        link.quit()
    except (OSError, smtplib.SMTPException):
        link.close()


def _plain(error: Exception) -> str:
    """The kind of the trouble; never the server's words, which may repeat the address."""
    return type(error).__name__
