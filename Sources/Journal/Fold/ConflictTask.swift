import Foundations

/// The task that stands open while authors disagree about fields of a record. It is derived from the record's
/// heads, so it appears, changes and goes in the same transaction and is the same after any rebuild.
enum ConflictTask {
    static let kind = "conflict_task"

    /// The same record always gets the same task.
    static func id(for record: UUIDv7, _ keys: any JournalKeys) -> UUIDv7 {
        UUIDv7.derived(from: keys.blake2b256(Array("kinbox conflict task".utf8) + record.bytes)) ?? record
    }

    /// Nil where nothing is in dispute. Its number is the record's, negated.
    static func state(for target: RecordState, id: UUIDv7) -> RecordState? {
        let names = target.conflicts
        guard let first = names.first, let newest = names.compactMap({ target.heads[$0]?.first?.stamp }).max(by: {
            ($0.clock, $0.entry) < ($1.clock, $1.entry)
        }) else { return nil }
        var task = RecordState(id: id, number: -target.number, kind: kind, scope: target.scope, scopeNumber: target.scopeNumber)
        task.formVersion = 1
        task.version = target.version
        task.updated = newest.clock
        func set(_ name: String, _ value: Value) { task.heads[name] = [Head(stamp: newest, value: value)] }
        set("target", .text(target.id.description))
        set("target_kind", .text(target.kind))
        set("field", .text(first))
        set("conflicting_fields", .list(names.map(Value.text)))
        set("sides", .map(Dictionary(uniqueKeysWithValues: names.map { ($0, sides(target.heads[$0] ?? [])) })))
        set(Reserved.status, "open")
        set(Reserved.parent, .bytes(target.id.bytes))
        for name in [Reserved.owner, Reserved.team, Reserved.place, Reserved.agency, Reserved.sensitivity, Reserved.dossier] {
            if let value = target.shown(name) { set(name, value) }
        }
        return task
    }

    private static func sides(_ heads: [Head]) -> Value {
        .list(heads.map { head in
            .map(["value": head.value, "entry": .text(head.stamp.entry.description),
                  "actor": .text(head.stamp.actor.description), "device": .text(head.stamp.device.description),
                  "at": .text(head.stamp.at.iso8601)])
        })
    }
}
