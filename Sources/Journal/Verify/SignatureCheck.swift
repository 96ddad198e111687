import Foundations
import GRDB

/// Follows the signatures beside the entries: each entry under exactly one, each by this site's device key.
struct SignatureCheck {
    private let keys: any JournalKeys
    private let site: UUIDv7
    private var current: (first: Int64, count: Int, signer: [UInt8], signature: [UInt8])?
    private var digests: [UInt8] = []
    private var seen = 0

    init(_ keys: any JournalKeys, _ site: UUIDv7) {
        self.keys = keys
        self.site = site
    }

    mutating func take(_ db: Database, _ position: Int64, _ digest: [UInt8], _ report: inout VerifyReport) throws {
        if current == nil {
            let query = try Query(db, "SELECT first_position, count, signer, signature FROM attestation WHERE first_position = ?")
            query.bind(1, position)
            defer { query.reset() }
            guard try query.step() else {
                report.fault("unsigned", "no signature covers this entry", position: position)
                return
            }
            current = (query.int(0), Int(query.int(1)), query.blob(2), query.blob(3))
            digests = []
            seen += 1
        }
        guard let known = current else { return }
        digests += digest
        guard digests.count / 32 >= known.count else { return }
        let message = Attestation.message(site: site, first: known.first, digests: digests)
        if known.signer != keys.signer || !keys.verify(known.signature, of: message, by: known.signer) {
            report.fault("signature-wrong", "entries from here on were not signed by this site's device", position: known.first)
        }
        current = nil
    }

    mutating func finish(_ db: Database, _ report: inout VerifyReport) throws {
        if let known = current { report.fault("signature-wrong", "entries it covers are missing", position: known.first) }
        let query = try Query(db, "SELECT count(*) FROM attestation")
        defer { query.reset() }
        _ = try query.step()
        if query.int(0) != Int64(seen) { report.fault("signature-surplus", "\(query.int(0)) signatures stored, \(seen) belong to entries") }
    }
}
