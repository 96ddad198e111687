import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// Saving authored entries, and one record with its history.
enum Records {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/records", bodyLimit: 1 << 20) { request, _ in try await save(request, site) },
            Route(.get, "/api/v1/records/{id}") { request, path in try await show(request, path, site) },
            Route(.patch, "/api/v1/records/{id}", bodyLimit: 1 << 20) { request, path in try await amend(request, path, site) },
            Route(.get, "/api/v1/records/{id}/history") { request, path in try await history(request, path, site) },
        ]
    }

    private struct SaveBody: Decodable {
        var saveId: UUIDv7
        var entries: [EntryBody]
    }

    private struct EntryBody: Decodable {
        var id: UUIDv7
        var op: String
        var form: String
        var record: UUIDv7
        var dossier: UUIDv7?
        var parent: UUIDv7?
        var base: Int?
        var formVersion: Int?
        var at: String?
        var fields: [String: Value]
        var status: String?
    }

    private static func save(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(SaveBody.self)
        guard (1...100).contains(body.entries.count) else {
            throw Problem(status: 422, code: "too-many-entries", title: "One save holds 1 to 100 entries")
        }
        var entries: [AuthoredEntry] = []
        for entry in body.entries {
            guard let op = Op(rawValue: entry.op) else {
                throw Problem(status: 422, code: "faults", title: "One answer cannot be saved as it is",
                              faults: [Problem.Fault(entry: entry.id.description, field: "op", code: "unknown-choice")])
            }
            if let base = entry.base, !(0...Int(Int32.max)).contains(base) { throw badVersion }
            if let version = entry.formVersion, !(1...1_000_000).contains(version) { throw badVersion }
            entries.append(AuthoredEntry(
                id: entry.id, op: op, form: entry.form, record: entry.record, dossier: entry.dossier, parent: entry.parent,
                base: entry.base, formVersion: entry.formVersion, fields: entry.fields, status: entry.status))
        }
        let saved = try await caller.open.desk.save(
            AuthoredSave(id: body.saveId, entries: entries, at: site.time.now()), by: caller.author, standing: caller.standing)
        return try SaveReply(saved, at: site.time.now()).response()
    }

    private static var badVersion: Problem {
        Problem(status: 422, code: "bad-version", title: "A version number is out of range", whatIsSafe: "Nothing was changed.")
    }

    private struct AmendBody: Decodable {
        var saveId: UUIDv7
        var fields: [String: Value]
        var formVersion: Int?
    }

    private static func amend(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        guard let wanted = request.ifMatch else {
            throw Problem(status: 428, code: "if-match-missing", title: "Say in If-Match which version you saw",
                          whatIsSafe: "Nothing was changed.")
        }
        let body = try request.decodeJSON(AmendBody.self)
        if let version = body.formVersion, !(1...1_000_000).contains(version) { throw badVersion }
        let record = try caller.open.desk.record(id, for: caller.standing)
        var base: Int?
        if wanted != ["*"] {
            guard wanted.count == 1, wanted[0].hasPrefix("v"), let version = Int(wanted[0].dropFirst()), version >= 0 else { throw badVersion }
            // A later version than the current one was never seen by anybody.
            guard version <= record.version else {
                throw Problem(status: 412, code: "version-unknown", title: "There is no such version of this record",
                              whatIsSafe: "Nothing was changed.", whatToDo: "Open it again.")
            }
            base = version
        }
        // An amend merges: an older version is no refusal, it tells what the author had seen.
        let entry = AuthoredEntry(id: body.saveId, op: .amend, form: record.form, record: id, dossier: record.dossier,
                                  parent: record.parent, base: base, formVersion: body.formVersion, fields: body.fields)
        let saved = try await caller.open.desk.save(
            AuthoredSave(id: body.saveId, entries: [entry], at: site.time.now()), by: caller.author, standing: caller.standing)
        return try SaveReply(saved, at: site.time.now()).response()
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let record = try caller.open.desk.record(path.require("id", as: UUIDv7.self), for: caller.standing)
        caller.noteView(record.dossier ?? record.id)
        return try .json(Shape.Record(record, caller.open.names())).taggedUnkept("v\(record.version)", for: request)
    }

    private struct HistoryReply: Encodable {
        struct Version: Encodable {
            var value: Value
            var at: String
            var actor: Shape.Person
            var entry: UUIDv7
            var device: UUIDv7
            var version: Int
        }
        var fields: [String: [Version]]
    }

    private static func history(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let fields = try caller.open.desk.history(of: id, for: caller.standing)
        caller.noteView(id)
        let names = caller.open.names()
        return try .json(HistoryReply(fields: fields.mapValues { versions in
            versions.map {
                HistoryReply.Version(value: $0.value, at: $0.at.iso8601, actor: names.person($0.actor), entry: $0.entry,
                                     device: $0.device, version: $0.version)
            }
        }))
    }
}

/// What a save answers, for every endpoint that saves.
struct SaveReply: Encodable {
    struct Item: Encodable {
        var id: UUIDv7
        var version: Int
        var conflicts: [String]
    }

    var saveId: UUIDv7
    var duplicate: Bool
    var records: [Item]
    var savedAt: String

    init(_ receipt: Receipt, at: WallTime) {
        saveId = receipt.save
        duplicate = receipt.duplicate
        records = receipt.records.map { Item(id: $0.record, version: $0.version, conflicts: $0.conflicts) }
        savedAt = at.iso8601
    }

    func response() throws -> Response { try .json(self) }
}
