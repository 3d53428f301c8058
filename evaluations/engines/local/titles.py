"""The words by which a line is known to name a job."""

from __future__ import annotations

import re

TITLE = re.compile(
    r"\b(?:engineer|developer|manager|analyst|scientist|nurse|assistant|associate|director|lead|consultant|designer|intern"
    r"|administrator|coordinator|specialist|officer|representative|technician|architect|teacher|clerk|executive|head|"
    r"adviser|advisor|agent|supervisor|programmer|researcher|editor|writer|accountant|barista|cashier|driver|owner|founder"
    r"|freelance\w*|apprentice\w*|trainee|student|staff|rn|lpn|cna|chef|cook|therapist|physician|pharmacist|recruiter|buyer"
    r"|planner|controller|auditor|lawyer|attorney|paralegal|professor|lecturer|tutor|instructor|sergeant|worker|helper"
    r"|teller|host|hostess|server|bartender|porter|labou?rer|operator|mechanic|electrician|welder|plumber|carpenter|caretaker|treasurer|secretary|receptionist"
    r"|concierge|banker|broker|bookkeeper|dentist|midwife|paramedic|carer|care\s?giver|nanny|coach|trainer|facilitator|producer|photographer|illustrator"
    r"|strategist|marketer|copywriter|journalist|reporter|translator|interpreter|publicist|chemist|biologist|geologist|economist|statistician|actuary"
    r"|underwriter|adjuster|tester|seller|salesperson|sales|telesales|steward|guard|inspector|surveyor|foreman|attendant|packer|picker|loader|handler"
    r"|pilot|captain|principal|dean|fellow|resident|counsell?or|chaplain|librarian|archivist|curator|partner|president|chair|vp|ceo|cto|cfo|coo|evangelist"
    r"|advocate|ambassador|dispatcher|merchandiser|stylist|hairdresser|barber|gardener|farmer|florist|butcher|baker|cleaner|housekeeper|janitor|waiter|waitress"
    r"|sub-editor|proofreader|animator|machinist|fitter|roofer|painter|mason|rigger|drafter|draughtsman|estimator|scheduler|expediter|grader|assessor|examiner"
    r"|investigator|detective|firefighter|soldier|officer|nco|dba|sre|sysadmin|devops|scrum master|product owner|freelance)\b",
    re.IGNORECASE,
)
