import Foundations
import GRDB

/// Walks the second chain.
struct TrailCheck {
    let keys: any JournalKeys
    let site: UUIDv7

    func run(_ db: Database, _ report: inout VerifyReport) throws {
        var previous = BoxLink.origin
        var position: Int64 = 0
        let query = try Query(db, "SELECT \(TrailTable.columns) FROM trail ORDER BY position")
        defer { query.reset() }
        while try query.step() {
            position += 1
            if query.int(0) != position {
                report.fault("trail-missing", "expected line \(position)", position: query.int(0))
                position = query.int(0)
            }
            report.trailLines += 1
            guard let (line, link) = try? TrailTable.line(query) else {
                report.fault("trail-unreadable", "the line's form is wrong", position: position)
                previous = query.blob(10)
                continue
            }
            if keys.blake2b256(line.bytes(site: site, previous: previous)) != link {
                report.fault("trail-broken", "the chain is broken here", position: position)
            }
            previous = link
        }
        report.trailHead = previous.hex
    }
}
