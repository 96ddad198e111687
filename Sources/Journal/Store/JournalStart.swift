import Foundations
import GRDB

/// What the store says when it is opened; a new one gets its site, key buckets and first epoch.
struct JournalStart {
    var site: UUIDv7
    var head: ChainHead
    var hlc: HybridTimestamp

    static func read(_ database: any DatabaseWriter, keys: any JournalKeys, time: any TimeSource, site: UUIDv7) throws -> JournalStart {
        try database.write { db in
            let known = try Query(db, "SELECT value FROM journal_meta WHERE name = 'site'")
            let stored = try known.step() ? UUIDv7(bytes: known.blob(0)) : nil
            known.reset()
            guard let stored else {
                try found(db, keys, time, site)
                return try read(db, site)
            }
            return try read(db, stored)
        }
    }

    private static func found(_ db: Database, _ keys: any JournalKeys, _ time: any TimeSource, _ site: UUIDv7) throws {
        try setMeta(db, "site", site.bytes)
        try setMeta(db, "projection", Array("\(ProjectionRules.version)".utf8))
        for bucket in 0..<ScopeKeys.buckets {
            let query = try Query(db, "INSERT INTO key_bucket (number, wrapped) VALUES (?, ?)")
            query.bind(1, bucket)
            query.bind(2, try keys.wrap(keys.randomBytes(32), label: ScopeKeys.bucketLabel(bucket)))
            try query.run()
        }
        try addEpoch(db, Epoch(counter: 1, tag: keys.randomBytes(8), firstPosition: 1), time.now())
    }

    static func setMeta(_ db: Database, _ name: String, _ value: [UInt8]) throws {
        let query = try Query(db, "INSERT OR REPLACE INTO journal_meta (name, value) VALUES (?, ?)")
        query.bind(1, name)
        query.bind(2, value)
        try query.run()
    }

    static func addEpoch(_ db: Database, _ epoch: Epoch, _ started: WallTime) throws {
        let query = try Query(db, "INSERT INTO epoch (counter, tag, first_position, started) VALUES (?, ?, ?, ?)")
        query.bind(1, epoch.counter)
        query.bind(2, epoch.tag)
        query.bind(3, epoch.firstPosition)
        query.bind(4, started.millis)
        try query.run()
    }

    private static func read(_ db: Database, _ site: UUIDv7) throws -> JournalStart {
        let epochs = try Query(db, "SELECT counter, tag, first_position FROM epoch ORDER BY counter DESC LIMIT 1")
        defer { epochs.reset() }
        guard try epochs.step() else { throw JournalError.damaged("no epoch") }
        let epoch = Epoch(counter: Int(epochs.int(0)), tag: epochs.blob(1), firstPosition: epochs.int(2))
        let last = try Query(db, "SELECT position, seq, epoch, link, hlc FROM entry ORDER BY position DESC LIMIT 1")
        defer { last.reset() }
        guard try last.step() else {
            return JournalStart(site: site, head: ChainHead(position: 0, epoch: epoch, seq: 0, link: BoxLink.origin), hlc: .zero)
        }
        let seq = last.int(2) == Int64(epoch.counter) ? last.int(1) : 0
        return JournalStart(site: site, head: ChainHead(position: last.int(0), epoch: epoch, seq: seq, link: last.blob(3)),
                            hlc: HybridTimestamp(rawValue: UInt64(bitPattern: last.int(4))))
    }
}
