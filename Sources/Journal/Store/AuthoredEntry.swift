import Foundations

/// The part of an authored entry that stays readable when its scope's key is gone.
struct EntryHeader: Hashable {
    var id: UUIDv7
    var device: UUIDv7
    var deviceSeq: Int
    var at: WallTime
    var scope: Scope
    var record: UUIDv7
    /// The version the author saw; 0 where there was no record.
    var base: Int
    var save: UUIDv7
    var clock: HybridTimestamp
}

/// The sealed part: what would tell something after an erasure.
struct EntryPayload: Hashable {
    var kind: String
    /// Text, so that operations of a newer version pass through untouched.
    var op: String
    var actor: UUIDv7
    var formVersion: Int
    /// The form's fields, and the envelope's under names that begin with `@`.
    var fields: [String: Value]
}

/// Bytes of an authored entry: a CBOR array of the header's eleven items and the sealed payload, whose associated
/// data is everything before it. Never re-encoded after it was made. Spec: docs/formats/journal.md.
enum AuthoredEntry {
    static let version: UInt64 = 1
    static let maximumBytes = 2 << 20

    static func encode(_ header: EntryHeader, _ payload: EntryPayload, seal: (_ plain: [UInt8], _ associated: [UInt8]) throws -> [UInt8]) rethrows -> [UInt8] {
        var writer = CBORWriter(capacity: 512)
        writer.array(12)
        writer.unsigned(version)
        writer.identifier(header.id)
        writer.identifier(header.device)
        writer.int(Int64(header.deviceSeq))
        writer.array(3)
        writer.int(header.at.millis)
        writer.int(Int64(header.at.offsetMinutes))
        writer.unsigned(UInt64(header.at.trust.number))
        writer.unsigned(UInt64(header.scope.kind.number))
        writer.identifier(header.scope.id)
        writer.identifier(header.record)
        writer.int(Int64(header.base))
        writer.identifier(header.save)
        writer.unsigned(header.clock.rawValue)
        writer.byteString(try seal(encode(payload), writer.bytes))
        return writer.bytes
    }

    static func encode(_ payload: EntryPayload) -> [UInt8] {
        var writer = CBORWriter(capacity: 384)
        writer.array(5)
        writer.text(payload.kind)
        writer.text(payload.op)
        writer.identifier(payload.actor)
        writer.int(Int64(payload.formVersion))
        writer.fields(payload.fields)
        return writer.bytes
    }

    /// The header, the payload's associated data, and the sealed payload.
    static func decode(_ bytes: [UInt8]) throws(CodingFault) -> (header: EntryHeader, associated: [UInt8], sealed: [UInt8]) {
        var reader = try CBORReader(bytes, limits: .init(bytes: maximumBytes))
        guard try reader.array() == 12, try reader.unsigned() == version else { throw .unsupported(at: 0) }
        let id = try reader.identifier()
        let device = try reader.identifier()
        let deviceSeq = try reader.int()
        guard try reader.array() == 3 else { throw .unexpected(at: reader.position) }
        let millis = try reader.int()
        let offset = try reader.int()
        let trust = ClockTrust(number: try reader.int())
        let kind = ScopeKind(number: try reader.int())
        let scope = try reader.identifier()
        let record = try reader.identifier()
        let base = try reader.int()
        let save = try reader.identifier()
        let clock = HybridTimestamp(rawValue: try reader.unsigned())
        let associated = Array(bytes[..<reader.position])
        let sealed = try reader.byteString()
        try reader.end()
        guard let trust, let kind, abs(offset) <= 1440 else { throw .unexpected(at: 0) }
        let at = WallTime(millis: millis, offsetMinutes: Int(offset), trust: trust)
        return (EntryHeader(id: id, device: device, deviceSeq: Int(deviceSeq), at: at, scope: Scope(kind, scope),
                            record: record, base: Int(base), save: save, clock: clock), associated, sealed)
    }

    static func decodePayload(_ bytes: [UInt8]) throws(CodingFault) -> EntryPayload {
        var reader = try CBORReader(bytes, limits: .init(bytes: maximumBytes))
        guard try reader.array() == 5 else { throw .unsupported(at: 0) }
        let payload = EntryPayload(kind: try reader.text(), op: try reader.text(), actor: try reader.identifier(),
                                   formVersion: Int(try reader.int()), fields: try reader.fields())
        try reader.end()
        return payload
    }
}

extension ClockTrust {
    var number: Int {
        switch self {
        case .unset: 0
        case .machine: 1
        case .attested: 2
        }
    }

    init?(number: Int64) {
        switch number {
        case 0: self = .unset
        case 1: self = .machine
        case 2: self = .attested
        default: return nil
        }
    }
}

extension ScopeKind {
    var number: Int {
        switch self {
        case .dossier: 0
        case .family: 1
        case .notification: 2
        case .provider: 3
        case .site: 4
        }
    }

    init?(number: Int64) {
        switch number {
        case 0: self = .dossier
        case 1: self = .family
        case 2: self = .notification
        case 3: self = .provider
        case 4: self = .site
        default: return nil
        }
    }
}

extension WallTime {
    /// Offset and trust in one small integer, for a column.
    var how: Int { (offsetMinutes + 1440) * 4 + trust.number }

    init?(millis: Int64, how: Int64) {
        guard how >= 0, let trust = ClockTrust(number: how & 3) else { return nil }
        self.init(millis: millis, offsetMinutes: Int(how >> 2) - 1440, trust: trust)
    }
}
