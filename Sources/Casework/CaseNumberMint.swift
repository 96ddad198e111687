import GRDB
public import Journal
import Synchronization

/// Mints the box's case numbers one after another.
///
/// It keeps no file of its own: counters are tried from a starting point upwards, and a number that a case of the
/// store has already (made before a restart, by a device, by an import) is passed over. A counter is handed out once in
/// the life of the process, so two saves at the same moment get different numbers; one whose save is then refused
/// stays unused.
public final class CaseNumberMint: Sendable {
    private let space: CaseNumberSpace
    private let isTaken: @Sendable (CaseNumber) throws -> Bool
    private let next: Mutex<UInt32>

    /// - Parameters:
    ///   - start: where to begin, best the number of cases there are, so that few are tried in vain.
    ///   - isTaken: whether a case with this number is in the store. Called outside of any lock; may block.
    public init(space: CaseNumberSpace, start: UInt32, isTaken: @escaping @Sendable (CaseNumber) throws -> Bool) {
        self.space = space
        self.isTaken = isTaken
        next = Mutex(start % CaseNumberSpace.capacity)
    }

    /// For the cases of a journal.
    public convenience init(space: CaseNumberSpace, start: UInt32 = 0, journal: JournalStore) {
        self.init(space: space, start: start) { number in
            guard let key = NameFolding.number(number.description) else { return false }
            return try journal.read { try !Lookup.find($0, .caseByNumber, key: .text(key), limit: 1).isEmpty }
        }
    }

    /// A number that no case has. Starts over at 0 behind the last counter.
    public func mint() throws -> CaseNumber {
        while true {
            let counter = next.withLock { next in
                defer { next = (next + 1) % CaseNumberSpace.capacity }
                return next
            }
            guard let number = space.number(counter) else { continue }
            if try !isTaken(number) { return number }
        }
    }
}
