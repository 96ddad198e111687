import Foundation
import FormEngine
import Foundations
@testable import Demo

/// The demo's files as the repository holds them, and a fixed present.
enum DemoSupport {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "assets")
    /// 2026-11-21 12:00 UTC.
    static let now: Int64 = 1_795_262_400_000

    static func assets() throws -> DemoAssets {
        try DemoAssets { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }

    static func district(_ children: Int, seed: UInt64 = 1) throws -> DemoDistrict {
        DemoDistrict(options: DemoOptions(children: children, seed: seed, now: now), assets: try assets())
    }

    static func forms() throws -> [String: FormDefinition] {
        var forms: [String: FormDefinition] = [:]
        let base = folder.appending(path: "standard/forms")
        for name in try FileManager.default.contentsOfDirectory(atPath: base.path) {
            func sheet(_ sheet: String) throws -> String {
                try String(contentsOf: base.appending(path: "\(name)/\(sheet).csv"), encoding: .utf8)
            }
            forms[name] = try FormDefinition.read(survey: sheet("survey"), choices: sheet("choices"), settings: sheet("settings"))
        }
        return forms
    }

    /// Sixty-four bits over everything a bundle says (FNV-1a).
    static func digest(_ district: DemoDistrict, bundles: Int = .max) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        for bundle in district.prefix(bundles) {
            for save in bundle.saves {
                add(save.id.bytes); add(save.actor.bytes); add(save.device.bytes)
                add("\(save.at)".utf8)
                for entry in save.entries {
                    add(entry.id.bytes); add(entry.record.bytes)
                    add("\(entry.op) \(entry.form) \(entry.base ?? 0) \(entry.envelope)".utf8)
                    add(CanonicalCBOR.encode(.map(entry.fields)))
                }
            }
        }
        return hash
    }

    static let around = SessionSurroundings(now: Double(now))

    static func answer(_ value: Value) -> FormAnswer {
        switch value {
        case .null: .null
        case .bool(let bool): .bool(bool)
        case .int(let int): .int(int)
        case .decimal(let text): .decimal(text)
        case .text(let text): .text(text)
        case .list(let list): .list(list.compactMap(\.text))
        case .bytes, .map: .other
        }
    }
}

/// A record as its entries leave it.
struct DemoRecord {
    var form: String
    var dossier: UUIDv7?
    var parent: UUIDv7?
    var owner: UUIDv7?
    var team: UUIDv7?
    var status: String?
    var fields: [String: Value]
    var version = 1
    var created: Int64
}

/// All records of a district, folded the plain way: later entries win.
struct DemoLedger {
    var records: [UUIDv7: DemoRecord] = [:]
    var entries = 0
    var children = 0

    init(_ district: DemoDistrict) {
        for bundle in district { apply(bundle) }
    }

    init() {}

    mutating func apply(_ bundle: DemoBundle) {
        children += bundle.children
        for save in bundle.saves {
            for entry in save.entries {
                entries += 1
                if entry.op == .create {
                    records[entry.record] = DemoRecord(
                        form: entry.form, dossier: entry.dossier, parent: entry.parent, owner: entry.envelope.owner, team: entry.envelope.team,
                        status: entry.envelope.status, fields: entry.fields, created: save.at)
                } else {
                    records[entry.record]?.fields.merge(entry.fields) { $1 }
                    records[entry.record]?.version += 1
                    if let status = entry.envelope.status { records[entry.record]?.status = status }
                }
            }
        }
    }

    func all(_ form: String) -> [(id: UUIDv7, record: DemoRecord)] {
        records.compactMap { $0.value.form == form ? (id: $0.key, record: $0.value) : nil }
    }

    func count(_ form: String) -> Int { records.values.reduce(0) { $0 + ($1.form == form ? 1 : 0) } }
}
