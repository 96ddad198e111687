import Foundations
import GRDB

/// Walks the journal in order: no gap, every digest, link and signature right, every header in its place.
/// Memory does not grow with the journal.
struct ChainCheck {
    let keys: any JournalKeys
    let site: UUIDv7

    func run(_ db: Database, _ report: inout VerifyReport, progress: (Int64) -> Void) throws {
        let epochs = try epochs(db, &report)
        var previous = BoxLink.origin
        var position: Int64 = 0
        var seq: Int64 = 0
        var epoch: Epoch?
        var hlc = HybridTimestamp.zero
        var saves = SaveCheck(keys)
        let scopes = try Query(db, "SELECT kind, id, wrapped IS NULL FROM scope_key WHERE number = ?")
        let present = try Query(db, "SELECT 1 FROM record WHERE number = ?")
        let query = try Query(db, "SELECT \(EntryTable.columns) FROM entry ORDER BY position")
        defer { query.reset() }
        while try query.step() {
            let row = try EntryTable.row(query)
            position += 1
            if row.position != position {
                report.fault("entry-missing", "expected entry \(position)", position: row.position)
                position = row.position
            }
            if row.epoch != epoch?.counter || seq == 0 {
                epoch = epochs[row.epoch]
                if epoch?.firstPosition != row.position { report.fault("epoch-wrong", "epoch \(row.epoch) does not begin here", position: position) }
                seq = 0
            }
            seq += 1
            if row.seq != seq { report.fault("sequence-gap", "expected \(seq), found \(row.seq)", position: position) }
            seq = row.seq
            if row.hlc <= hlc { report.fault("clock-back", "the box clock does not rise", position: position) }
            hlc = row.hlc
            if keys.blake2b256(row.authored) != row.digest { report.fault("digest-wrong", "the entry is not what was written", position: position) }
            let link = BoxLink(site: site, epoch: epoch ?? Epoch(counter: row.epoch, tag: [], firstPosition: 0), seq: row.seq,
                               previous: previous, received: row.received, hlc: row.hlc, digest: row.digest)
            if keys.blake2b256(link.bytes) != row.link { report.fault("link-broken", "the chain is broken here", position: position) }
            previous = row.link
            try checkHeader(row, scopes, present, &report, &saves, db)
            report.entries += 1
            if position % 4096 == 0 { progress(position) }
        }
        try saves.finish(db, &report)
        report.head = previous.hex
    }

    private func checkHeader(_ row: EntryRow, _ scopes: Query, _ present: Query, _ report: inout VerifyReport,
                             _ saves: inout SaveCheck, _ db: Database) throws {
        guard let header = try? AuthoredEntry.decode(row.authored).header else {
            report.fault("entry-unreadable", "the entry's form is wrong", position: row.position)
            try saves.take(db, row.position, row.digest, nil, &report)
            return
        }
        try saves.take(db, row.position, row.digest, header.save, &report)
        if header.id != row.id { report.fault("entry-misplaced", "another entry's id", position: row.position) }
        scopes.bind(1, row.scope)
        var erased = true
        if try scopes.step() {
            erased = scopes.int(2) != 0
            if scopes.text(0) != header.scope.kind.rawValue || scopes.id(1) != header.scope.id {
                report.fault("scope-wrong", "the entry lies in another scope", position: row.position)
            }
        } else {
            report.fault("scope-missing", "scope \(row.scope)", position: row.position)
        }
        scopes.reset()
        if erased || row.payloadKey == nil {
            report.unreadableEntries += 1
            return
        }
        present.bind(1, row.record)
        if try !present.step() { report.fault("record-missing", "record \(header.record)", position: row.position, record: header.record) }
        present.reset()
    }

    private func epochs(_ db: Database, _ report: inout VerifyReport) throws -> [Int: Epoch] {
        let query = try Query(db, "SELECT counter, tag, first_position FROM epoch ORDER BY counter")
        var epochs: [Int: Epoch] = [:]
        var first: Int64 = 0
        while try query.step() {
            let epoch = Epoch(counter: Int(query.int(0)), tag: query.blob(1), firstPosition: query.int(2))
            if epoch.firstPosition < first { report.fault("epoch-wrong", "epoch \(epoch.counter) begins before the one before it") }
            first = epoch.firstPosition
            epochs[epoch.counter] = epoch
        }
        report.epochs = epochs.count
        return epochs
    }
}

/// Follows the saves beside the entries: each entry in exactly one, each save's signature over its digests.
struct SaveCheck {
    private let keys: any JournalKeys
    private var current: (first: Int64, count: Int, id: UUIDv7?, signer: [UInt8], signature: [UInt8])?
    private var digests: [[UInt8]] = []
    private var seen = 0

    init(_ keys: any JournalKeys) { self.keys = keys }

    mutating func take(_ db: Database, _ position: Int64, _ digest: [UInt8], _ save: UUIDv7?, _ report: inout VerifyReport) throws {
        if current == nil {
            let query = try Query(db, "SELECT first_position, count, id, signer, signature FROM save WHERE first_position = ?")
            query.bind(1, position)
            defer { query.reset() }
            guard try query.step() else {
                report.fault("save-missing", "no save covers this entry", position: position)
                return
            }
            current = (query.int(0), Int(query.int(1)), query.id(2), query.blob(3), query.blob(4))
            digests = []
            seen += 1
        }
        guard let save = save, let known = current else { return advance(digest, &report) }
        if save != known.id { report.fault("save-wrong", "the entry names another save", position: position) }
        advance(digest, &report)
    }

    private mutating func advance(_ digest: [UInt8], _ report: inout VerifyReport) {
        guard let known = current else { return }
        digests.append(digest)
        guard digests.count >= known.count else { return }
        let message = SaveSignature.message(save: known.id ?? UUIDv7(high: 0, low: 0), digests: digests)
        if known.signer != keys.signer || !keys.verify(known.signature, of: message, by: known.signer) {
            report.fault("signature-wrong", "the save was not signed by this site's device", position: known.first)
        }
        report.saves += 1
        current = nil
    }

    mutating func finish(_ db: Database, _ report: inout VerifyReport) throws {
        if let known = current { report.fault("save-cut-short", "entries of this save are missing", position: known.first) }
        let query = try Query(db, "SELECT count(*) FROM save")
        _ = try query.step()
        if query.int(0) != Int64(seen) { report.fault("save-surplus", "\(query.int(0)) saves stored, \(seen) belong to entries") }
        query.reset()
    }
}
