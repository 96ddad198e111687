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
    var base: Int
    /// True where the entry arrived after a younger one of the same device.
    var late: Bool
}

/// Where an entry of a record stands in its device's order and in this box's.
struct Lineage: Hashable {
    var device: UUIDv7
    var deviceSeq: Int
    var version: Int
    var clock: HybridTimestamp
}

extension Stamp {
    /// Whether this entry's author knew of `other`: by its base version, or because the same device wrote it before,
    /// or because it saw something that the other's device wrote after it. `lineage` is asked only for latecomers.
    func saw(_ other: Stamp, lineage: () throws -> [Lineage]) rethrows -> Bool {
        if other.version <= base { return true }
        if other.device == device { return other.deviceSeq < deviceSeq }
        guard other.late else { return false }
        return try lineage().contains {
            $0.device == other.device && $0.deviceSeq > other.deviceSeq && $0.version <= base
        }
    }
}
