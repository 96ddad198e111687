import Foundations

/// Who set a value, with what is needed to tell whether another author knew of it.
struct Stamp: Hashable {
    var clock: HybridTimestamp
    var entry: UUIDv7
    var actor: UUIDv7
    var device: UUIDv7
    var deviceSeq: Int
    var at: WallTime
    /// The record version that the entry made here.
    var version: Int
    /// The version its author saw, never above what this box had then.
    var base: Int
    /// True where the entry arrived after a younger one of the same device.
    var late: Bool
}

extension Stamp {
    /// Whether this entry's author knew of `other`: by its base version, or because the same device wrote it before.
    /// Misses only what a latecomer's own device saw of it; `Refold` knows that.
    func saw(_ other: Stamp) -> Bool {
        other.version <= base || (other.device == device && other.deviceSeq < deviceSeq)
    }

    /// Whether `entries`, which arrived before, hold a younger one of the same device.
    static func isLate(device: UUIDv7, _ deviceSeq: Int, after entries: [AppliedEntry]) -> Bool {
        entries.contains { $0.stamp.device == device && $0.stamp.deviceSeq > deviceSeq }
    }
}
