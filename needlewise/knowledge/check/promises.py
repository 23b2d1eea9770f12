"""Words that tell somebody that they are safe. Nobody is told so, and no sentence needs these words."""

PROMISES = (
    r"(perfectly|completely|totally|entirely|absolutely|fully|100 ?%|100 per cent) (safe|harmless)",
    r"(guaranteed|always|proven to be) safe",
    r"(you are|you're|you will be|you'll be) (quite )?safe",
    r"safe to (go ahead|(use|do|try|needle)( it)?( at home| on yourself| by yourself))",
    r"safe for (you|everyone|everybody|anyone)",
    r"no (risk|risks|danger|side effects)",
    r"zero risk",
    r"(risk|danger)[- ]free",
    r"without (any )?(risk|risks|danger)",
    r"(you will|you'll|you are going to) be (absolutely |just |quite )?(fine|ok|okay|all right|alright)",
    r"(you are|you're) (fine|ok|okay|safe) to",
    r"(nothing|no need|no reason) to (worry|be worried|fear)",
    r"(cannot|can't|can not|will not|won't) (hurt|harm) you",
    r"(nothing can|cannot|can't) go wrong",
)
"""Regular expressions, for text in small letters with single spaces and straight apostrophes."""
