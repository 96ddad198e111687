import GRDB
public import Journal
import Matching
import Synchronization

/// Mints the box's case numbers one after another.
///
/// It keeps no file of its own: the first call looks for where the used counters end, by doubling and halving, and
/// from there counters are tried upwards; a number that a case of the store has already (made before a restart, by a
/// device, by an import) is passed over. A counter is handed out once in
/// the life of the process, so two saves at the same moment get different numbers; one whose save is then refused
/// stays unused.
public final class CaseNumberMint: Sendable {
    private let space: CaseNumberSpace
    private let isTaken: @Sendable (CaseNumber) throws -> Bool
    /// Nothing until the first call has found where to begin.
    private let next: Mutex<UInt32?>

    /// - Parameters:
    ///   - start: where to begin; nil looks for it.
    ///   - isTaken: whether a case with this number is in the store. May block.
    public init(space: CaseNumberSpace, start: UInt32? = nil, isTaken: @escaping @Sendable (CaseNumber) throws -> Bool) {
        self.space = space
        self.isTaken = isTaken
        next = Mutex(start.map { $0 % CaseNumberSpace.capacity })
    }

    /// For the cases of a journal.
    public convenience init(space: CaseNumberSpace, journal: JournalStore) {
        self.init(space: space) { number in
            guard let key = NameFolding.number(number.description) else { return false }
            return try journal.read { try !Lookup.find($0, .caseByNumber, key: .text(key), limit: 1).isEmpty }
        }
    }

    /// A number that no case has. Starts over at 0 behind the last counter.
    public func mint() throws -> CaseNumber {
        while true {
            let counter = try next.withLock { next in
                let counter = try next ?? firstFree()
                next = (counter + 1) % CaseNumberSpace.capacity
                return counter
            }
            guard let number = space.number(counter) else { continue }
            if try !isTaken(number) { return number }
        }
    }

    /// A counter behind which few or none are used. Counters are handed out in order, so nearly all below the end are
    /// taken and nearly all above are free; `mint` still asks for each.
    private func firstFree() throws -> UInt32 {
        func taken(_ counter: UInt32) throws -> Bool { try space.number(counter).map(isTaken) ?? false }
        guard try taken(0) else { return 0 }
        var low: UInt32 = 0, high: UInt32 = 1
        while try taken(high) { (low, high) = (high, high * 2) }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if try taken(middle) { low = middle } else { high = middle }
        }
        return high
    }
}
