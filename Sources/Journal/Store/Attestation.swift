import Foundations
import GRDB

/// One signature over the digests of neighbouring entries that were written in one transaction. The box's device key
/// signs for the browser sessions it serves.
enum Attestation {
    /// How many entries one signature covers at most: what must travel along to prove a single one.
    static let span = 256

    /// What is signed.
    static func message(site: UUIDv7, first: Int64, digests: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + digests.count)
        bytes += Array("kinbox entries 1".utf8)
        bytes += site.bytes
        bytes.append(bigEndian: UInt64(bitPattern: first))
        bytes.append(bigEndian: UInt64(digests.count / 32))
        return bytes + digests
    }
}

/// Digests that wait for their signature at the end of the transaction.
struct Unsigned {
    private(set) var first: Int64 = 0
    private(set) var digests: [UInt8] = []

    var count: Int { digests.count / 32 }

    mutating func add(_ digest: [UInt8], at position: Int64) {
        if digests.isEmpty { first = position }
        digests += digest
    }

    /// Forgets all but the first `count`: the save they belong to was undone.
    mutating func keep(_ count: Int) { digests.removeLast(digests.count - min(digests.count, count * 32)) }

    mutating func sign(_ db: Database, _ keys: any JournalKeys, _ site: UUIDv7) throws {
        var done = 0
        while done < digests.count {
            let part = Array(digests[done..<min(digests.count, done + Attestation.span * 32)])
            let query = try Query(db, "INSERT INTO attestation (first_position, count, signer, signature) VALUES (?, ?, ?, ?)")
            query.bind(1, first)
            query.bind(2, part.count / 32)
            query.bind(3, keys.signer)
            query.bind(4, try keys.sign(Attestation.message(site: site, first: first, digests: part)))
            try query.run()
            done += part.count
            first += Int64(part.count / 32)
        }
        digests = []
    }
}
