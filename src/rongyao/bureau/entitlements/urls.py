"""Addresses of entitlements, under /desk/."""

from __future__ import annotations

from django.urls import path

from rongyao.bureau.entitlements.views import decisions, findings, letters, life, proposals, standards, steps

app_name = "entitlements"
urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/export/", proposals.export, name="proposals_export"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/grant/", decisions.grant, name="grant"),
    path("proposals/<int:pk>/refuse/", decisions.refuse, name="refuse"),
    path("proposals/<int:pk>/ask/", steps.ask, name="ask"),
    path("proposals/<int:pk>/arrived/", steps.arrived, name="arrived"),
    path("proposals/<int:pk>/report/", steps.report, name="report"),
    path("reports/<int:pk>/answer/", steps.answer, name="report_answer"),
    path("decisions/<int:pk>/sign/", decisions.sign_second, name="sign_second"),
    path("decisions/<int:pk>/back/", decisions.send_back, name="send_back"),
    path("countersign/", decisions.waiting, name="countersign"),
    path("people/<int:person_id>/entitlements/", findings.person, name="person"),
    path("people/<int:person_id>/life/", life.life, name="life"),
    path("people/<int:person_id>/judge/<slug:fact>/", steps.judge_fact, name="judge_fact"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/propose/", steps.propose, name="propose"),
    path("judge/", findings.to_judge, name="judge"),
    path("short/", findings.short, name="short"),
    path("determine/", findings.determine_everybody, name="determine"),
    path("determine/<int:pk>/", findings.run, name="run"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/print/", letters.printed, name="letter_print"),
    path("letters/<int:pk>/pdf/", letters.pdf, name="letter_pdf"),
    path("letters/<int:pk>/serve/", letters.serve, name="serve"),
    path("standards/", standards.standards, name="standards"),
    path("standards/enter/", standards.enter, name="standard_enter"),
    path("standards/entries/<int:pk>/", standards.entry, name="standard_entry"),
    path("standards/entries/<int:pk>/confirm/", standards.confirm, name="standard_confirm"),
    path("standards/entries/<int:pk>/refuse/", standards.refuse, name="standard_refuse"),
    path("standards/entries/<int:pk>/withdraw/", standards.withdraw, name="standard_withdraw"),
    path("standards/<slug:name>/", standards.standard, name="standard"),
]
