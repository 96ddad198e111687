import Foundations
import GRDB

/// The highest number that each device has used, written once per transaction.
struct DeviceCounters {
    private var last: [UUIDv7: Int] = [:]
    private var dirty: Set<UUIDv7> = []

    /// The number for a new entry: the given one, or the next. `late` where a higher one was seen before.
    mutating func take(_ db: Database, _ device: UUIDv7, given: Int?) throws -> (number: Int, late: Bool) {
        let highest = try last[device] ?? Self.read(db, device)
        let number = given ?? highest + 1
        if last.count > 4096, dirty.isEmpty { last = [:] }
        last[device] = max(highest, number)
        if number > highest { dirty.insert(device) }
        return (number, number <= highest)
    }

    mutating func flush(_ db: Database) throws {
        for device in dirty {
            let query = try Query(db, "INSERT OR REPLACE INTO device (id, last_seq) VALUES (?, ?)")
            query.bind(1, device)
            query.bind(2, last[device] ?? 0)
            try query.run()
        }
        dirty = []
    }

    /// The highest number that the store knows of; 0 for none.
    static func read(_ db: Database, _ device: UUIDv7) throws -> Int {
        let query = try Query(db, "SELECT last_seq FROM device WHERE id = ?")
        query.bind(1, device)
        defer { query.reset() }
        return try query.step() ? Int(query.int(0)) : 0
    }
}
