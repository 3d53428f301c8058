"""Texts that are no job description and no résumé, for the tests of every place where a text comes in."""

from __future__ import annotations

from typing import NamedTuple

from evaluations.limits import TEXT_CHARACTERS


class Bad(NamedTuple):
    """A text, the kind of its refusal as a job description and as a résumé, and words both sentences have."""

    text: str
    as_job_description: str
    as_resume: str
    words: str


GERMAN = """Pflegefachkraft (m/w/d)
Wir suchen für unsere Station eine Pflegefachkraft. Sie betreuen Patienten nach Operationen und arbeiten im Team.
Ihre Aufgaben: Versorgung von Wunden, Dokumentation und Gespräche mit den Angehörigen.
Ihr Profil: abgeschlossene Ausbildung, zwei Jahre Erfahrung und Freude an der Arbeit mit Menschen.
Berufserfahrung: Klinikum am See, Januar 2018 - heute. Ausbildung: Schule für Pflege, 2017."""
FRENCH = """Comptable (H/F)
Nous recherchons pour notre équipe une personne qui tient les comptes de deux usines et prépare les états du groupe.
Vos missions : clôture mensuelle, rapprochement bancaire, analyse des écarts dans un tableur.
Votre profil : diplôme de comptabilité, trois ans dans un poste comparable, goût du travail avec les autres.
Expérience : Maison Lefort, Lyon, janvier 2019 - aujourd'hui. Formation : licence de comptabilité, 2018."""
SPANISH = """Enfermera de hospital
Buscamos para nuestro equipo una persona que cuide de los pacientes después de las operaciones y trabaje por turnos.
Funciones: cuidado de heridas, registro en la historia clínica y conversaciones con las familias.
Perfil: grado en enfermería, dos años en un puesto similar y ganas de aprender con los demás.
Experiencia: Hospital del Norte, Bilbao, marzo de 2018 - actualidad. Formación: grado en enfermería, 2017."""
CHINESE = """护士
我们正在为外科病房招聘一名护士。您将照顾术后患者,处理伤口,并与家属沟通。
职责:伤口护理、记录、与医生合作。
要求:护理专业学历,两年以上工作经验,良好的沟通能力。
工作经历:北方医院,2018年3月至今。教育:护理学士,2017年。"""
ARABIC = """ممرض
نبحث عن ممرض لقسم الجراحة يعتني بالمرضى بعد العمليات ويعمل ضمن فريق.
المهام: العناية بالجروح والتوثيق والتحدث مع العائلات.
المتطلبات: شهادة في التمريض وخبرة سنتين على الأقل ومهارات جيدة في التواصل.
الخبرة: مستشفى الشمال، مارس 2018 حتى الآن. التعليم: بكالوريوس تمريض، 2017."""
RECIPE = """Pea soup
Soften two onions in butter, add a kilo of peas and a litre of stock, and simmer for twenty minutes.
Blend it smooth, season it with salt, pepper and mint, and serve it hot with bread.
It keeps for three days in a cold place and freezes well."""

LIMIT = f"{TEXT_CHARACTERS:,} is the limit. Paste only the"
BAD = {
    "empty": Bad("", "empty", "empty", "There is no text to"),
    "blank": Bad(" \n\t\n  ", "empty", "empty", "There is no text to"),
    "hidden characters": Bad("\u200b\u2060\u00ad\ufeff" * 50, "empty", "empty", "There is no text to"),
    "characters lost in decoding": Bad("\ufffd" * 400, "empty", "empty", "There is no text to"),
    "brackets": Bad("([{" * 5_000, "empty", "empty", "There is no text to"),
    "German": Bad(GERMAN, "language", "language", "This text is not in English. Only English"),
    "French": Bad(FRENCH, "language", "language", "This text is not in English. Only English"),
    "Spanish": Bad(SPANISH, "language", "language", "This text is not in English. Only English"),
    "Chinese": Bad(CHINESE, "language", "language", "This text is not in English. Only English"),
    "Arabic": Bad(ARABIC, "language", "language", "This text is not in English. Only English"),
    "recipe": Bad(RECIPE, "not_a_job_description", "not_a_resume", "This does not look like a"),
    "letters": Bad("qzx vvk " * 200, "not_a_job_description", "not_a_resume", "This does not look like a"),
    "ten megabytes": Bad("We need Kafka. " * 700_000, "too_long", "too_long", LIMIT),
    "a million characters in one line": Bad("x" * 1_000_000, "too_long", "too_long", LIMIT),
    "five thousand list points": Bad(
        "Requirements\n" + "- Go\n" * 5_000,
        "too_long",
        "too_long",
        "has 5,001 lines; 1,500 is the limit. Paste only the",
    ),
}
