import Foundations

/// The `body` column: distinct stamps, and for each field its heads as (stamp index, value) pairs, winner first.
enum RecordBody {
    static func encode(_ state: RecordState) -> [UInt8] {
        let names = state.heads.keys.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        var index: [UUIDv7: Int] = [:]
        var stamps: [Stamp] = []
        for name in names {
            for head in state.heads[name] ?? [] where index[head.stamp.entry] == nil {
                index[head.stamp.entry] = stamps.count
                stamps.append(head.stamp)
            }
        }
        var writer = CBORWriter(capacity: 512)
        writer.array(3)
        writer.unsigned(1)
        writer.array(stamps.count)
        for stamp in stamps { encode(stamp, &writer) }
        writer.array(names.count * 2)
        for name in names {
            let heads = state.heads[name] ?? []
            writer.text(name)
            writer.array(heads.count * 2)
            for head in heads {
                writer.unsigned(UInt64(index[head.stamp.entry] ?? 0))
                writer.value(head.value)
            }
        }
        return writer.bytes
    }

    private static func encode(_ stamp: Stamp, _ writer: inout CBORWriter) {
        writer.array(9)
        writer.unsigned(stamp.clock.rawValue)
        writer.identifier(stamp.entry)
        writer.identifier(stamp.actor)
        writer.identifier(stamp.device)
        writer.int(Int64(stamp.deviceSeq))
        writer.int(stamp.at.millis - stamp.clock.millis)
        writer.int(Int64(stamp.at.how))
        writer.int(Int64(stamp.version))
        writer.int(Int64(stamp.base) * 2 + (stamp.late ? 1 : 0))
    }

    static func decode(_ bytes: [UInt8]) throws(CodingFault) -> [String: [Head]] {
        var reader = try CBORReader(bytes, limits: .init(bytes: 64 << 20, items: 4_000_000))
        guard try reader.array() == 3, try reader.unsigned() == 1 else { throw .unsupported(at: 0) }
        let count = try reader.array()
        var stamps: [Stamp] = []
        stamps.reserveCapacity(count)
        for _ in 0..<count { stamps.append(try decodeStamp(&reader)) }
        let names = try reader.array() / 2
        var heads: [String: [Head]] = [:]
        heads.reserveCapacity(names)
        for _ in 0..<names {
            let name = try reader.text()
            let pairs = try reader.array() / 2
            var list: [Head] = []
            list.reserveCapacity(pairs)
            for _ in 0..<pairs {
                let index = try reader.unsigned()
                guard index < UInt64(stamps.count) else { throw .unexpected(at: reader.position) }
                list.append(Head(stamp: stamps[Int(index)], value: try reader.value()))
            }
            heads[name] = list
        }
        try reader.end()
        return heads
    }

    /// What a reader sees of some fields, without a look at who gave them their values or at the others.
    /// - Parameter names: UTF-8, as `fields` spells them.
    static func shown(_ names: [[UInt8]], _ fields: [String], in bytes: [UInt8]) throws(CodingFault) -> [String: Value] {
        var reader = try CBORReader(bytes, limits: .init(bytes: 64 << 20, items: 4_000_000))
        guard try reader.array() == 3, try reader.unsigned() == 1 else { throw .unsupported(at: 0) }
        try reader.skip()
        var found: [String: Value] = [:]
        found.reserveCapacity(fields.count)
        for _ in 0..<(try reader.array() / 2) {
            guard let index = try reader.text(among: names) else {
                try reader.skip()
                continue
            }
            var values: [Value] = []
            for _ in 0..<(try reader.array() / 2) {
                try reader.skip()
                values.append(try reader.value())
            }
            if let value = RecordState.shown(fields[index], values) { found[fields[index]] = value }
        }
        try reader.end()
        return found
    }

    private static func decodeStamp(_ reader: inout CBORReader) throws(CodingFault) -> Stamp {
        guard try reader.array() == 9 else { throw .unexpected(at: reader.position) }
        let clock = HybridTimestamp(rawValue: try reader.unsigned())
        let entry = try reader.identifier()
        let actor = try reader.identifier()
        let device = try reader.identifier()
        let deviceSeq = try reader.int()
        let millis = try reader.int() &+ clock.millis
        guard let at = WallTime(millis: millis, how: try reader.int()) else { throw .unexpected(at: reader.position) }
        let version = try reader.int()
        let base = try reader.int()
        return Stamp(clock: clock, entry: entry, actor: actor, device: device, deviceSeq: Int(deviceSeq), at: at,
                     version: Int(version), base: Int(base >> 1), late: base & 1 == 1)
    }
}
