"""A form with every question type and appearance, compiled by hand: what the standard forms do not have."""


def words(en, fr, ar):
    return {"en": en, "fr": fr, "ar": ar}


def field(name, kind, label, group=None, **more):
    return {"name": name, "type": kind, "label": words(*label), "required": False, **({"group": group} if group else {}), **more}


def choice(value, *label, **columns):
    return {"value": value, "label": words(*label), **({"columns": columns} if columns else {})}


FORM = {
    "name": "everything", "version": 1, "title": words("Everything", "Tout", "كل شيء"), "languages": ["en", "fr", "ar"],
    "groups": [
        {"name": "first", "label": words("The family", "La famille", "الأسرة")},
        {"name": "where", "label": words("Where", "Où", "أين")},
        {"name": "child_line", "label": words("Child", "Enfant", "طفل"), "repeat": True},
        {"name": "rest", "label": words("The rest", "Le reste", "الباقي")},
    ],
    "fields": [
        field("day", "date", ("Day", "Jour", "اليوم"), "first", required=True, autofill="today"),
        field("school_now", "text", ("School now", "École actuelle", "المدرسة الآن"), "first", autofill="child.school"),
        field("head", "text", ("Who heads the household?", "Qui dirige le ménage ?", "من يرأس الأسرة؟"), "first", required=True,
              hint=words("As people say it", "Comme on le dit", "كما يقول الناس"), requiredMessage=words("Write who it is.", "Écrivez qui c’est.", "اكتب من هو."),
              guidance=words("Ask who decides about money and school.", "Demandez qui décide de l’argent et de l’école.", "اسأل من يقرر في المال والمدرسة.")),
        field("works", "select_one", ("Does ${head} work?", "${head} travaille ?", "هل يعمل ${head}؟"), "first", required=True, list="yes_no"),
        field("hours", "integer", ("Hours a day", "Heures par jour", "ساعات في اليوم"), "first", relevant="${works} = 'yes'", constraint=". >= 0 and . <= 16",
              constraintMessage=words("Nobody works longer than 16 hours.", "Personne ne travaille plus de 16 heures.", "لا أحد يعمل أكثر من 16 ساعة.")),
        field("week", "integer", ("Hours a week", "Heures par semaine", "ساعات في الأسبوع"), "first", relevant="${works} = 'yes'",
              calculation="if(${hours} = '', '', ${hours} * 6)", readOnly=True),
        field("safe", "select_one", ("Is the child at school?", "L’enfant va-t-il à l’école ?", "هل الطفل في المدرسة؟"), "first", list="yes_no", beside="child.school"),
        field("region", "select_one", ("Region", "Région", "المنطقة"), "where", list="region"),
        field("town", "select_one", ("Town", "Ville", "المدينة"), "where", list="town", appearance="minimal", choiceFilter="region = ${region}"),
        field("spot", "geopoint", ("The spot", "Le lieu", "المكان"), "where"),
        field("child_name", "text", ("Name", "Nom", "الاسم"), "child_line"),
        field("child_age", "integer", ("Age", "Âge", "العمر"), "child_line", constraint=". < 18"),
        field("child_school", "text", ("School", "École", "المدرسة"), "child_line", relevant="${child_age} >= 6"),
        field("children_count", "calculate", ("Count", "Nombre", "العدد"), "rest", calculation="count(${child_line})"),
        field("sum", "note", ("Children written down: ${children_count}", "Enfants notés : ${children_count}", "الأطفال المدونون: ${children_count}"), "rest"),
        field("help", "select_multiple", ("What helps?", "Qu’est-ce qui aide ?", "ما الذي يساعد؟"), "rest", list="help", orOther=True),
        field("mood", "select_one", ("How often does the child laugh?", "L’enfant rit-il souvent ?", "كم مرة يضحك الطفل؟"), "rest", list="often", appearance="likert"),
        field("score", "integer", ("How sure are you?", "À quel point êtes-vous sûr ?", "ما مدى تأكدك؟"), "rest", parameters="start=0 end=10 step=1"),
        field("weight", "decimal", ("Weight in kg", "Poids en kg", "الوزن بالكيلوغرام"), "rest"),
        field("clock", "time", ("At what time?", "À quelle heure ?", "في أي ساعة؟"), "rest"),
        field("moment", "dateTime", ("Day and time", "Jour et heure", "اليوم والساعة"), "rest"),
        field("card", "barcode", ("Card number", "Numéro de carte", "رقم البطاقة"), "rest"),
        field("story", "text", ("The story", "Le récit", "القصة"), "rest", appearance="multiline"),
        field("picture", "image", ("A picture", "Une image", "صورة"), "rest", parameters="max-pixels=640"),
        field("read_out", "acknowledge", ("I have read it out", "Je l’ai lu à voix haute", "قرأته بصوت عالٍ"), "rest"),
        field("signed", "signature", ("Signature", "Signature", "التوقيع"), "rest"),
    ],
    "lists": {
        "yes_no": [choice("yes", "Yes", "Oui", "نعم"), choice("no", "No", "Non", "لا")],
        "region": [choice("north", "North", "Nord", "الشمال"), choice("south", "South", "Sud", "الجنوب")],
        "town": [choice("alba", "Alba", "Alba", "ألبا", region="north"), choice("bela", "Bela", "Bela", "بيلا", region="north"), choice("cora", "Cora", "Cora", "كورا", region="south")],
        "help": [choice("food", "Food", "Nourriture", "طعام"), choice("school", "School", "École", "مدرسة")],
        "often": [choice("never", "Never", "Jamais", "أبدًا"), choice("rarely", "Rarely", "Rarement", "نادرًا"), choice("often", "Often", "Souvent", "غالبًا"), choice("always", "Always", "Toujours", "دائمًا")],
    },
}
