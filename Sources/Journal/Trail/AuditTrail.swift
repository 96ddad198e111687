public import Foundations
import GRDB

/// The second chain: who looked at what, searched, exported, signed in, changed rights. Only auditors read it; who
/// asks for it must be checked by the caller.
public struct AuditTrail: Sendable {
    let journal: JournalStore

    /// Buffers the event; it is durable within a second. Never waits, never fails.
    public func note(_ event: TrailEvent) { journal.trailBuffer.add(event) }

    /// Returns when the event is durable where its action demands that (exports, break-glass, rights); otherwise
    /// at once. What must be durable and is not, throws: then the person must not get what they asked for.
    public func log(_ event: TrailEvent) async throws(JournalError) {
        note(event)
        if event.action.isSynchronous { try await journal.flushTrail() }
    }

    /// The same for threads that may block.
    public func logAndWait(_ event: TrailEvent) throws(JournalError) {
        note(event)
        if event.action.isSynchronous { try journal.alone(for: .audit) { _, _ in } }
    }

    /// What to read; nil means any.
    public struct Filter: Sendable {
        public var actor: UUIDv7?
        public var subject: UUIDv7?
        public var action: TrailAction?
        public var from: Int64?
        public var to: Int64?
        /// Any of these, beside the one of each above. An empty list is met by nothing. At most `mostOfOne` of each count.
        public var actors: [UUIDv7]?
        public var subjects: [UUIDv7]?
        public var actions: [TrailAction]?

        public static let mostOfOne = 500

        /// `from` and `to` are Unix milliseconds, both included.
        public init(actor: UUIDv7? = nil, subject: UUIDv7? = nil, action: TrailAction? = nil, from: Int64? = nil, to: Int64? = nil) {
            self.actor = actor
            self.subject = subject
            self.action = action
            self.from = from
            self.to = to
        }
    }

    /// Newest first, before position `before`. Blocks; what was noted within the last second may be missing.
    public func read(_ filter: Filter = Filter(), before: Int64? = nil, limit: Int = 100) throws(JournalError) -> [TrailRow] {
        try journal.read { db in
            var conditions = ["position < ?1"]
            if filter.actor != nil { conditions.append("actor = ?2") }
            if filter.subject != nil { conditions.append("subject = ?3") }
            if filter.action != nil { conditions.append("action = ?4") }
            if filter.from != nil { conditions.append("at >= ?5") }
            if filter.to != nil { conditions.append("at <= ?6") }
            var last = 7
            func among(_ column: String, _ count: Int?) {
                guard let count else { return }
                conditions.append(count == 0 ? "0" : "\(column) IN (\((1...count).map { "?\(last + $0)" }.joined(separator: ", ")))")
                last += count
            }
            let actors = filter.actors.map { $0.prefix(Filter.mostOfOne) }, subjects = filter.subjects.map { $0.prefix(Filter.mostOfOne) }
            among("actor", actors?.count)
            among("subject", subjects?.count)
            among("action", filter.actions?.count)
            let query = try Query(db, """
                SELECT \(TrailTable.columns) FROM trail WHERE \(conditions.joined(separator: " AND "))
                ORDER BY position DESC LIMIT ?7
                """)
            query.bind(1, before ?? .max)
            query.bind(2, filter.actor)
            query.bind(3, filter.subject)
            query.bind(4, filter.action?.rawValue)
            query.bind(5, filter.from)
            query.bind(6, filter.to)
            query.bind(7, limit)
            var place: Int32 = 7
            for id in (actors ?? []) + (subjects ?? []) {
                place += 1
                query.bind(place, id)
            }
            for action in filter.actions ?? [] {
                place += 1
                query.bind(place, action.rawValue)
            }
            defer { query.reset() }
            var lines: [TrailLine] = []
            while try query.step() { lines.append(try TrailTable.line(query).0) }
            return try lines.map { line in
                var event = line.event
                event.words = try words(db, line)
                return TrailRow(position: line.position, at: line.at, event: event)
            }
        }
    }

    /// Destroys the keys of search words of months that are over; nothing on a clock that nobody attested.
    /// Returns how many months.
    @discardableResult
    public func expireSearchWords() throws(JournalError) -> Int {
        let expired = Answer<Int>()
        try journal.alone { [time = journal.time] db, _ in expired.put(.success(try TrailWriter.expire(db, time.now()))) }
        return try expired.take().get()
    }

    private func words(_ db: Database, _ line: TrailLine) throws -> String? {
        guard let month = line.month, let sealed = line.sealedWords else { return nil }
        let query = try Query(db, "SELECT wrapped FROM trail_key WHERE month = ?")
        query.bind(1, month)
        defer { query.reset() }
        guard try query.step() else { return nil }
        let key = try journal.keys.unwrap(query.blob(0), label: TrailLine.keyLabel(month))
        return String(decoding: try journal.keys.open(sealed, key: key, associated: Array(month.utf8)), as: UTF8.self)
    }
}
