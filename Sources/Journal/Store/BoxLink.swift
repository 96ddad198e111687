import Foundations

/// The place that this box gives an entry: its link in the hash chain.
struct BoxLink {
    var site: UUIDv7
    var epoch: Epoch
    var seq: Int64
    var previous: [UInt8]
    var received: WallTime
    var hlc: HybridTimestamp
    var digest: [UInt8]

    /// The bytes whose BLAKE2b-256 is the link; fixed layout, big-endian.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(160)
        bytes += Array("kinbox link 1".utf8)
        bytes += site.bytes
        bytes.append(bigEndian: UInt64(epoch.counter))
        bytes += epoch.tag
        bytes.append(bigEndian: UInt64(bitPattern: seq))
        bytes += previous
        bytes.append(bigEndian: UInt64(bitPattern: received.millis))
        bytes.append(bigEndian: UInt64(received.how))
        bytes.append(bigEndian: hlc.rawValue)
        bytes += digest
        return bytes
    }

    /// What stands before the first entry of the first epoch.
    static let origin = [UInt8](repeating: 0, count: 32)
}

/// A life of the journal between two restores: a counter that rises, and 8 random bytes so that two restores of one
/// backup never share an epoch.
struct Epoch: Hashable {
    var counter: Int
    var tag: [UInt8]
    var firstPosition: Int64
}

extension [UInt8] {
    mutating func append(bigEndian value: UInt64) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
