import Access
import Alerts
import ArgumentParser
import Casework
import Foundations
import Web

/// Without a subcommand: what is set up.
struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages",
        abstract: "Set up, test and pause the gateways by which people are told of alerts outside the app.",
        discussion: """
            A message says that something waits in Kinbox, in the person's language, and nothing of any child. People choose on their account \
            page whether they want messages, and where to. The site must not be served meanwhile; it uses the settings from its next start.
            """,
        subcommands: [MessagesShow.self, MessagesSetMail.self, MessagesSetSMSFolder.self, MessagesSetEscalation.self, MessagesTest.self, MessagesPause.self, MessagesResume.self],
        defaultSubcommand: MessagesShow.self)
}

/// In whose name settings are changed, and where.
struct MessageOfficeOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "User name of the site administrator in whose name this is done.") var user: String
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions

    /// Changes the settings of the closed site.
    func change(_ change: (inout MessageSettings) throws -> Void) async throws {
        try await ClosedSite.opened(data, key) { open in
            let (author, standing) = try open.author(userName: user)
            var settings = try open.desk.messageSettings()
            try change(&settings)
            try await open.desk.set(settings, by: author, standing: standing)
        }
    }
}

struct MessagesShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show which gateways are set up, and the times of escalation. Never a password.")

    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions
    @Flag(help: "Answer as JSON.") var json = false

    struct Answer: Encodable {
        struct Mail: Encodable {
            var host: String
            var port: Int
            var security: String
            var from: String
            var user: String?
            var ownAuthority: Bool
        }
        struct Rung: Encodable {
            var level: Int
            var afterMinutes: Int
            var role: String
        }
        var mail: Mail?
        var smsFolder: String?
        var paused: Bool
        var escalation: [Rung]
        /// False: as it came with the box.
        var ownEscalation: Bool
    }

    func run() async throws {
        await Terminal.guarded {
            let standard = try StandardInstance.load().escalation
            try await ClosedSite.opened(data, key) { open in
                let settings = try open.desk.messageSettings()
                let table = try settings.escalation.map { try EscalationTable($0) } ?? standard
                let mail = settings.mail.map { Answer.Mail(host: $0.host, port: $0.port, security: $0.security.rawValue, from: $0.from, user: $0.user, ownAuthority: $0.authority != nil) }
                let rungs = table.rungs.map { Answer.Rung(level: $0.level, afterMinutes: $0.afterMinutes, role: $0.role) }
                if json {
                    return try Terminal.answer(json: Answer(mail: mail, smsFolder: settings.smsFolder, paused: settings.isPaused, escalation: rungs, ownEscalation: settings.escalation != nil))
                }
                Terminal.answer(mail.map { "Mail: \($0.from) by \($0.host):\($0.port), \($0.security)" + ($0.user.map { ", signed in as \($0)" } ?? "") } ?? "Mail: not set up.")
                Terminal.answer(settings.smsFolder.map { "Short messages: \($0)" } ?? "Short messages: not set up.")
                if settings.isPaused { Terminal.answer("Paused: nothing is sent.") }
                for one in rungs { Terminal.answer("Not acknowledged after \(one.afterMinutes) minutes: \(one.role)") }
            }
        }
    }
}

struct MessagesSetMail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-mail",
        abstract: "Send messages by this mail server.",
        discussion: "The password is read from a file or asked for, and kept in the encrypted store. It is never sent without TLS.")

    @Argument(help: "Name or IPv4 address of the mail server; none to send no mails any more.") var host: String
    @Option(help: "Port: 465 for tls, 587 for starttls, 25 for none, unless given.") var port: Int?
    @Option(help: "tls from the first byte, starttls, or none (only for a relay on the same machine).") var security = "tls"
    @Option(help: "Address that messages come from.") var from: String?
    @Option(help: "User name at the mail server, where it asks for one.") var signIn: String?
    @Option(help: "File with the password (mode 600), instead of typing it.") var passwordFile: String?
    @Option(help: "PEM file of the server's own certificate authority; without it, those that the system trusts.") var authority: String?
    @OptionGroup var office: MessageOfficeOptions

    func validate() throws {
        guard MessageSettings.Mail.Security(rawValue: security) != nil else { throw ValidationError("--security is tls, starttls or none.") }
        guard Contact.isHost(host) else { throw ValidationError("The mail server is a name such as mail.office.example, or an IPv4 address.") }
        guard port.map({ (1...65_535).contains($0) }) ?? true else { throw ValidationError("--port is 1 to 65535.") }
        guard host == "none" || from.flatMap(Contact.mail) != nil else { throw ValidationError("--from is a mail address, such as kinbox@office.example.") }
        guard security != "none" || signIn == nil else { throw ValidationError("A password is never sent without TLS: leave out --sign-in, or choose tls or starttls.") }
    }

    func run() async throws {
        await Terminal.guarded {
            let mail = try host == "none" ? nil : settings()
            try await office.change { $0.mail = mail }
            Terminal.answer(mail == nil ? "No mails are sent any more." : "Mails go by \(host). Try it with kinbox messages test.")
        }
    }

    private func settings() throws -> MessageSettings.Mail {
        let security = MessageSettings.Mail.Security(rawValue: security) ?? .tls
        let password = try signIn.map { _ in String(decoding: try SecretInput.read("Password at the mail server: ", file: passwordFile), as: UTF8.self) }
        let pem = try authority.map { String(decoding: try DiskFiles().readAll($0, limit: 100_000), as: UTF8.self) }
        let standard = switch security {
        case .tls: 465
        case .startTLS: 587
        case .none: 25
        }
        return MessageSettings.Mail(host: host, port: port ?? standard, security: security, from: from ?? "", user: signIn, password: password, authority: pem)
    }
}

struct MessagesSetSMSFolder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-sms-folder",
        abstract: "Send short messages by the outbox folder of gammu-smsd (its FILES service).",
        discussion: "Files appear there whole and replace none. They are plain text until gammu-smsd has sent them, so they say nothing of any child.")

    @Argument(help: "The folder, from the root: /var/spool/gammu/outbox; none to send no short messages any more.") var folder: String
    @OptionGroup var office: MessageOfficeOptions

    func validate() throws {
        guard folder == "none" || folder.hasPrefix("/") && folder.utf8.count <= 1_000 else { throw ValidationError("The folder is a path from the root.") }
    }

    func run() async throws {
        await Terminal.guarded {
            try await office.change { $0.smsFolder = folder == "none" ? nil : folder }
            Terminal.answer(folder == "none" ? "No short messages are sent any more." : "Short messages go to \(folder). Try it with kinbox messages test.")
        }
    }
}

struct MessagesSetEscalation: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-escalation",
        abstract: "Put the site's own times of escalation into use.",
        discussion: "A CSV file with the columns level, after_minutes, role and without_sight (count or skip).")

    @Argument(help: "The file, or standard for the times that came with the box.") var file: String
    @OptionGroup var office: MessageOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            let text = file == "standard" ? nil : String(decoding: try DiskFiles().readAll(file, limit: 100_000), as: UTF8.self)
            let roles = try StandardInstance.roleBook()
            if let text {
                for rung in try EscalationTable(text).rungs where roles[rung.role] == nil {
                    throw InputFault(code: "no-such-role", what: "There is no role \(rung.role).", todo: "Look at assets/standard/roles.csv.")
                }
            }
            try await office.change { $0.escalation = text }
            Terminal.answer(text == nil ? "The standard times are in use." : "The times are in use.")
        }
    }
}

struct MessagesPause: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Send nothing until resumed.", discussion: "What comes up meanwhile is told in one message after resuming.")
    @OptionGroup var office: MessageOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            try await office.change { $0.isPaused = true }
            Terminal.answer("Nothing is sent until kinbox messages resume.")
        }
    }
}

struct MessagesResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "resume", abstract: "Send again.")
    @OptionGroup var office: MessageOfficeOptions

    func run() async throws {
        await Terminal.guarded {
            try await office.change { $0.isPaused = false }
            Terminal.answer("Messages are sent again from the next start.")
        }
    }
}

struct MessagesTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Send a test message now.", discussion: "Says what the gateway answered. Ends with 1 where it did not take the message.")

    @Option(help: "A mail address.") var mail: String?
    @Option(help: "A telephone number.") var phone: String?
    @Option(help: "en, fr or ar.") var language = "en"
    @Option(help: "Directory of the site.") var data = "/var/lib/kinbox"
    @OptionGroup var key: KeyOptions

    func validate() throws {
        guard mail != nil || phone != nil else { throw ValidationError("Give --mail or --phone.") }
        guard mail.map({ Contact.mail($0) != nil }) ?? true else { throw ValidationError("--mail is a mail address.") }
        guard phone.map({ Contact.phone($0) != nil }) ?? true else { throw ValidationError("--phone is a telephone number such as +37360123456.") }
    }

    func run() async throws {
        await Terminal.guarded {
            try await ClosedSite.opened(data, key) { open in
                var settings = try open.desk.messageSettings()
                settings.isPaused = false
                let gateways = MessageGateways.of(settings), now = SystemTime().now()
                for (way, address) in [(MessageWay.mail, mail.flatMap(Contact.mail)), (.sms, phone.flatMap(Contact.phone))] {
                    guard let address else { continue }
                    guard let gateway = gateways[way] else {
                        throw InputFault(code: "no-gateway", what: "There is no gateway for this.", todo: "Set it up with kinbox messages set-\(way == .mail ? "mail" : "sms-folder").")
                    }
                    let words = MessageWords(language: language, isUrgent: false, isTest: true)
                    try gateway.send(OutgoingMessage(way: way, address: address, words: words, isUrgent: false, at: now,
                                                     mark: "kb" + open.desk.mark(of: "test \(now.millis)").prefix(14)))
                    Terminal.answer(way == .mail ? "The mail server has taken the message." : "The message lies in the folder of gammu-smsd.")
                }
            }
        }
    }
}
