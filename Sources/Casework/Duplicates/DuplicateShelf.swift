import Foundations
import Matching
import Synchronization

/// What the sweep for children who stand twice in the store has found: ids and digests in memory, made anew after each start, so that nothing
/// of it lies anywhere unsealed or has to be erased. What somebody decided about a pair is a record (`ToldApart`, `DossierMerge`). Copies of a
/// desk share it.
final class DuplicateShelf: Sendable {
    /// A child's place in the order in which a sweep goes.
    struct Place: Sendable {
        let sort: Int64
        let record: Int64
    }

    private let state = Mutex(DuplicateSweep<Place>())

    func change<T>(_ body: (inout DuplicateSweep<Place>) throws -> T) rethrows -> T { try state.withLock { try body(&$0) } }

    /// The likeliest first, those of the round under way among them.
    var ranked: [DuplicatePair] { state.withLock { $0 }.ranked }
    /// When the last whole sweep ended; nil before the first since the start.
    var ended: WallTime? { state.withLock { $0.ended } }
}
