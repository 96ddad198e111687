import Foundations

/// All sessions of the box as a pure state machine: time and secrets come in from outside, nothing waits.
/// Bounded: the oldest session of a person gives way after `perPerson`, the longest idle of all after `total`.
struct SessionTable: Sendable {
    static let perPerson = 10
    let total: Int
    /// Ended sessions remembered so that the next request can be told why.
    static let remembered = 1_000

    private var live: [[UInt8]: Session] = [:]
    private var ended: [[UInt8]: SessionEnd] = [:]
    private var endedOrder: [[UInt8]] = []

    init(total: Int = 5_000) { self.total = total }

    var count: Int { live.count }

    mutating func open(digest: [UInt8], session: Session) {
        let mine = live.filter { $0.value.person == session.person }
        if mine.count >= Self.perPerson, let oldest = mine.min(by: { $0.value.lastNanos < $1.value.lastNanos }) {
            end(oldest.key, .replaced)
        }
        if live.count >= total, let oldest = live.min(by: { $0.value.lastNanos < $1.value.lastNanos }) {
            end(oldest.key, .replaced)
        }
        live[digest] = session
    }

    /// Finds the session of a request and counts the request as activity unless `quiet` (a background poll
    /// must not keep a forgotten screen open).
    mutating func use(digest: [UInt8], at nanos: UInt64, quiet: Bool) -> Result<Session, SessionEndFault> {
        guard var session = live[digest] else { return .failure(SessionEndFault(why: ended[digest] ?? .unknown)) }
        if nanos >= session.endsNanos {
            let old = nanos >= session.beganNanos &+ UInt64(session.limits.absolute) * 1_000_000_000
            end(digest, old ? .absolute : .idle)
            return .failure(SessionEndFault(why: old ? .absolute : .idle))
        }
        if !quiet { session.lastNanos = max(session.lastNanos, nanos) }
        live[digest] = session
        return .success(session)
    }

    mutating func end(_ digest: [UInt8], _ why: SessionEnd) {
        guard live.removeValue(forKey: digest) != nil else { return }
        ended[digest] = why
        endedOrder.append(digest)
        if endedOrder.count > Self.remembered { ended[endedOrder.removeFirst()] = nil }
    }

    /// Ends every session of a person, except the one given. Answers how many.
    mutating func endAll(of person: UUIDv7, except kept: UUIDv7?, _ why: SessionEnd) -> Int {
        let gone = live.filter { $0.value.person == person && $0.value.id != kept }.map(\.key)
        for digest in gone { end(digest, why) }
        return gone.count
    }

    mutating func end(id: UUIDv7, of person: UUIDv7) -> Bool {
        guard let found = live.first(where: { $0.value.id == id && $0.value.person == person }) else { return false }
        end(found.key, .signedOut)
        return true
    }

    /// The living sessions of a person, last used first.
    func list(of person: UUIDv7, at nanos: UInt64) -> [Session] {
        live.values.filter { $0.person == person && nanos < $0.endsNanos }.sorted { $0.lastNanos > $1.lastNanos }
    }

    /// Drops what has ended by time; called now and then so that idle sessions do not stay in memory.
    mutating func sweep(at nanos: UInt64) {
        for (digest, session) in live where nanos >= session.endsNanos {
            let old = nanos >= session.beganNanos &+ UInt64(session.limits.absolute) * 1_000_000_000
            end(digest, old ? .absolute : .idle)
        }
    }
}

struct SessionEndFault: Error, Equatable {
    let why: SessionEnd
}
