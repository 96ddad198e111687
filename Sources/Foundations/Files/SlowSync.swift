import Glibc
import Synchronization

/// Adds a delay to each sync of a file, as a slow disk does; for measuring group commit.
public final class SlowSync: DiskObserver {
    private let microseconds: Atomic<UInt32>

    public init(milliseconds: UInt32) { microseconds = Atomic(milliseconds * 1000) }

    public func setDelay(milliseconds: UInt32) { microseconds.store(milliseconds * 1000, ordering: .relaxed) }

    public func before(_ operation: DiskOperation) -> Int32 {
        if case .sync = operation {
            let delay = microseconds.load(ordering: .relaxed)
            if delay > 0 { usleep(delay) }
        }
        return 0
    }

    public func after(_ operation: DiskOperation) {}
}
