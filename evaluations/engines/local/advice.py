"""What can be advised for each kind of gap: an action and how to go about it, in several wordings each.

In every wording ``{n}`` is the requirement as a noun phrase; ``{asked}`` and ``{found}`` are durations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Advice(NamedTuple):
    """An action in the imperative and how to carry it out."""

    action: str
    how: str


LISTED = (
    Advice(
        "Show {n} in a role",
        "Take {n} out of the list and put it into the role it belongs to: one line with the task, what was done and the result.",
    ),
    Advice(
        "Put {n} into a dated role",
        "Name {n} in the entry of the job or project where it mattered, with the year and one figure such as volume, time saved or people served.",
    ),
    Advice(
        "Back {n} with a piece of work",
        "One line under a role is enough: the task, the part {n} played and what changed afterwards. If it was only a course, say so and add a small project.",
    ),
    Advice(
        "Tie {n} to a result",
        "Find the piece of work that {n} belongs to and describe its outcome there; a name in a list shows neither depth nor date.",
    ),
)

LISTED_TOGETHER = (
    Advice(
        "Show {n} in use",
        "Give each of them one line in the role where it was used, with the task and the result. Whatever was never used in work is better left out of the list.",
    ),
    Advice(
        "Move {n} from the list into roles",
        "For each, name the job or project, the year and what was done; one honest line weighs more than ten names in a list.",
    ),
    Advice(
        "Back {n} with dated work",
        "Go through the roles one by one and add where each was used, for what and to what effect.",
    ),
)

LISTED_FACT = (
    Advice(
        "Print the particulars of {n}",
        "Give it a line of its own with everything that lets a reader check it: who issued it, where, when, and until when it is valid or to what level.",
    ),
    Advice(
        "Turn the mention of {n} into a checkable fact",
        "A word in a list could mean anything. Add institution or issuer, place, date and present status.",
    ),
)

CLAIMED = (
    Advice(
        "Give an instance of {n}",
        "Replace the claim with one case from a role: the situation, what the candidate did and what came of it. Two lines are enough.",
    ),
    Advice(
        "Let one case stand for {n}",
        "Choose the clearest moment from the roles already in the résumé, say who was involved and how it ended, and drop the adjective.",
    ),
    Advice(
        "Replace the claim of {n} with proof",
        "Describe one occasion a former colleague could confirm: what was at stake, what the candidate did, what followed.",
    ),
    Advice(
        "Show {n} through what was done",
        "Move it out of the profile and into a role as an action with a result; readers discount a quality that is only asserted.",
    ),
)

SHORT = (
    Advice(
        "Document every month of {n}",
        "Check that each relevant role carries its first and last month, and add contract, part-time or earlier work that counts.{remainder}",
    ),
    Advice(
        "Account for all the time in {n}",
        "Say in each role which part of it was {n}, and give months as well as years.{remainder}",
    ),
    Advice(
        "Make the full length of {n} visible",
        "Older and shorter engagements count when they are dated: add them, each with one line on the work.{remainder}",
    ),
)

MISSING_YEARS = (
    Advice(
        "Build up {asked} of {n}",
        "Add any dated work that was left out and counts. Otherwise look for roles, or a larger share of the present one, that count towards it, and date them.",
    ),
    Advice(
        "Work towards {asked} of {n}",
        "Name the share of each present or past role that belongs here, with dates. If there is none, a nearer role in the same direction is the first step.",
    ),
    Advice(
        "Find the dated work that counts as {n}",
        "List every job, placement or contract that counts, with months. If that leaves the {asked} out of reach, only time in such a role closes the gap.",
    ),
)

ADJACENT: Mapping[str, tuple[Advice, ...]] = {
    "tool": (
        Advice(
            "Name what carries over to {n}",
            "Say in one line what the neighbouring work has in common with {n}, then close the difference with one small piece of work that uses {n} itself.",
        ),
        Advice(
            "Take the step from a neighbour to {n}",
            "Repeat a task already done with the neighbouring tool, this time with {n}, and write down what differed. That turns transfer into evidence.",
        ),
        Advice(
            "Add first work with {n} to what is there",
            "Keep the neighbouring work in view and put beside it a dated task or project done with {n}, however small.",
        ),
    ),
    "practice": (
        Advice(
            "Widen the evidence for {n}",
            "Say what part of it the candidate did alone and what others did, then add the case that comes nearest to the whole of what is asked.",
        ),
        Advice(
            "Bring the evidence closer to {n}",
            "Rewrite the nearest line in the terms of the job description where they are true, and take on the part that is still done by others.",
        ),
        Advice(
            "Go from part to whole in {n}",
            "Ask for one task that covers what the present evidence leaves out, and record it with its scope, date and result.",
        ),
        Advice(
            "Show the full extent of {n}",
            "If more was done than the résumé says, add it: how often, how large, on whose responsibility. If not, name what carries over and how the rest will be learnt.",
        ),
    ),
    "domain": (
        Advice(
            "Draw the line from earlier work to {n}",
            "Say which customers, rules or risks the earlier field shares with {n}, and name one project where they mattered.",
        ),
        Advice(
            "Make the link to {n} explicit",
            "Add to the nearest role what made it comparable: the regulation, the kind of customer, the cost of a mistake.",
        ),
    ),
    "education": (
        Advice(
            "Spell out how the studies answer to {n}",
            "Put exact title, awarding body, subject and year on one line, and add the courses or the work that make up the difference.",
        ),
        Advice(
            "Close the distance to {n}",
            "Say plainly what is finished, what is under way and by when; where the job description allows another route, name that route.",
        ),
    ),
    "credential": (
        Advice(
            "Complete {n}",
            "Give the exact status, the issuing body and the date by which it will be valid, and finish that step before applying where possible.",
        ),
        Advice(
            "Bring {n} into force",
            "Renew, transfer or upgrade what is there, and print number, issuing body and expiry date once it is valid.",
        ),
    ),
    "language": (
        Advice(
            "State the level of {n}",
            "Name the level on a known scale and where the language is used at work; if it is below what is asked, add the course or exam under way.",
        ),
        Advice(
            "Raise {n} to the level asked",
            "Take the next recognised exam, and until then mention work done in the language, with its setting.",
        ),
    ),
    "soft": (
        Advice(
            "Find a stronger instance of {n}",
            "The present line shows a part of it. Choose a case with more at stake, and say what the candidate decided or changed.",
        ),
        Advice(
            "Widen the instance of {n}",
            "Say how long it went on, how many people it touched and what came of it; a single small occasion leaves the question open.",
        ),
        Advice(
            "Carry {n} beyond a single occasion",
            "Add a second case from another role, so that a habit becomes visible rather than an exception.",
        ),
    ),
    "other": (
        Advice(
            "State {n} outright",
            "The present wording leaves room for doubt; one plain line that repeats the job description's terms, where they are true, removes it.",
        ),
    ),
}

MISSING: Mapping[str, tuple[Advice, ...]] = {
    "tool": (
        Advice(
            "Put {n} to use in one real task",
            "Work through the basics, then finish one small thing that others can use or inspect, and describe it with date, purpose and result. Past use that was left out comes first.",
        ),
        Advice(
            "Build something small with {n}",
            "Choose a task close to those in the job description, carry it to the end with {n} and put it under projects with a line on what was difficult.",
        ),
        Advice(
            "Add a finished piece of work done with {n}",
            "Look first for past work where {n} was used but not named. If there is none, a course alone will not do: pair it with a result that can be shown.",
        ),
        Advice(
            "Gain working knowledge of {n}",
            "Start from the nearest tool already in the résumé, move one existing task over to {n}, and record the date and the outcome.",
        ),
    ),
    "practice": (
        Advice(
            "Gain hands-on practice in {n}",
            "Ask for one task of this kind in the present role, or find supervised practice outside it, and describe it afterwards with date, scope and result.",
        ),
        Advice(
            "Take on work that calls for {n}",
            "Look first for past work of this kind that the résumé leaves out. Otherwise begin with a small, finished case, in work, training or a project, and describe it.",
        ),
        Advice(
            "Add first-hand evidence of {n}",
            "One line in a dated role or project settles it: the task, the candidate's own part, the result. Where there is nothing yet, learn the method on a real case.",
        ),
        Advice(
            "Work through a real case of {n}",
            "Study how it is done, apply it once from start to finish, and keep what came of it: a document, a figure, a reference.",
        ),
    ),
    "experience": (
        Advice(
            "Seek a task that includes {n}",
            "Ask for a share of such work in the present role, or take a project or placement that has it, and give it an entry of its own with dates.",
        ),
        Advice(
            "Add dated experience of {n}",
            "If it was part of an earlier role, say so there: when, how much of the time, to what effect. If not, it has to be gained before it can be claimed.",
        ),
        Advice(
            "Take a first step into {n}",
            "Shadow or support someone who does it, then carry one case alone; describe that case with date and outcome.",
        ),
    ),
    "domain": (
        Advice(
            "Gain first-hand knowledge of {n}",
            "Look for a project, client or placement in this field, learn the rules that bind it, and name both in the entry.",
        ),
        Advice(
            "Move one project towards {n}",
            "Choose the part of the present work that touches this field, take it on, and describe what was particular about it.",
        ),
        Advice(
            "Point out any work close to {n}",
            "Name customers, regulations or data of this field that earlier roles dealt with. If there were none, begin with its basic rules and one practical case.",
        ),
    ),
    "education": (
        Advice(
            "Complete {n}, or name an accepted route",
            "If it is held, put title, institution and year in the education section. If not, check which other routes the job description accepts, and begin one with a date.",
        ),
        Advice(
            "Settle the question of {n}",
            "Add the missing line on education if there is one. Otherwise say which training or years of work stand in its place, and what is planned.",
        ),
    ),
    "credential": (
        Advice(
            "Obtain {n}",
            "If it is held, add issuing body, number and expiry date. If not, book the course or exam and print the date; experience does not stand in for it.",
        ),
        Advice(
            "Apply for {n} and state the date",
            "Find the issuing body, begin the application, and show its status in the résumé until the document is there.",
        ),
    ),
    "language": (
        Advice(
            "Learn {n} to the level asked",
            "If it is spoken already, name level and setting. If not, choose a course that ends in a recognised exam, and add the date.",
        ),
        Advice(
            "Add {n} with its level",
            "One line under languages is enough where it is spoken: level, and where it is used. Otherwise it has to be learnt before applying.",
        ),
    ),
    "soft": (
        Advice(
            "Add one case that shows {n}",
            "Choose an occasion from a role already in the résumé and tell it in two lines: what happened, what the candidate did, what came of it.",
        ),
        Advice(
            "Show {n} in a role",
            "Nothing needs learning first: look through past work for a moment that fits, and write it as an action with a result.",
        ),
        Advice(
            "Bring out {n} in past work",
            "Ask a former colleague which moment comes to mind, and put that moment, with its outcome, under the role where it happened.",
        ),
    ),
    "other": (
        Advice(
            "Confirm {n}",
            "If it applies, one plain line settles it, near the contact details or in the profile. If it does not, raise it before applying.",
        ),
        Advice(
            "Say openly how matters stand with {n}",
            "Silence counts as missing here. A short statement of fact is all that is asked.",
        ),
    ),
}

UNCLEAR = (
    Advice(
        "Make {n} clear either way",
        "Add one dated line that says what was done, or leave the subject out; at present a reader cannot tell.",
    ),
    Advice(
        "Remove the doubt about {n}",
        "Rewrite the passage in plain words: what, where, from when to when.",
    ),
)

STRENGTHEN = (
    Advice(
        "Name the scope behind {n}",
        "Add how large the task was, how long it lasted and which part was the candidate's own.",
    ),
    Advice(
        "Say what changed because of {n}",
        "Let the line end with an outcome: what was faster, safer, cheaper or better afterwards.",
    ),
    Advice(
        "Add a second instance of {n}",
        "A case from another role turns one good line into a pattern.",
    ),
    Advice(
        "Move the evidence for {n} further up",
        "Put the line among the first three of its role, so that it is seen in a quick reading.",
    ),
    Advice(
        "Be ready to talk through {n}",
        "Prepare the story behind the line for an interview: the problem, the choice that was made, the result.",
    ),
)
STRENGTHEN_FACT = (
    Advice(
        "Give {n} a line of its own",
        "Set it apart from the running text with date, place and issuer where there is one, so that it is found in seconds.",
    ),
    Advice(
        "Have the papers for {n} ready",
        "Keep whatever proves it at hand for the moment when it is asked for, and check that the dates in the résumé agree with it.",
    ),
)
NEEDS_FIGURE = Advice(
    "Put a figure on {n}",
    "The line that shows it carries no number. Add one that is known: volume, time, money or people.",
)
FOLLOW_UP = (
    Advice(
        "Speak openly about {n} in the covering letter",
        "Three sentences are enough: what is lacking, what comes nearest to it, and what is being done about it.",
    ),
    Advice(
        "Prepare an honest answer about {n}",
        "Expect the question in an interview: name the nearest work, the limits of it, and the plan for the rest.",
    ),
    Advice(
        "Set a date for {n}",
        "Write down by when the first step will be done and what will show it; an undated plan convinces nobody.",
    ),
    Advice(
        "Ask somebody in the field about {n}",
        "Find out what counts as good evidence in practice, and choose the first step accordingly.",
    ),
    Advice(
        "Keep a record of progress in {n}",
        "Note each task with date and result as it happens; the next version of the résumé can be written from it.",
    ),
)
