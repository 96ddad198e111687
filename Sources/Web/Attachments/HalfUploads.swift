import Casework
import Foundations
import Journal
import Synchronization

/// Attachments that come in pieces, between the requests that bring them. What is here is sealed on the disk under keys that only this process
/// knows: after a restart it is gone, and the sender begins anew. Each belongs to one person; to all others it is not there.
final class HalfUploads: Sendable {
    static let mostOfOne = 12, mostOfAll = 100
    /// Bytes of all together.
    static let mostBytes = 1 << 30
    /// One that nobody continued for so long is dropped.
    static let idleNanos: UInt64 = 3_600_000_000_000

    enum Loan {
        /// To be given back by `giveBack` or `drop`.
        case lent(AttachmentIntake)
        /// It has ended already: the answer that was given then.
        case ended(AttachmentReference)
        /// Another request brings a piece of it at this moment.
        case busy
        /// Not there, or not this person's.
        case missing
    }

    private struct Half {
        let person: UUIDv7
        let intake: AttachmentIntake
        var received = 0
        var touched: UInt64
        var isLent = false
        var reference: AttachmentReference?
    }

    private let halves = Mutex<[UUIDv7: Half]>([:])

    /// Nil where this person, or everybody together, has too many on their way.
    func begin(_ intake: AttachmentIntake, of person: UUIDv7, now: UInt64) -> UUIDv7? {
        halves.withLock { halves in
            Self.expire(&halves, now)
            guard halves.count < Self.mostOfAll, halves.count(where: { $0.value.person == person && $0.value.reference == nil }) < Self.mostOfOne,
                  halves.reduce(0, { $0 + $1.value.received }) < Self.mostBytes else { return nil }
            halves[intake.plan.id] = Half(person: person, intake: intake, touched: now)
            return intake.plan.id
        }
    }

    func lend(_ id: UUIDv7, to person: UUIDv7, now: UInt64) -> Loan {
        halves.withLock { halves in
            Self.expire(&halves, now)
            guard let half = halves[id], half.person == person else { return .missing }
            if let reference = half.reference { return .ended(reference) }
            if half.isLent { return .busy }
            halves[id]?.isLent = true
            return .lent(half.intake)
        }
    }

    func giveBack(_ id: UUIDv7, received: Int, ended reference: AttachmentReference? = nil, now: UInt64) {
        halves.withLock { halves in
            halves[id]?.isLent = false
            halves[id]?.received = reference == nil ? received : 0
            halves[id]?.touched = now
            halves[id]?.reference = reference
        }
    }

    func drop(_ id: UUIDv7) { halves.withLock { _ = $0.removeValue(forKey: id) } }

    func forgetAll() { halves.withLock { $0 = [:] } }

    private static func expire(_ halves: inout [UUIDv7: Half], _ now: UInt64) {
        halves = halves.filter { $0.value.isLent || now < $0.value.touched + idleNanos }
    }
}
