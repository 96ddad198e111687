import Access
import Casework
import Foundations
import HTTPServer
import Journal
import Workbook

/// Records that lie in no dossier as a list, and as Excel and CSV tables: out, checked, and in. What a role may not do
/// looks as if there were no such table.
enum Tables {
    static let mostBytes = 16 << 20
    /// An import answers after so long at the most; the app asks on until nothing is left.
    private static let importNanos: UInt64 = 5_000_000_000

    static func routes(_ site: Site) -> [Route] {
        let shelf = UploadShelf()
        return [
            Route(.get, "/api/v1/tables/{form}") { request, path in try await table(request, path.require("form"), site) },
            Route(.get, "/api/v1/tables/{form}/records") { request, path in try await records(request, path.require("form"), site) },
            Route(.post, "/api/v1/tables/{form}/uploads", bodyLimit: mostBytes) { request, path in
                try await upload(request, path.require("form"), site, shelf)
            },
            Route(.post, "/api/v1/tables/{form}/uploads/{upload}/import", bodyLimit: 4 << 10) { request, path in
                try await bringIn(request, path.require("form"), path.require("upload"), site, shelf)
            },
        ]
    }

    // MARK: Out

    private static func table(_ request: Request, _ form: String, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let kind = request.query("as") ?? "xlsx"
        guard ["xlsx", "csv"].contains(kind) else { throw Problem.notFound }
        let isEmpty = ["", "1"].contains(request.query("empty"))
        let book = try await caller.open.desk.table(of: form, isEmpty: isEmpty, as: kind, places: caller.open.places, for: caller.author, standing: caller.standing)
        let bytes = kind == "csv" ? book.tableCSV() : try book.xlsx()
        let type = kind == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(headers: ["Content-Type": type, "Content-Disposition": "attachment; filename=\"\(form).\(kind)\"", "Cache-Control": "no-store"],
                        body: .bytes(bytes))
    }

    // MARK: The list

    private struct ListReply: Encodable {
        struct Row: Encodable {
            var id: UUIDv7
            var name: String
            var place: String?
            var placeName: [String: String]?
            var fields: [String: Value]
            var links: [String: String]
        }

        struct May: Encodable {
            var create: Bool
            var export: Bool
            var `import`: Bool
        }

        var rows: [Row]
        var total: Int
        var next: String?
        var may: May
    }

    private static func records(_ request: Request, _ form: String, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let words = String((request.query("q") ?? "").prefix(200))
        var target: UUIDv7?
        if let text = request.query("of") {
            guard let id = UUIDv7(text) else { throw Problem.notFound }
            target = id
        }
        func code(_ name: String) -> String? { request.query(name).flatMap { $0.isEmpty ? nil : String($0.prefix(64)) } }
        func isSaid(_ name: String) -> Bool { request.query(name) == "1" }
        let filter = DirectoryFilter(service: code("service"), place: code("place"), hasPlaces: isSaid("free"), isAccredited: isSaid("accredited"), worksNow: isSaid("now"))
        let page = try caller.open.desk.directory(of: form, matching: words, linkedTo: target, where: filter, places: caller.open.places, after: request.query("cursor"),
                                                  for: caller.standing)
        caller.note(TrailEvent(.list, detail: ["what": "table", "form": .text(form)]))
        let names = caller.open.names()
        let creates = caller.standing.mayEver(.create, form)
        return try .json(ListReply(rows: page.rows.map { row in
            ListReply.Row(id: row.id, name: row.name, place: row.place, placeName: row.place.flatMap(names.place), fields: row.fields, links: row.links)
        }, total: page.total, next: page.next, may: ListReply.May(create: creates, export: caller.standing.mayEver(.export, form),
                                                                  import: creates || caller.standing.mayEver(.edit, form))))
    }

    // MARK: In

    private static func upload(_ request: Request, _ form: String, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        try require(caller, form)
        let upload = UploadShelf.Upload(id: UUIDv7.make(at: site.time.now().millis), person: caller.person.id, name: form, bytes: request.body)
        shelf.keep(upload)
        do {
            return try .json(TableReport(try await checked(upload, caller, shelf), upload: upload.id))
        } catch let refused as TableRefused {
            return try .json(TableReport(refused, form: form, upload: upload.id))
        }
    }

    private struct Imported: Encodable {
        var new: Int
        var changed: Int
        var left: Int
    }

    /// Judged anew against the store as it is by now: what somebody changed since the report is not written over.
    private static func bringIn(_ request: Request, _ form: String, _ id: UUIDv7, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        try require(caller, form)
        guard let upload = shelf.find(id, of: caller.person.id), upload.name == form else { throw gone }
        let plan = try await checked(upload, caller, shelf)
        let end = site.time.monotonicNanos() + importNanos
        let time = site.time
        let done = try await caller.open.desk.importTable(plan, by: caller.author, standing: caller.standing) { time.monotonicNanos() < end }
        return try .json(Imported(new: done.new, changed: done.changed, left: done.left))
    }

    private static func require(_ caller: Caller, _ form: String) throws {
        let desk = caller.open.desk
        guard desk.offersTable(of: form, .create, for: caller.standing) || desk.offersTable(of: form, .edit, for: caller.standing) else { throw Problem.notFound }
    }

    /// On a thread of its own, whose stack takes what nested forms need; one at a time.
    private static func checked(_ upload: UploadShelf.Upload, _ caller: Caller, _ shelf: UploadShelf) async throws -> TablePlan {
        guard shelf.beginChecking() else {
            throw Problem(status: 503, code: "busy", title: "Another table is being checked", whatIsSafe: "Nothing was changed.",
                          whatToDo: "Try again in a moment.", headers: ["Retry-After": "5"])
        }
        defer { shelf.endChecking() }
        let (open, author, standing) = (caller.open, caller.author, caller.standing)
        return try await SystemThread.run("table-check", stackSize: 16 << 20) {
            try open.desk.checkTable(upload.bytes, form: upload.name, places: open.places, by: author, standing: standing)
        }
    }

    private static var gone: Problem {
        Problem(status: 410, code: "upload-gone", title: "The box no longer has this upload", whatIsSafe: "What was imported before is kept; nothing is made twice.",
                whatToDo: "Choose the file again.")
    }
}
