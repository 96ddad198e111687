import Access
public import Alerts
public import Foundations
import GRDB
import Journal

/// What one person was told, has seen and acknowledged, and how they want to be told: one record of the site's own, sealed with their
/// account. It names alerts by their keys and notifications by their ids, and holds no word about a child.
public struct AlertAccount: Sendable, Equatable {
    public var seen: Set<String> = []
    /// Urgent notifications that this person has taken note of as somebody who can deal with them.
    public var acknowledged: Set<UUIDv7> = []
    public var told: [MessageWay: MessagesTold] = [:]
    /// As `Contact.mail` and `Contact.phone` answer them.
    public var mail: String?
    public var phone: String?
    public var ways: Set<MessageWay> = []
    /// Of messages; nil for the account's.
    public var language: String?
    public var quiet: QuietHours?
    var version = 0

    public init() {}

    public var wishes: MessageWishes {
        MessageWishes(ways: ways.filter { ($0 == .mail ? mail : phone) != nil }, quiet: quiet)
    }

    init(_ record: StoredRecord) {
        func texts(_ name: String) -> [String] { record.fields[name]?.list?.compactMap(\.text) ?? [] }
        seen = Set(texts("seen"))
        acknowledged = Set(texts("acknowledged").compactMap { UUIDv7($0) })
        for way in MessageWay.allCases {
            let keys = texts("told_\(way.rawValue)"), last = record.fields["told_\(way.rawValue)_at"]?.int
            if !keys.isEmpty || last != nil { told[way] = MessagesTold(keys: Set(keys), last: last) }
        }
        mail = record.fields["mail"]?.text
        phone = record.fields["phone"]?.text
        ways = Set(texts("ways").compactMap { MessageWay(rawValue: $0) })
        language = record.fields["language"]?.text
        if let from = record.fields["quiet_from"]?.text, let to = record.fields["quiet_to"]?.text { quiet = QuietHours(from: from, to: to) }
        version = record.version
    }

    private var fields: [String: Value] {
        func list(_ texts: some Sequence<String>) -> Value { .list(texts.sorted().map(Value.text)) }
        var fields: [String: Value] = [
            "seen": list(seen), "acknowledged": list(acknowledged.map(\.description)), "ways": list(ways.map(\.rawValue)), "mail": mail.map(Value.text) ?? .null,
            "phone": phone.map(Value.text) ?? .null, "language": language.map(Value.text) ?? .null, "quiet_from": quiet.map { .text($0.texts.from) } ?? .null,
            "quiet_to": quiet.map { .text($0.texts.to) } ?? .null,
        ]
        for (way, told) in told {
            fields["told_\(way.rawValue)"] = list(told.keys)
            fields["told_\(way.rawValue)_at"] = told.last.map(Value.int) ?? .null
        }
        return fields
    }

    /// What an entry has to say to get from `old` to this.
    fileprivate func changed(from old: AlertAccount) -> [String: Value] {
        let before = old.fields
        return fields.filter { (before[$0.key] ?? .null) != $0.value && !(old.version == 0 && $0.value == .null) }
    }
}

extension Desk {
    /// Of everybody who has one. Blocks.
    public func alertAccounts(of people: [UUIDv7]) throws -> [UUIDv7: AlertAccount] {
        try read { db in
            var found: [UUIDv7: AlertAccount] = [:]
            for person in people {
                if let record = try JournalStore.record(db, try alertRecord(of: person)) { found[person] = AlertAccount(record) }
            }
            return found
        }
    }

    /// Changes a person's, durably. Blocks; nothing is written where nothing changes.
    /// - Parameters:
    ///   - actor: the person themselves, or the site for what it has told.
    ///   - change: may be called more than once, where somebody else changes it at the same moment.
    public func changeAlertAccount(of person: UUIDv7, by actor: UUIDv7, device: UUIDv7, _ change: (inout AlertAccount) -> Void) throws -> AlertAccount {
        struct Overtaken: Error {}
        let id = try alertRecord(of: person)
        for _ in 0..<20 {
            let old = try read { try JournalStore.record($0, id) }.map { AlertAccount($0) } ?? AlertAccount()
            var new = old
            change(&new)
            let fields = new.changed(from: old)
            if fields.isEmpty { return old }
            let now = time.now(), seen = old.version
            let entry = Change(id: UUIDv7.make(at: now.millis), record: id, kind: ReservedKind.alertAccount, op: seen == 0 ? .create : .amend, scope: Scope(.site, person),
                               base: seen == 0 ? nil : seen, fields: fields)
            do {
                _ = try journal.commitAndWait(Save(id: UUIDv7.make(at: now.millis), actor: actor, device: device, at: now, changes: [entry])) { db in
                    guard try JournalStore.version(db, of: id) == seen else { throw Overtaken() }
                }
                new.version = seen + 1
                return new
            } catch {
                guard case .refused(let inner) = error, inner is Overtaken else { throw error }
            }
        }
        throw CaseworkError(.stepRefused(kind: ReservedKind.alertAccount, from: "being changed", to: "changed"))
    }

    private func alertRecord(of person: UUIDv7) throws -> UUIDv7 { try derived("alert account", person.bytes) }
}
