"""What the wording of a column says it is, in several languages, and words that mean no answer."""

import re

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[\s_\-./#]+")

RECOMMEND = re.compile(
    r"recommend|\bnps\b|net ?promoter|weiterempf|empfehl|recommand|recom(i?)end|recomand|raccomand|"
    r"consiglier|aanbevel|anbefal|rekommend|suositel|\bpolec|doporuč|ajánl|tavsiye|öner|рекоменд|"
    r"推荐|推薦|おすすめ|お勧め|추천"
)
RESPONDED = re.compile(
    r"respon|recorded|complet|submit|answered|\bend ?date|finished|beantwort|abgeschickt|abgabe|"
    r"réponse|respuesta|resposta|risposta|ingevuld|enddatum|date de fin"
)
SURVEYED = re.compile(r"timestamp|time stamp|survey ?date|zeitstempel|horodat|marca temporal")
SENT = re.compile(r"\bsent\b|\bsend|invit|mailed|distribut|dispatch|versand|gesendet|envoy|enviad")
DAY = re.compile(r"\bda(y|te)\b|\btime\b|\bdatum|\btag\b|fecha|\bdata\b|\bjour\b|дата|日")
STARTED = re.compile(r"start|begin|began|anfang|début|inicio|opened|created")
OTHER_DAY = re.compile(
    r"birth|geburt|nacimiento|naissance|purchas|order|contract|signup|sign ?up|since|renew|due|"
    r"expir|updated|modified|last login|installed"
)
RESPONSE_ID = re.compile(
    r"^id$|^(record|row|case|token|uuid|guid|key|nr|no|number|nummer)$|"
    r"(resp(on\w*)?|survey|record|case|interview|submission|answer|questionnaire|antwort|ticket)"
    r" ?(id|nr|no|number|token|key|uuid)\b|\bresponseid\b|^respondent$"
)
CUSTOMER_ID = re.compile(
    r"(customer|client|member|account|user|subscriber|panel(ist)?|person|kunden?|"
    r"cliente?|patient|guest|external( data)?)"
    r" ?(id|nr|no|number|nummer|key|code|reference|ref)\b|"
    r"contact ?(id|key|code|ref)\b|^(customer|client|member|kunde)$|"
    r"externalreference|external data reference"
)
COMMENT = re.compile(
    r"comment|feedback|\bwhy\b|reason|suggest|improve|tell us|verbatim|pain point|anything else|"
    r"in your own words|open ?text|warum|grund|kommentar|anmerk|pourquoi|comentario|por qué|motiv"
)
WEIGHT = re.compile(r"^(survey |case |final )?weights?$|^(gewicht(ung)?|poids|peso|wgt)$|^weight ")
WAVE = re.compile(r"^(survey )?(wave|quarter?|round|period|welle|vague|ola|onda|rotation)\b")
SURVEY = re.compile(r"^survey( name| title| type)?$|^(umfrage|enquête|encuesta)$")
CALENDAR = re.compile(
    r"^(response |survey )?(month|quarter|year|week( ?day| of year| number)?|day of week|monat|"
    r"quartal|jahr|mois|année|mes|año)( ?(name|no|number))?$"
)
WANTED = re.compile(
    r"importan|how much do you want|priorit|\bwichtig|\bmatter|importante|would you like to see|"
    r"\bwant(ed)?\b|\bneed(ed)?\b"
)
DELIVERED = re.compile(
    r"satisf|quality|\brate\b|rating|perform|deliver|experience|zufrieden|qualit|bewert|"
    r"happy with|how good|agree|\bcsat\b"
)
PERSONAL = re.compile(
    r"\be ?mail|phone( ?(number|no|nr))?$|\b(mobile|whatsapp)( ?(number|no|nr))?$|telefon|"
    r"\bcontact (number|no|nr)$|téléphone|\bfax\b|"
    r"\bip( ?address)?\b|ipaddress|"
    r"\b(first|last|full|sur|family|given|middle|user|contact|customer|client|respondent|recipient|"
    r"member|employee) ?name\b|\byour (\w+ )?names?$|^names?$|"
    r"^names? of (the )?(customer|client|member|respondent|person|contact|employee|user)\b|"
    r"vorname|nachname|\bnom\b|prénom|apellido|^nombre\b|"
    r"recipient|\baddress\b|\bstreet\b|post ?code|zip ?code|\bbirth|geburts|\bdob\b|latitude|"
    r"longitude|\bssn\b|\biban\b|passport|\blat\b|\blon\b|\blng\b"
)
SCORE_NAME = re.compile(r"score|rate|rating|nps|likel|0 ?(to|bis|à|a|\u2013) ?10|0 10")
COUNTED = re.compile(
    r"\bnumber of\b|\bcount\b|\btotal\b|\baverage\b|\bavg\b|\bage\b|tenure|amount|revenue|price|"
    r"\bmonths\b|\byears\b|\bdays\b|minutes|seconds|duration|anzahl|alter|nombre de"
)
TITLE = re.compile(r"^(title|change|release|event|what( changed)?|headline|summary|announcement)$")

_NO_ANSWERS = (
    "don't know|dont know|don\u2019t know|do not know|n/a|na|n.a.|not applicable|no answer|"
    "no opinion|blank|unknown|refused|prefer not to say|prefer not to answer|not sure|cannot say|"
    "no response|weiß nicht|weiss nicht|keine angabe|k.a.|k. a.|ne sait pas|nsp|sans opinion|"
    "no sabe|ns/nc|não sei|non so|weet niet|vet ej|null|none|nan|-|--|.|?|#n/a|missing|"
    "not answered|skipped"
)
NO_ANSWER = frozenset(_NO_ANSWERS.split("|"))
"""Texts that may mean no answer where numbers or the words of a scale are expected."""

_GROUPS = (
    "promoter|promoters|passive|passives|neutral|neutrals|detractor|detractors|kritiker|"
    "promotoren|passiv|promoteur|détracteur|promotor"
)
_NPS_GROUPS = frozenset(_GROUPS.split("|"))
_PROMOTER = re.compile(r"promot|detract|détract|kritiker")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ADDRESS = re.compile(r"(\d{1,3}\.){3}\d{1,3}|([0-9a-fA-F]{0,4}:){4,7}[0-9a-fA-F]{0,4}")
_PHONE = re.compile(
    r"'?\+[\d\s()/.-]{7,}\d|'?\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}|"
    r"(?!\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b)\(?0\d+[\s()/-][\d\s()/.-]{4,}\d"
)


_BEHIND = re.compile(r"(\s*(\([^)]*\)|[?:*!]))+$")


def plain_words(text: str) -> str:
    """A name in small letters with blanks between its words: RecipientEmail, recipient_email."""
    return _SEPARATORS.sub(" ", _CAMEL.sub(" ", text)).casefold().strip()


def asked_name(text: str) -> str:
    """The plain words of a name without what a form puts behind it: "Your name? (optional)"."""
    return _BEHIND.sub("", plain_words(text))


def means_no_answer(text: str) -> bool:
    """Whether a text often stands for "no answer"; that it does here, a person must say."""
    return text.casefold().strip() in NO_ANSWER


def is_group_of_score(texts: tuple[str, ...]) -> bool:
    """Whether texts are promoter, passive and detractor, which follow from the score."""
    words = {text.casefold() for text in texts}
    return words <= _NPS_GROUPS and any(map(_PROMOTER.search, words))


def personal_kind(name: str, texts: tuple[str, ...]) -> str | None:
    """What makes a column personal, by its values or by its name; None where nothing does."""
    for kind, pattern in (
        ("e-mail addresses", EMAIL),
        ("IP addresses", _ADDRESS),
        ("phone numbers", _PHONE),
    ):
        if texts and sum(bool(pattern.fullmatch(text)) for text in texts) * 2 > len(texts):
            return kind
    return "as its name says" if PERSONAL.search(asked_name(name)) else None
