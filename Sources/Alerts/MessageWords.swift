/// The words that leave the box. They say only that Kinbox has something: a gateway's spool is plain text, and telephones lie about.
public struct MessageWords: Sendable, Hashable {
    public let subject: String
    public let body: String
    /// At most 70 characters: one short message also in Arabic.
    public let short: String

    /// In the person's language; English where the box does not speak it.
    public init(language: String, isUrgent: Bool, isTest: Bool = false) {
        let own = Self.texts[language] ?? Self.english
        let texts = isTest ? own.test : isUrgent ? own.urgent : own.gathered
        subject = texts.subject
        body = texts.body
        short = texts.short
    }

    public static var languages: [String] { texts.keys.sorted() }

    private struct Texts: Sendable {
        let subject: String
        let body: String
        let short: String
    }

    private struct Set: Sendable {
        let urgent: Texts
        let gathered: Texts
        let test: Texts
    }

    private static let english = Set(
        urgent: Texts(subject: "Kinbox: please look now", body: "Something urgent waits for you in Kinbox. Please sign in and look at your alerts now.\n",
                      short: "Kinbox: something urgent waits. Please look into Kinbox now."),
        gathered: Texts(subject: "Kinbox: something new", body: "There is something new for you in Kinbox. Please sign in when you can.\n",
                        short: "Kinbox: there is something new for you. Please look when you can."),
        test: Texts(subject: "Kinbox: test message", body: "This is a test message of Kinbox. Nothing has to be done.\n", short: "Kinbox: test message. Nothing to do."))

    private static let texts: [String: Set] = [
        "en": english,
        "fr": Set(
            urgent: Texts(subject: "Kinbox : à voir maintenant", body: "Quelque chose d’urgent vous attend dans Kinbox. Connectez-vous et consultez vos alertes maintenant.\n",
                          short: "Kinbox : urgence en attente. Consultez Kinbox maintenant."),
            gathered: Texts(subject: "Kinbox : du nouveau", body: "Il y a du nouveau pour vous dans Kinbox. Connectez-vous dès que vous le pouvez.\n",
                            short: "Kinbox : du nouveau pour vous. Consultez Kinbox dès que possible."),
            test: Texts(subject: "Kinbox : message d’essai", body: "Ceci est un message d’essai de Kinbox. Vous n’avez rien à faire.\n", short: "Kinbox : message d’essai. Rien à faire.")),
        "ar": Set(
            urgent: Texts(subject: "Kinbox: يرجى الاطلاع الآن", body: "هناك أمر عاجل ينتظرك في Kinbox. يرجى تسجيل الدخول والاطلاع على تنبيهاتك الآن.\n",
                          short: "Kinbox: أمر عاجل بانتظارك. يرجى الاطلاع على Kinbox الآن."),
            gathered: Texts(subject: "Kinbox: هناك جديد", body: "هناك جديد لك في Kinbox. يرجى تسجيل الدخول عندما تستطيع.\n",
                            short: "Kinbox: هناك جديد لك. يرجى الاطلاع عندما تستطيع."),
            test: Texts(subject: "Kinbox: رسالة تجريبية", body: "هذه رسالة تجريبية من Kinbox. لا يلزم فعل أي شيء.\n", short: "Kinbox: رسالة تجريبية. لا يلزم فعل شيء.")),
    ]
}
