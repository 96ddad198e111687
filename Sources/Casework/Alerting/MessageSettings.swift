public import Access
public import Alerts
import Foundations
import Journal

/// By which gateways a site sends messages, and its own times of escalation. One record of the site's own, of a kind that no form
/// describes and no read path shows; the password lies in it, sealed as everything in the store.
public struct MessageSettings: Sendable, Equatable {
    public struct Mail: Sendable, Equatable {
        public enum Security: String, Sendable, CaseIterable {
            /// TLS from the first byte (port 465).
            case tls
            /// TLS by STARTTLS (port 587); never without it.
            case startTLS = "starttls"
            /// None: only for a relay on the same machine.
            case none
        }

        public var host: String
        public var port: Int
        public var security: Security
        public var from: String
        public var user: String?
        public var password: String?
        /// PEM of the authority that signed the server's certificate; nil for those that the system trusts.
        public var authority: String?

        public init(host: String, port: Int, security: Security, from: String, user: String? = nil, password: String? = nil, authority: String? = nil) {
            self.host = host
            self.port = port
            self.security = security
            self.from = from
            self.user = user
            self.password = password
            self.authority = authority
        }
    }

    public var mail: Mail?
    /// The outbox folder of gammu-smsd.
    public var smsFolder: String?
    public var isPaused = false
    /// `escalation.csv` of the site's own; nil for the standard one.
    public var escalation: String?

    public init() {}

    public var ways: Set<MessageWay> {
        guard !isPaused else { return [] }
        return Set([mail.map { _ in .mail }, smsFolder.map { _ in .sms }].compactMap { $0 })
    }

    fileprivate init(_ fields: [String: Value]) {
        func text(_ name: String) -> String? { fields[name]?.text }
        if let host = text("mail_host"), let port = fields["mail_port"]?.int, let security = text("mail_security").flatMap(Mail.Security.init), let from = text("mail_from") {
            mail = Mail(host: host, port: Int(port), security: security, from: from, user: text("mail_user"), password: text("mail_password"), authority: text("mail_authority"))
        }
        smsFolder = text("sms_folder")
        isPaused = text("paused") == "yes"
        escalation = text("escalation")
    }

    fileprivate var fields: [String: Value] {
        func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
        return [
            "mail_host": text(mail?.host), "mail_port": mail.map { .int(Int64($0.port)) } ?? .null, "mail_security": text(mail?.security.rawValue),
            "mail_from": text(mail?.from), "mail_user": text(mail?.user), "mail_password": text(mail?.password), "mail_authority": text(mail?.authority),
            "sms_folder": text(smsFolder), "paused": .text(isPaused ? "yes" : "no"), "escalation": text(escalation),
        ]
    }
}

extension Desk {
    /// What the store says; nothing set up where nobody has. Blocks.
    public func messageSettings() throws -> MessageSettings {
        let id = try messageRecord()
        return try read { try JournalStore.record($0, id) }.map { MessageSettings($0.fields) } ?? MessageSettings()
    }

    /// Durable when it returns; in the trail, without the password.
    /// - Throws: `CaseworkError.notAllowed` without the power over the network; `EscalationFault`.
    public func set(_ settings: MessageSettings, by author: Author, standing: Standing) async throws {
        guard standing.viewer.role.powers.contains(.network) else { throw CaseworkError(.notAllowed(what: "set up messages")) }
        if let text = settings.escalation { _ = try EscalationTable(text) }
        let id = try messageRecord(), now = time.now()
        let old = try read { try JournalStore.record($0, id) }
        let fields = settings.fields.filter { (old?.fields[$0.key] ?? .null) != $0.value }
        if fields.isEmpty { return }
        let change = Change(id: UUIDv7.make(at: now.millis), record: id, kind: ReservedKind.messageSettings, op: old == nil ? .create : .amend, scope: Scope(.site, id),
                            base: old?.version, fields: fields)
        _ = try await commit(Save(id: UUIDv7.make(at: now.millis), actor: author.person, device: author.device, at: now, changes: [change])) { _ in }
        journal.trail.note(TrailEvent(.settings, actor: author.person, device: author.device, subject: id, detail: ["what": .text("messages")]))
    }

    private func messageRecord() throws -> UUIDv7 { try derived("message settings", []) }
}
