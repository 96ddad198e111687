import Foundations

/// Seals one change as an entry and folds it into its record. Knows neither the database nor the chain, so it may run
/// on any thread.
struct EntryMaker {
    let keys: any JournalKeys

    /// An entry that has no place in the chain yet.
    struct Made {
        var id: UUIDv7
        /// The record version that it makes.
        var version: Int
        var authored: [UInt8]
        var digest: [UInt8]
        /// The payload's key, sealed under the scope's.
        var payloadKey: [UInt8]
        var applied: AppliedEntry
    }

    /// `state` is the record before the entry and becomes the one after it. `history` gives all entries before it; it is
    /// asked only where the record's heads do not tell.
    func make(_ change: Change, of save: Save, number: Int, late: Bool, received: WallTime, scopeKey: [UInt8],
              into state: inout RecordState, history: () throws -> [AppliedEntry]) throws -> Made {
        let before = state.version
        var stamp = Stamp(clock: .zero, entry: change.id, actor: save.actor, device: save.device, deviceSeq: number,
                          at: save.at, version: before + 1, base: min(change.base ?? before, before), late: false)
        if late { stamp.late = Stamp.isLate(device: save.device, number, after: try history()) }
        stamp.clock = Self.authoredClock(change, save, received)
        let seen = stamp.base < before ? try history().filter { stamp.saw($0.stamp) }.map(\.stamp.clock).max() : state.updated
        if let seen, stamp.clock <= seen { stamp.clock = seen.next }

        let header = EntryHeader(id: change.id, device: save.device, deviceSeq: number, at: save.at, scope: change.scope,
                                 record: change.record, base: change.base ?? before, save: save.id, clock: stamp.clock)
        let payload = EntryPayload(kind: change.kind, op: change.op.rawValue, actor: save.actor, formVersion: change.formVersion,
                                   fields: change.allFields)
        let payloadKey = keys.randomBytes(32)
        let authored = try AuthoredEntry.encode(header, payload) { try keys.seal($0, key: payloadKey, associated: $1) }
        guard authored.count <= AuthoredEntry.maximumBytes else { throw JournalError.badChange("larger than 2 MiB") }
        let applied = AppliedEntry(stamp: stamp, op: payload.op, kind: payload.kind, formVersion: payload.formVersion, fields: payload.fields)
        try state.apply(applied, history: history)
        return Made(id: change.id, version: stamp.version, authored: authored, digest: keys.blake2b256(authored),
                    payloadKey: try keys.seal(payloadKey, key: scopeKey, associated: EntryTable.keyLabel(change.id)), applied: applied)
    }

    /// The author's clock, or the time of the save; no further ahead of this box than a day.
    private static func authoredClock(_ change: Change, _ save: Save, _ received: WallTime) -> HybridTimestamp {
        let claimed = change.clock ?? HybridTimestamp(millis: max(0, save.at.millis))
        guard received.trust != .unset else { return claimed }
        return min(claimed, HybridTimestamp(millis: received.millis + HybridClock.leap))
    }
}
