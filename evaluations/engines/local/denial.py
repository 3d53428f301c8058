"""What a sentence says was not done: denied, wished for, left to others, merely served, or failed.

Cue words and how far they reach, after Chapman et al. 2001 (NegEx) and Harkema et al. 2009 (ConText): a cue governs
the words on one side of it up to the end of its clause; cues that only sound like one ("not only", "never … without")
govern nothing. Each sentence is searched once, and only when it holds a word that opens a cue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# --- where a cue stops

# A clause ends here for every cue.
_HARD = r"[;!?|•·]|:(?=\s)|\.(?=\s)|\s[–—-]\s|,?\s(?:but|although|though|whereas|yet(?!\s+to\b))\b"
# Here too for cues about who did a thing or whether it was done; a wish goes on.
_SOFT = (
    r"|,?\s(?:who|which|whom|whose|while|until|unless|because|since|when|where|so(?=\s+(?:I|we|that|nobody|no)\b)"
    r"|as(?=\s+(?:the|we|I|there|it|nobody)\b)|and\s+(?:I|we|my|our)|and(?=\s+(?:wrote|ran|built|led|made|did|kept|trained|designed|shipped))|then)\b"
)
_HARD_END = re.compile(_HARD, re.IGNORECASE)
_SOFT_END = re.compile(_HARD + _SOFT, re.IGNORECASE)
# What a bare "no" or "without" governs is a name with at most two words before it, in the same breath.
_NAME_END = re.compile(
    r"(?i)[,;:.()]|\s(?:with|for|in|of|on|at|by|to|from|during|when|while|after|before|using|through|over|via|was|were|is|are|could|would|and(?=\s+\w+ed\b)"
    r"|built|ran|wrote|led|made|won|sold|grew|kept|\w{3,}ed)\b"
)
_NAME_REACH = 36
# How many words a subject may have of which it is said that it came to nothing.
_LONGEST_SUBJECT = 7
# What is said of a subject is said of the words right before it.
_SUBJECT_GAP = 2
_VERB_REACH = 70

# --- the words of cues

_DONE = (
    r"(?:mak|made|giv|gav|tak|took|lead|led|sell|sold|call|speak|spoke|teach|taught|design|develop|cod|program|deal|handl|cook|operat|us|work|touch|writ|wrote"
    r"|built|build|had|have|done|do|did|own|run|ran|manag|tri|held|hold|know|knew|learn|licens|certif|appl|deploy|open|carr|perform|take\s+part|see|saw|meet|met)\w*"
)
_NOT = r"(?:never|not|cannot|\w+n['’]t)"
# What somebody is proud not to have done.
_PRIDE = r"(?!(?:\w+ly\s+)?(?:fail|late|miss|lost|los[et]|stop|broke|brok|wrong|delay|exceed|down|hurt|harm|let|drop|disappoint|crash|slip|suffer|wait|interrupt|overdue|over|behind|below|above|questioned|challenged|returned|rejected|suspend|revok|laps|cheap|easy|only|just|fewer|less|more|under|once)\w*)"
_OTHERS = (
    r"(?:managers?|teams?|departments?|firms?|agenc(?:y|ies)|board|directors?|supervisors?|engineers?|developers?|specialists?|consultants?|vendors?|suppliers?"
    r"|surgeons?|doctors?|physicians?|boss|accountants?|colleagues?|coworkers?|co-workers|seniors?|owners?|squads?|desk|committee|charge\s+nurse|nurses|lawyers?"
    r"|auditors?|freelancers?|contractors?|subcontractors?|partners?|analysts?|scientists|researchers|programmers?|designers?|studio|bureau|head\s+office|headquarters"
    r"|others|somebody\s+else|someone\s+else|head\s+of\s+\w+)"
)
# Of these it takes no "another" to know that the candidate is none of them.
_STRANGERS = (
    r"(?:agenc(?:y|ies)|freelancers?|contractors?|subcontractors?|vendors?|suppliers?|consultants?|head\s+office|headquarters|colleagues|coworkers|co-workers|others"
    r"|somebody\s+else|someone\s+else|surgeons|doctors|physicians|lawyers|auditors|bureau)"
)
# One person who is not the candidate.
_SOMEBODY = (
    r"(?:(?:someone|somebody)(?:\s+else)?|(?:head\s+office|agency|outside|external|hired|contract)\s+[a-z]+s|(?:the|an?|my|our|another)\s+(?:[\w'-]+\s+){0,2}?(?:cousin|uncle|aunt|brother|sister|mother|father|wife|husband|friend|neighbou?r|landlord|predecessor|successor|crew"
    r"|tutor|trainer|teacher|instructor|lecturer|matron|sister|registrar|consultant|chef|porter|foreman|forewoman|cashier|clerk|man|woman|gentleman|lady|chap|fellow|controller|treasurer|bookkeeper|founder"
    r"|app|machine|robot|bureau|nurse|surgeon|doctor|physician|secretary|caretaker|butcher|baker|sommelier|dietician|dietitian|pharmacist|physiotherapist|anaesthetist|technician|broker|notary|lawyer|intern|temp|colleague))"
)
_WHERE = r"(?:\s+alone|\s*,[^,.;]{3,30},|\s+(?:from|in|at|on|of|for|across|upstairs|next\s+door)(?:\s+[\w'-]+){0,3})?"
_A = r"(?:the|an?|our|my|their|its|his|her|another|some|other|outside|external|two|three|several)"
# Verbs by which others take part in the candidate's own work.
_TAKING_PART = (
    r"(?!(?:of|with|for|in|at|to|on|from|and|or|who|that)\b|(?:adopt|took\s+(?:up|over)|asked|made\s+me|chose|gave\s+me|voted|named|award|promot|thank|trust|let\s+me|want|now|still"
    r"|cop|us(?:es?|ed)\b|sign|approv|agreed|accepted|follow|grew|rose|won|praised|hired|reported|relied|needed|saved|doubled|depend)\w*\b)"
)
_DID = (
    r"(?:\w+ly\s+)?(?:\w+ed\b|did|does|do|makes?|made|wrote|writes?|ran|runs?|built|builds?|took|takes?|kept|keeps?|handles?|drew|taught|sold|led|held|rewrote|redid|gave|brought"
    r"|looks?|was|were|is|are|has|have|had|babysat|(?:comes?|came)\s+in\s+for|dealt|bought|fed|set|put|cut|caught|chose|spoke|saw|won|got|drove|cooks?|bakes?|writes?|supplies|supplied|provides?)\b"
)
_LEADING = r"(?:led|leading|manag|head(?!\s+office)|hir|coach|mentor|train|supervis|direct|taught|teach|guid|built|run|ran|own|join|member|part|among)\w*"
_GROUP = r"(?:teams?|departments?|units?|rooms?|ward|group|squad|staff|crew|offices?|colleagues?|people|desk|visitors?|conference|fair|compan(?:y|ies)|firms?|shop)"

# Meals, rooms, papers and patients: what is done for the place where the work is done, or carried there.
_CARRYING = (
    r"(?:wheeled|pushed|drove\s+(?:the|a|our)\s+(?:van|bus|car|truck)|escorted|forwarded|sent|passed|handed|referred|routed|(?:carried|brought|delivered|took)\s+(?:the\s+|our\s+|all\s+)?(?:files|bags|boxes|papers|trays|letters|mail|parcels|flowers|patients|residents|guests|visitors|children|pupils|people"
    r"|meals|food|coffee|equipment|furniture|instruments))"
)
_KEEPING = r"(?:cleaned|mopped|swept|dusted|vacuumed|tidied|cooked|waited|guarded|collected|fetched|photocopied|carried\s+(?:files|bags|boxes|papers|trays|letters))"
# Where these are carried, they are themselves the stuff of the work.
_STUFF = (
    r"(?!(?:[\w'-]+\s+){0,3}?(?:data|datasets?|records?|events?|messages?|logs?|metrics|code|images|text|samples|requirements|payments|campaigns?|e-?mails|traffic|services|models?|workloads"
    r"|findings|work|products?|goods|features?|releases?|changes|alarms?|signals|projects?|solutions?|training|workshops?|results?|apps?|applications?|systems?|feedback)\b)"
)
_FILLER = r"(?:(?!(?:on(?!\s+to)|in|using|by|via|and)\b)[\w'’-]+\s+){0,5}?"
_ERRAND = r"(?:part(?:y|ies)|lunch\w*|offices?|meals?|coffee|tea|(?<!made\s)(?<!no\s)rooms?|flights?|hotels?|seats?|travel|parking|birthday|outings?|errands?|phones?|plants|blankets|chairs|laundry|parcels)"
_WANTED = (
    r"(?:(?:bought|ordered|booked|reserved)\s+(?:an?|some|two|three)\s+(?:\w+\s+)?(?:books?|courses?)\s+(?:on|about|in)|(?:booked|read|borrowed|reserved|watched)\s+(?:an?|some|two|three)\s+(?:\w+\s+)?(?:films?|videos?|series|talks?|leaflets?|articles?|brochures?|magazines?|seats?|tickets?|places?|posts?)\s+(?:on|about|in|at|for)"
    r"|ready\s+for\s+(?:an?|my)\s+(?:first\s+)?(?:start|step|move|career|life|future|change|entry)|(?:I|we)\s+(?:shall|will|hope|wish|mean|plan)\b|wished\s+(?:there\s+had|for|to|I)|asked\s+(?:\w+\s+)?to\s+(?:join|move|switch|transfer|try)|applied\s+(?:\w+\s+)?(?:to|for)(?=\s)|want(?:s|ed|ing)?\s+to|hop(?:e|es|ing)\s+(?:to|for)|would\s+(?:love|like|welcome)|would\s+be\s+(?:glad|happy|thrilled|delighted|pleased|keen|proud|honou?red|excited)\s+to|eyeing|happy\s+to\s+(?:learn|earn|move|train|study)|eager\s+(?:to|for)|keen\s+(?:to|on)|plan(?:s|ning)?\s+(?:to|on)\b"
    r"|planned\s+to|aim(?:s|ing)?\s+(?:to|for)|look(?:s|ing)?\s+(?:to|for|forward)|on\s+the\s+lookout\s+for|wish(?:es)?\s+(?:to|for)|interest(?:ed)?\s+in|aspir\w+|seeking"
    r"|(?:currently|now|still|just\s+started|started|began|begun)\s+(?:to\s+)?(?:learn|study|explor|read)\w*|(?:am|is|been)\s+learning|to\s+learn\s+(?:more\s+)?(?:about\s+)?"
    r"|thinking\s+(?:about|of)|considering|intend\w*\s+(?:to|on)|in\s+the\s+long\s+run|(?:ready|willing|prepared|open)\s+to\s+(?!all|every)|curious\s+about|next\s+step(?:\s+for\s+me)?(?:\s*:)?|my\s+(?:plan|hope|wish|intention|idea|aim)\s+is|enrolled\s+for|lessons?\s+planned"
    r"|enthus\w+\s+(?:about|for)|dream\w*(?:\s+of|\s+is|:)?|(?:my|career|long-term|main)\s+(?:goal|ambition|aim|objective|target)|ambition\s*:|goal\s*:|attracted\s+(?:by|to)"
    r"|drawn\s+to|set\s+on|bent\s+on|mean\s+to|expect(?:ing)?\s+to|going\s+to|about\s+to|due\s+to\s+(?:start|begin|join|sit|take)|saving\s+(?:up\s+)?(?:to|for)|sign(?:ed|ing)\s+up\s+for"
    r"|my\s+future\s+(?:in|as|with)|(?:will|shall)\s+(?:soon\s+)?(?:begin|start|sit|take|join|learn|study|attend|enrol\w*|pursue|become|get|earn)|should\s+the\s+(?:need|chance)"
    r"|chance\s+to|the\s+prospect\s+of|longing\s+(?:to|for)|yearn\w*\s+(?:to|for)|fascinated\s+by)"
)

_NEGATIONS = re.compile(
    rf"""(?ix)
    (?P<sounds>
        \bnot\s+(?:only|just|merely|simply|least|to\s+mention)\b
      | \bno\s+(?:later|fewer|less|more|longer\s+than|doubt|matter|mean|problem|trouble)\b
      | \b(?:{_NOT}|no)\b(?=[^.;:]*?\b(?:without|until)\b)
      | \bwithout\b(?=[^.;]*?\b(?:could\s+not|cannot|couldn['’]t|would\s+not|impossible|nothing)\b)
    )
  | (?P<failed> (?:^\W*|\bI\s+|\band\s+|,\s*)(?:failed|flunked|fell\s+short\s+of|did\s+not\s+pass|missed\s+the\s+pass\s+mark)\b )
  | (?P<verb>
        \b(?:no|zero|little|limited|without|lack\w*|not\s+much|nothing\s+(?:on|in|of))\s+(?:[\w-]+\s+){{0,2}}?
            (?:experience|knowledge|exposure|background|training|familiarity|use|skills?|contact)\b
      | \b{_NOT}(?=\s+{_PRIDE}(?:[\w-]+\s+){{0,3}}?{_DONE}\b)
      | \b{_NOT}\s+(?:yet\s+)?(?:allowed|permitted|authori[sz]ed|trained|qualified|able|required|asked|expected|responsible|involved|familiar|comfortable|confident|part\s+of|at\s+home)\b
      | \b(?:may|must|shall)\s+not\b | \b(?:barred|banned|kept\s+away)\s+from\b | \bforbidden\s+to\b | \byet\s+to\b | \bunable\s+to\b
      | \bknow\s+(?:next\s+to\s+)?nothing\b | \bnone\s+of\s+(?:\w+\s+){{1,2}}(?:us|ha|do|did|ran|run|wrote|need|knew)\w* | \bnobody\s+\w+
      | \b(?:refus|declin)\w+\s+to\b | \b(?:exempt\w*|excused|freed|relieved|spared)\s+(?:from\s+|of\s+)? | \b(?:avoid|shun|skipp)(?:ed|s|ing)?\b
      | \b(?:bowed|dropped|opted|walked|washed|backed|pulled|kept|left|shut|locked|missed|lost)\s+out\s+(?:of|on)\b | \b(?:steered|stayed|kept)\s+(?:well\s+)?(?:clear|away)\s+(?:of|from)\b
      | \b(?:turned\s+(?:down|away)|passed\s+over|rejected|too\s+(?:junior|young|late|busy|small|shy))\s+for\b | ^\W*(?:the|an?|our|my)\s+\w+\s+turned\s+(?:away|down)\b
      | \b(?:left|had|was|were|is|found|saw)\s+(?:[\w-]+\s+)?(?:no|little)\s+(?:room|time|money|budget|need|call|use|demand|place|occasion|chance)\s+(?:for|to)\b
      | \b(?:fined|warned|blamed|reprimanded)\b[^.;]{{0,20}}?\bfor\b(?:\s+(?:ignoring|neglecting|skipping|missing))? | \bnever\s+(?:got|came|made\s+it|went)\s+(?:\w+\s+)?(?:to|near|into|as\s+far\s+as)\b
      | \b(?:was|were|been)\s+(?:only\s+)?promised\b | \bwould\s+(?:sooner|rather)\b[^.;]{{0,30}}?\bthan\b | ^\W*lost\s+(?:the|my)\b | \bor\s+no\b | \bahead\s+of\s+any\b
      | ^\W*(?:left|quit|resigned|retired|gone)\b[^.;]{{0,25}}?\b(?:whenever|before|when|as\s+soon\s+as)\b | \bknow\s+\w+\s+only\s+(?:by\s+name|from)\b
      | \blooked\s+on\s+(?:during|at|while) | \b(?:saved|kept|reserved|held)\s+(?=[^.;]{{1,40}}?\b(?:for\s+(?:himself|herself|themselves)|close\s+to\s+(?:his|her))\b)
      | \bno\s+(?:access|rights?|permission|say|hand|share|part|role)\s+(?:to|in|for|of)\b | \b(?:closed|shut(?:\s+down)?|cited|fined)\b[^.;]{{0,25}}?\bover\b
      | ^\W*(?:I\s+|we\s+)?(?:feared|dreaded|admired?|envied|begged|pleaded|look(?:ed)?\s+up\s+to|heard\s+(?:about|of)|missed\s+the\s+\w+\s+for|(?:bought|ordered)\s+in)\b
      | \bbut\s+(?:hold|have|held|had)\s+no\b | \bunfamiliar\s+with\b | \buntrained\s+in\b
      | \b(?:shy|afraid|wary|scared|free|devoid|ignorant|innocent|incapable)\s+of\b | \b(?:averse|new|a\s+stranger)\s+to\b | \bprohibited\s+from\b
      | \b(?:arrived|came|joined|started)\s+(?:long\s+)?after\b | \b(?:abolished|scrapped|did\s+away\s+with|ruled\s+out)\b(?!\s+(?:by|with)\b)
    )
  | (?P<name> \b(?:no(?!['’-])|without|not|never|neither|nor|excluding|except(?:\s+for)?|instead\s+of|rather\s+than|in\s+place\s+of|away\s+from\s+buying|nothing\s+(?:in|on|of|about)
        |lack(?:s|ed|ing)?(?:\s+of)?)\b(?!['’-])(?:\s+(?:any|in|an?|the)\b)? )
    """
)
_WISHES = re.compile(rf"\b(?P<wish>{_WANTED})", re.IGNORECASE)
_OTHER_PEOPLE = re.compile(
    rf"""(?ix)
    (?P<others>
        (?:^\W*|;\s*|,\s+(?:and\s+|as\s+|so\s+)?|:\s+|\bbut\s+|\bwhile\s+|\bbecause\s+)
            (?:(?:another|other|an?\s+outside|an?\s+external|outside|external)\s+(?:[\w'-]+\s+){{0,2}}?{_OTHERS}|(?:{_A}\s+)?(?:[\w'-]+\s+)?{_STRANGERS})\s+{_TAKING_PART}{_DID}
      | (?:^\W*|;\s*|,\s+(?:and\s+|as\s+|so\s+)?|\bbut\s+|\bwhile\s+|\bbecause\s+){_SOMEBODY}{_WHERE}\s+{_TAKING_PART}{_DID}
      | (?<!one\sof\s)\b(?:{_OTHERS}|those|experts?)\s+(?:who|that|which)\s+
      | \bthat\s+(?:(?:the|my|our|an?|another)\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\s+(?:had\s+)?(?:made|built|wrote|written|designed|set\s+up|drew|drawn|prepared|ran)\b
      | \b(?:in|at|for)\s+an?\s+(?:shop|firm|company|business|agency|house|yard|plant)\s+(?:that|which)\s+(?:does|do|did|offers?|sells?|provides?)\b
      | (?:^\W*|;\s*)(?:our|the|my|their)\s+(?:[\w-]+\s+)?[\w-]*(?:ists?|ians?|nurses|brokers?)\s+(?:gives?|gave|does|do|did|makes?|made|provides?|provided|handles?|handled|performs?|performed|runs?|ran|takes?|took)\b
      | \bfor\s+(?:the\s+)?(?:partners|lawyers|engineers|developers|doctors|analysts|scientists|designers|researchers)\s+(?:\w+ing|busy\s+with)\b
    )
  | (?P<served>
        (?:^\W*|\band\s+|;\s*|\bI\s+){_CARRYING}\s+{_STUFF}{_FILLER}(?<!\bup\s)(?:on\s+)?to\s+
      | (?:^\W*|\band\s+|;\s*|\bI\s+){_KEEPING}\s+{_STUFF}{_FILLER}(?:for|from|of|during|after|before|beside|around)\s+
      | (?:^\W*|\bI\s+)(?:called|rang|phoned|paged|fetched|sent|had|let|left\s+it\s+to)\s+(?:(?:the|an?|my|our)\s+(?:nurse|doctor|deputy)|outsiders|others|{_SOMEBODY})\s+(?:for|whenever|when|to|pull|do|make|write|worry|deal|handle|take)\b
      | (?:^\W*|\bI\s+)(?:collected|gathered|picked\s+up|fetched)\s+(?={_STUFF}[^.;]{{1,40}}?\sand\s+(?:sent|passed|handed|forwarded|took|brought)\s+(?:them|it)\s+(?:on\s+|over\s+)?to\b)
      | (?:^\W*|\band\s+|;\s*|\bI\s+)(?:queued|waited|lined\s+up|stood\s+in\s+line|hung\s+(?:about|around))\s+(?:at|outside|in\s+front\s+of)\s+
      | (?:^\W*|\band\s+|;\s*|\bI\s+)served\s+{_FILLER}(?:during|after|before)\s+
      | (?:^\W*|\band\s+|;\s*|\bI\s+)(?:recruited|hired|advertised|interviewed)\s+(?:[\w'’-]+\s+){{0,3}}?for\s+(?=(?:[\w'’/&-]+\s+){{1,4}}?(?:roles?|positions?|jobs?|vacanc\w+|posts?|departments?|teams?)\b)
      | \b(?:sold|selling|advertised|translated|proofread|typed)\s+(?:[\w'’-]+\s+){{0,2}}?(?:courses?|training|tickets?|books?|seats?|manuals?|subscriptions?|brochures?)\s+(?:in|for|on|to|of)\s+
      | \b(?:{_ERRAND}\s+(?:of|for)|minutes\s+for)\s+
      | \b(?:alerts?|calls?|orders?|files?|requests?|reports?|tickets?|questions?|instructions?|news|mail)\s+from\s+(?=(?:the|our|an?|another)\s+(?:[\w&/-]+\s+){{1,3}}?{_GROUP}\b)
      | \b(?:was|were|been|being|got)\s+(?:examined|audited|inspected|reviewed|checked|visited|questioned|assessed|treated|advised|supported|helped|supervised|rated)\s+by\s+
    )
  | (?P<beside>
        \b(?:sat|stood|stands?|sits?|seated|work(?:ed|ing)|desk|office|liv(?:ed|ing)|plac(?:ed)?)\s+(?:[\w'’]+\s+){{0,2}}?(?:beside|next\s+to|near|among|alongside|opposite|close\s+to|adjacent\s+to)\s+
      | \b(?:sat|seated)\s+with\s+ | \bshar(?:ed|ing)\s+an?\s+(?:office|floor|corridor|building|kitchen|desk|room|space)\s+with\s+
    )
    """
)
_BE = r"(?:is|are|was|were|be|been|being|get|gets|got|remained|stayed)"
_BACKWARD = re.compile(
    rf"""(?ix)
    (?P<denied>
        \b(?:did|do|does)(?:\s+not|n['’]t)\s+(?:adopt|use[ds]?\b|go\s+(?:for|with)|deploy|introduc|roll|take\s+it|pursue|buy|exist|belong|concern|apply)\w*
      | \b(?:never|not|decided\s+not\s+to|decided\s+against|chose\s+not\s+to)\s+(?:adopt|use[ds]?\b|deploy|introduc|roll|pursue|buy|bought|held|taught|done|perform|allow|permit|need|requir|ask|available|part\s+of|in\s+use|among|tried)\w*
      | \b{_BE}(?:\s+not|n['’]t|\s+never)\s+(?:something|part|my|our|among|one\s+of|in\s+use)\b
      | [:(–—-]\s*(?:none|no\s+experience|not\s+(?:yet|held|used|done)|no)\b
      | \b(?:{_BE}|falls?|fell|lies|lay|goes|went)\s+(?:\w+ly\s+)?(?:outside|beyond|out\s+of\s+(?:my|our|scope|reach)|unknown|new\s+to\s+me|alien|still\s+on\s+my\s+list|no\s+(?:task|part|duty|job|concern|matter))\b
      | \bplay(?:s|ed)\s+no\s+(?:part|role)\b | \b(?:had|has|have)\s+no\s+place\b
      | \bbeing\s+(?:unknown|left|nobody['’]s|(?:the|an?|my|our)\s+[\w-]+['’]s)\b | :\s*(?:the|my|our|an?)\s+(?:[\w-]+\s+){{0,2}}?[\w-]+['’]s\b(?=[^.;]*\bnot\s+mine\b)
      | \b(?:is|are)\s+(?:what|something|one\s+thing|a\s+thing)\s+I\s+(?:want|wish|hope|would|plan|intend|aim|mean)\b
      | \b{_BE}\s+(?:outsourced|ruled\s+out|forbidden|off\s+limits)\b
      | \b(?:is|are)\s+(?:still\s+)?(?:next|still|planned)\s+(?:on|for)\s+(?:my|the)\b
      | \bswitched\s+off\b(?=.*\bbefore\s+(?:I|my|we)\b)
    )
  | (?P<subject>
        (?:\b(?:{_BE}|did|do|does|had|has|have)(?:\s+not|n['’]t|\s+never)|\bnever)\s+{_PRIDE}\w+
      | \b(?:was|were|got)\s+(?:(?:voted|shot)\s+down|rejected|refused|postponed|cancelled|canceled|abandoned|dismissed)\b
    )
  | (?P<others>
        \b{_BE}\s+(?:\w+ly\s+)?(?:left|up|passed|given|handed|reserved|referred)\s+(?:to|for|over\s+to|on\s+to)\s+(?!me\b|us\b)
      | \b(?:lay|lies|lie|rest(?:s|ed)?|remained|stayed)\s+with\s+(?!me\b|us\b)
      | \b{_BE}\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|lt|nt|de|un|ne)\s+by\s+(?:(?:{_A})\s+)?(?:[\w'-]+\s+){{0,3}}?{_OTHERS}\b
      | \b{_BE}\s+(?:done|made|handled|managed|performed)\s+(?:\w+\s+){{1,3}}?by\s+(?:{_A}\s+)(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\b
      | \b{_BE}\s+(?:done|made|handled|run|managed|performed|given|provided|owned|carried\s+out|looked\s+after|taken\s+care\s+of)\s+by\s+(?:an?|the|our|my|other|another)\s+(?:[\w-]+\s+)?(?:[\w-]*(?:ists?|ians?|brokers?|nurses?|partners?)|others)\b
      | \b(?:goes|go|went|runs?|ran|passes)\s+(?:through|to|via)\s+(?:{_A}\s+)?(?:[\w'-]+\s+){{0,1}}?{_OTHERS}\b
      | \b{_BE}\s+\w+(?:ed|n)\s+by\s+(?:an?|another)\s+(?:[\w-]+\s+){{0,2}}?compan(?:y|ies)\b
      | \b{_BE}\s+(?:bought|purchased|rented|leased|ordered)\s+(?:in\s+)?from\b
      | \b(?:sits|is\s+based|are\s+based)\s+(?:in|with|at)\b
      | \b(?:came|comes)\s+from\s+(?:{_A}\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\b
      | \bbelong(?:s|ed)\s+to\s+(?!me\b|us\b)(?:{_A}\s+)?(?:[\w'-]+\s+){{0,2}}?{_OTHERS}\b
      | \b(?:{_BE}|lay|stayed)\s+(?:in\s+the\s+hands|the\s+(?:job|task|work|business|duty))\s+of\b
    )
  | (?P<drifted>
        (?<=\w\s)\b(?:would|goes\s+(?:against|over|past|beyond)|went\s+live|took\s+place|made\s+no|concern(?:s|ed)|sounds?|exist(?:s|ed)|lost|got\s+(?:no|as\s+far)|fascinates?|interests?|attracts?|tempts?|seems?|looks?\s+(?:like|interesting|hard)
            |(?:is|are|was|were)\s+(?:where|beyond|above|for\s+(?:the|seniors?|others|those|some)|dissolved|disbanded|closed|scrapped|over))\b
      |
        (?<![\w'’-])\b(?:(?:stays|remains|remained|stayed)(?=\s+(?:an?|the|with|outside|beyond|out|un\w+|foreign|someone|somebody)\b)|sat|lay|lived|lives|sits|hung|waited|stood)\s+(?!(?:\w+ly\s+)?(?:at|above|below|under|within|in\s+(?:budget|time|balance|order)|on\s+(?:time|schedule|track|budget)|high|low|clean|green|flat|stable|steady|open|up)\b)
      | \b(?:arrived|came|comes|appeared|landed)\s+(?:the\s+(?:day|week|month|year)|too\s+late|later|frozen|ready-made|ready|finished|after|from)\b | \bhappened\s+(?:in|at|elsewhere|without|behind|above)\b
      | \b(?:reach(?:ed|es)|pass(?:ed|es)|elud(?:ed|es)|escap(?:ed|es)|scar(?:ed|es)|frighten(?:ed|s)|bor(?:ed|es)|mak(?:es)|made|bypass(?:ed|es))\s+(?:me|us|my\s+desk)\b | \b(?:fell|falls)\s+to\s+(?:the|an?|our|another)\b
      | \b(?:{_BE}|had\s+been|has\s+been)\s+(?:\w+ly\s+)?(?:skipped|frowned|neglected|ignored|promised|shelved|forgotten|avoided|discouraged|missing|absent|unheard|guesswork|someone|somebody|kept\s+(?:from|away))\b
      | \b(?:is|are|was|were|remains|stays)\s+(?:still\s+)?(?:on|in)\s+(?:the|my)\s+(?:syllabus|list|wish\s*list|agenda|programme|curriculum|horizon|cards|future)\b | \b(?:is|was|remains|stays)\s+(?:an?|another)\s+(?:blank|world|mystery|riddle|closed\s+book|foreign\s+language|dream|rumou?r|stranger)\b
      | \b(?:is|was|were|are)\s+(?:the|my|our|an?|another|some)\s+(?:[\w-]+\s+)?[\w-]+['’]s\b | \b(?:ran|run)\s+out\b(?!\s+of\b) | \bdropped\s+in\b | \bpiled\s+up\b | \b(?:is|are)\s+the\s+(?:thing|one|skill|part)\s+I\b | \b(?:did|does|do|was|were|has|had)\s+not\W*$ | \?(?=\s|\W*$)
      | \b(?:saved|kept|held|reserved)\b[^.;]{{0,20}}?\b(?:for\s+(?:himself|herself|themselves)|close\s+to\s+(?:his|her|their)\b) | \b(?:was|were)\s+(?:even|ever)\s+(?:discussed|mentioned|considered|introduced|adopted|thought|bought|installed)\b
      | \band\s+I\s+have\s+(?:yet\s+to|never)\s+(?:meet|met)\b | \bor\s+no\b | \b(?:went|was\s+put)\s+into\s+a\s+drawer\b | \bhad\s+to\s+wait\b | \b(?:was|were)\s+\w+\s+(?:and|but|yet|then)\s+never\b | \b(?:got|came)\s+no\s+further\b | [:–—-]\s*(?:zero|nil|nothing)\b
    )
  | (?P<before_me> \b(?:the\s+(?:day|week|month|year)\s+(?:after\s+)?|after\s+|since\s+)I\s+(?:had\s+)?(?:left|retired|resigned|quit)\b | \bafter\s+my\s+(?:contract|time|departure|exit|notice)\b | \bbefore\s+(?:I\s+(?:joined|came|arrived|started|began|got)|my\s+(?:first\s+)?(?:time|arrival|day|start)|we\s+(?:joined|came|arrived))\b )
  | (?P<failed> \b(?:and|but)\s+(?:I\s+)?failed\b | \bnot\s+passed\b | \bwithout\s+success\b | \bunsuccessful\w*\b | \bin\s+vain\b | [,:(]\s*failed\b | \b(?:was|were|been|got)\s+turned\s+down\b | \bnot\s+admitted\b | \bfailed\s+(?=twice|once|in\s+\d) )
    """
)


class _Openings(NamedTuple):
    """The words that open a kind of cue, and the beginnings of more of them."""

    words: frozenset[str]
    beginnings: tuple[str, ...]

    def are_in(self, words: frozenset[str]) -> bool:
        return not self.words.isdisjoint(words) or any(word.startswith(self.beginnings) for word in words)


def _openings(words: str, beginnings: str) -> _Openings:
    return _Openings(frozenset(words.split()), tuple(beginnings.split()))


# A sentence is searched for a kind of cue only when it holds a word that opens one.
_WORD = re.compile(r"[a-z]+")
_SEARCHES = (
    (
        _NEGATIONS,
        _openings(
            "saved kept reserved held closed cited feared dreaded admire admired envied begged pleaded look looked heard bought ordered bowed dropped opted walked washed backed pulled left shut locked lost steered stayed turned passed rejected too fined warned blamed reprimanded promised sooner or quit resigned retired gone t no not never none nobody neither nor zero little limited without nothing cannot may must shall yet unable unfamiliar untrained shy afraid wary scared free devoid ignorant innocent incapable averse new stranger prohibited barred banned kept forbidden excused freed"
            " relieved spared except excluding instead rather place away did ruled arrived came joined started flunked fell missed know",
            "lack refus declin exempt avoid shun skipp abolish scrapp fail",
        ),
    ),
    (
        _WISHES,
        _openings(
            "I i we my happy eyeing enrolled lesson lessons eager keen seeking thinking considering ready willing prepared open curious step career ambition goal attracted drawn set bent mean going about due saving will shall"
            " should chance prospect run learn learning study studying explore exploring reading would wish wishes wished future",
            "want hop plan aim look interest aspir intend enthus dream expect sign yearn longing fascinat bought ordered booked read borrowed reserved watched asked applied",
        ),
    ),
    (
        _OTHER_PEOPLE,
        _openings(
            "who that which beside near among alongside opposite adjacent next sat seated stood sits desk delivered wheeled pushed brought escorted forwarded sent passed handed referred routed"
            " carried phone phones drove swept dusted cleaned mopped vacuumed tidied cooked waited queued lined stood hung guarded collected fetched photocopied served recruited hired advertised interviewed sold selling translated proofread typed"
            " another other outside external colleagues others somebody someone examined audited inspected reviewed checked visited questioned assessed treated advised supported helped supervised"
            " rated lawyers our the errand errands minutes plants blankets chairs laundry parcels alerts alert call calls order orders file files request requests report reports ticket tickets question questions instruction instructions news mail partners engineers developers doctors analysts scientists designers researchers surgeons physicians auditors bureau",
            "app bureau machine robot nurse surgeon doctor physician head called rang phoned paged had let cousin uncle aunt brother sister mother father wife husband friend neighbo landlord predecessor successor crew tutor trainer teacher instructor lecturer matron registrar chef porter fore cashier clerk man woman gentleman lady chap fellow controller treasurer bookkeeper founder secretar caretaker butcher baker sommelier dieti pharmacist physio anaesth technician broker notary lawyer intern temp colleague hired agency contract part lunch office meal coffee tea room flight hotel seat travel birthday outing shar agenc freelanc contractor subcontract vendor supplier consultant head coworker co-worker",
        ),
    ),
)
_BACK_OPENINGS = _openings(
    "wait would goes concerns concerned sounds sound exist exists existed lost got fascinates interests attracts tempts seems looks is are was were being sat lay lived lives sits hung waited stays remains stood arrived appeared landed happened saved kept held since skipped frowned neglected ignored promised shelved forgotten avoided discouraged missing absent unheard guesswork someone somebody syllabus list wish agenda horizon s ran run dropped piled me us even ever zero nil nothing drawer further have did t not never none no by left outside beyond unknown new alien out part outsourced ruled forbidden limits switched up passed given handed reserved referred lay lies lie remained stayed came"
    " bought purchased rented leased ordered what something thing goes go went run runs ran passes sit sits based voted turned shot rejected refused postponed cancelled canceled abandoned dismissed next still planned comes hands job task work business duty before failed vain fell falls",
    "rest belong unsuccessful success play place",
)
_OWN_VERB = re.compile(
    r"^\W*(?:I\s+|We\s+)?(?:\w+ed|led|ran|wrote|built|made|sold|taught|kept|grew|held|did|took|gave)\b", re.IGNORECASE
)
# A figure, or the candidate's own part, makes a result of what the thing did.
_RESULT = re.compile(
    r"\d|\bfrom\b.*\bto\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|half|third|doubled|faster)\b|\b(?:fell|falls|came|handed|left)\s+to\s+me\b|\b(?:by|with)\s+me\b|\bmine\b"
    r"|\bI\s+(?:led|ran|built|wrote|made|took|kept|did)\b",
    re.IGNORECASE,
)
_OWN_PART = re.compile(r"(?i)\b(?:I|we|no|nobody|nothing|none|if|any|one|that)\b")
_LED = re.compile(rf"\b{_LEADING}\b", re.IGNORECASE)
_OTHER_WISH = re.compile(
    r"(?i)\b(?:who|that|which|customers?|clients?|users?|people|patients?|students?|companies|firms|teams?|candidates|buyers|families|pupils|learners|beginners|apprentices|visitors|guests|board|management"
    r"|they|he|she|everyone|those|shops?|managers?|firm|company|business|chain|school|hospital|owner)\s+(?:\w+\s+)?$"
)


# "factories that had never heard of us": what others did not do.
_OTHER_CLAUSE = re.compile(
    r"\b(?:who|that|which)(?:\s+(?:had|have|has|do|does|did|could|can|would|will|were|are|was|is))?\s+$", re.IGNORECASE
)
# "no server without Ansible"
_DOUBLED = re.compile(r"\b(?:no|not|never|nothing|nobody)\b[^.;:]*$", re.IGNORECASE)
_NEXT_VERB = re.compile(
    r"\sand\s+(?:\w+ed|led|ran|wrote|built|made|sold|taught|kept|grew|held|did|took|gave)\b", re.IGNORECASE
)
_GROUPS = re.compile(rf"\b{_GROUP}\b", re.IGNORECASE)


class _Reach(NamedTuple):
    kind: str
    start: int
    end: int


def _forward(text: str, match: re.Match[str]) -> _Reach | None:
    """What a cue governs after it, if it is one."""
    kind, start = match.lastgroup or "", match.end()
    if kind == "sounds":
        return None
    if kind == "wish" and _OTHER_WISH.search(text, 0, match.start()):
        return None
    if (
        kind in ("verb", "name")
        and "ruled" not in match.group().lower()
        and _OTHER_CLAUSE.search(text, 0, match.start())
    ):
        return None
    if kind == "name" and _DOUBLED.search(text, 0, match.start()) and match.group()[:7].lower() == "without":
        return None
    if kind == "others" and _LED.search(text, 0, match.end()):
        return None
    edge = (_HARD_END if kind in ("wish", "failed") else _SOFT_END).search(text, start)
    end = edge.start() if edge else len(text)
    if kind in ("name", "beside"):
        stop = _NAME_END.search(text, start + 1)
        end = min(end, start + _NAME_REACH, stop.start() if stop else len(text))
    elif kind == "verb":
        stop = _NEXT_VERB.search(text, start)
        end = min(end, start + _VERB_REACH, stop.start() if stop else len(text))
    elif kind == "served" and text[start : start + 1].isupper() and not _GROUPS.search(text, start, end):
        return None  # "brought the pages to WCAG 2.2": no place but a name
    return _Reach(kind, start, end)


@lru_cache(maxsize=5_000)
def _reaches(text: str) -> tuple[_Reach, ...]:
    """The stretches of a sentence in which nothing counts as done."""
    words = frozenset(_WORD.findall(text.lower()))
    found = []
    for cues, openings in _SEARCHES:
        if not openings.are_in(words):
            continue
        for match in cues.finditer(text):
            reach = _forward(text, match)
            if reach is not None:
                found.append(reach)
    if not _BACK_OPENINGS.are_in(words):
        return tuple(found)
    for match in _BACKWARD.finditer(text):
        kind = match.lastgroup or ""
        edges = _HARD_END if match.group()[:1] in ":(–—-" else _SOFT_END
        start = max((edge.end() for edge in edges.finditer(text, 0, match.start())), default=0)
        if kind == "failed":
            start = 0
        if kind in ("before_me", "drifted") and _OWN_VERB.match(text, start):
            continue
        if kind == "drifted" and len(text[start : match.start()].split()) > _LONGEST_SUBJECT:
            continue
        if kind == "drifted" and (_RESULT.search(text, match.start()) or _OWN_PART.search(text, start, match.start())):
            continue
        found.append(_Reach(kind, start, match.start() + (match.group()[:1] in ":(–—-")))
    return tuple(found)


# What is carried into a business is no skill, but it shows the business.
_ABOUT_PEOPLE = frozenset(("others", "served", "beside"))


def is_absent(text: str, start: int, end: int, *, own: bool = False) -> bool:
    """Whether a sentence says of what it tells at ``start:end`` that the candidate did not do it.

    Telling words that hold a cue themselves ("passed without findings") mean what they say.
    own: the sentence speaks of the candidate whoever its subject is, as in a summary or a list of skills.
    """
    return any(
        reach.start <= start
        and end <= reach.end + 1
        and not (own and reach.kind in _ABOUT_PEOPLE)
        and (reach.kind != "subject" or reach.end - end <= _SUBJECT_GAP)
        for reach in _reaches(text)
    )


def says_absent(text: str) -> bool:
    """Whether a sentence says of anything that it was not done."""
    return bool(_reaches(text))
