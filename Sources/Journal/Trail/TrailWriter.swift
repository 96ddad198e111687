import Foundations
import GRDB

/// Appends to the second chain. Confined to the writer thread.
final class TrailWriter {
    struct Head {
        var position: Int64
        var link: [UInt8]
    }

    /// Search words can be read in the month they were typed and in this many before it.
    static let monthsKept = 1

    private let keys: any JournalKeys
    private let site: UUIDv7
    private(set) var head: Head
    private var monthKeys: [String: [UInt8]] = [:]

    init(keys: any JournalKeys, site: UUIDv7, head: Head) {
        self.keys = keys
        self.site = site
        self.head = head
    }

    static func readHead(_ db: Database) throws -> Head {
        let query = try Query(db, "SELECT position, link FROM trail ORDER BY position DESC LIMIT 1")
        defer { query.reset() }
        return try query.step() ? Head(position: query.int(0), link: query.blob(1)) : Head(position: 0, link: BoxLink.origin)
    }

    func restore(_ head: Head) {
        self.head = head
        monthKeys = [:]
    }

    func forgetKeys() { monthKeys = [:] }

    func append(_ db: Database, _ events: [TrailBuffer.Pending]) throws {
        for pending in events { try append(db, pending) }
    }

    private func append(_ db: Database, _ pending: TrailBuffer.Pending) throws {
        var line = TrailLine(position: head.position + 1, at: pending.at, event: pending.event)
        if let words = pending.event.words {
            let month = String(pending.at.localDay.description.prefix(7))
            line.month = month
            line.sealedWords = try keys.seal(Array(words.utf8), key: try monthKey(db, month, pending.at), associated: Array(month.utf8))
        }
        let link = keys.blake2b256(line.bytes(site: site, previous: head.link))
        let query = try Query(db, """
            INSERT INTO trail (position, at, at_how, actor, device, action, subject, detail, words_month, words, link)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        query.bind(1, line.position)
        query.bind(2, line.at.millis)
        query.bind(3, line.at.how)
        query.bind(4, line.event.actor)
        query.bind(5, line.event.device)
        query.bind(6, line.event.action.rawValue)
        query.bind(7, line.event.subject)
        query.bind(8, CanonicalCBOR.encode(.map(line.event.detail)))
        query.bind(9, line.month)
        query.bind(10, line.sealedWords)
        query.bind(11, link)
        try query.run()
        head = Head(position: line.position, link: link)
    }

    private func monthKey(_ db: Database, _ month: String, _ now: WallTime) throws -> [UInt8] {
        if let known = monthKeys[month] { return known }
        let query = try Query(db, "SELECT wrapped FROM trail_key WHERE month = ?")
        query.bind(1, month)
        let wrapped = try query.step() ? query.blob(0) : nil
        query.reset()
        let key = try wrapped.map { try keys.unwrap($0, label: TrailLine.keyLabel(month)) } ?? keys.randomBytes(32)
        if wrapped == nil {
            let insert = try Query(db, "INSERT INTO trail_key (month, wrapped) VALUES (?, ?)")
            insert.bind(1, month)
            insert.bind(2, try keys.wrap(key, label: TrailLine.keyLabel(month)))
            try insert.run()
            try Self.expire(db, now)
        }
        monthKeys[month] = key
        return key
    }

    /// Destroys the keys of months that are over. A clock that nobody attested destroys nothing.
    @discardableResult
    static func expire(_ db: Database, _ now: WallTime) throws -> Int {
        guard now.trust == .attested else { return 0 }
        let today = now.localDay
        let months = today.year * 12 + today.month - 1 - monthsKept
        let oldest = String(String(10_000 + months / 12).dropFirst()) + "-" + String(String(101 + months % 12).dropFirst())
        let query = try Query(db, "DELETE FROM trail_key WHERE month < ?")
        query.bind(1, oldest)
        try query.run()
        return db.changesCount
    }
}

/// A line with what the chain covers.
struct TrailLine {
    var position: Int64
    var at: WallTime
    var event: TrailEvent
    var month: String?
    var sealedWords: [UInt8]?

    static func keyLabel(_ month: String) -> String { "trail \(month)" }

    /// The bytes whose BLAKE2b-256 is the link.
    func bytes(site: UUIDv7, previous: [UInt8]) -> [UInt8] {
        Array("kinbox trail 1".utf8) + previous + CanonicalCBOR.encode(.list([
            .bytes(site.bytes), .int(position), .int(at.millis), .int(Int64(at.how)),
            event.actor.map { .bytes($0.bytes) } ?? .null, event.device.map { .bytes($0.bytes) } ?? .null,
            .text(event.action.rawValue), event.subject.map { .bytes($0.bytes) } ?? .null, .map(event.detail),
            month.map(Value.text) ?? .null, sealedWords.map(Value.bytes) ?? .null,
        ]))
    }
}
