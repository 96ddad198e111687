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
        var lastSave: UUIDv7?
        var signatures = SignatureCheck(keys, site)
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
            let digest = keys.blake2b256(row.authored)
            try signatures.take(db, position, digest, &report)
            let link = BoxLink(site: site, epoch: epoch ?? Epoch(counter: row.epoch, tag: [], firstPosition: 0), seq: row.seq,
                               previous: previous, received: row.received, hlc: row.hlc, digest: digest)
            if keys.blake2b256(link.bytes) != row.link { report.fault("link-broken", "the chain is broken here", position: position) }
            previous = row.link
            try checkHeader(row, scopes, present, &lastSave, &report)
            report.entries += 1
            if position % 4096 == 0 { progress(position) }
        }
        try signatures.finish(db, &report)
        report.head = previous.hex
    }

    private func checkHeader(_ row: EntryRow, _ scopes: Query, _ present: Query, _ lastSave: inout UUIDv7?,
                             _ report: inout VerifyReport) throws {
        guard let header = try? AuthoredEntry.decode(row.authored).header else {
            report.fault("entry-unreadable", "the entry's form is wrong", position: row.position)
            return
        }
        if header.save != lastSave { report.saves += 1 }
        lastSave = header.save
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
