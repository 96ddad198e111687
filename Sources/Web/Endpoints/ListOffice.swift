import Access
import Casework
import FormEngine
import Foundations
import HTTPServer
import Workbook
import XLSForm

/// Changing code lists and places, for data officers: what is in use, downloading, uploading, the report, putting into use,
/// rolling back.
enum ListOffice {
    static let mostBytes = 16 << 20

    static func routes(_ site: Site) -> [Route] {
        // 100,000 places take some 40 MB while they wait.
        let shelf = Uploads<CheckedList>(most: 3)
        return [
            Route(.get, "/api/v1/lists") { request, _ in try await index(request, site) },
            Route(.get, "/api/v1/lists/{name}/rows") { request, path in try await rows(request, path.require("name"), site) },
            Route(.get, "/api/v1/lists/{name}/file") { request, path in try await file(request, path.require("name"), site) },
            Route(.post, "/api/v1/lists/{name}/uploads", bodyLimit: mostBytes) { request, path in
                try await upload(request, path.require("name"), site, shelf)
            },
            Route(.post, "/api/v1/lists/{name}/uploads/{upload}/check", bodyLimit: 4 << 10) { request, path in
                try await check(request, path.require("name"), path.require("upload"), site, shelf)
            },
            Route(.post, "/api/v1/lists/{name}/uploads/{upload}/publish", bodyLimit: 16 << 10) { request, path in
                try await publish(request, path.require("name"), path.require("upload"), site, shelf)
            },
            Route(.post, "/api/v1/lists/{name}/roll-back", bodyLimit: 16 << 10) { request, path in
                try await rollBack(request, path.require("name"), site)
            },
        ]
    }

    private static func officer(_ request: Request, _ site: Site, writing: Bool = false) async throws -> Caller {
        let caller = try await site.caller(request, writing: writing)
        guard caller.standing.viewer.role.powers.contains(.classifiers) else { throw AccessError.notAllowed(action: "change code lists") }
        return caller
    }

    private static func list(_ name: String) throws -> StandardList {
        guard let list = StandardList.named(name) else { throw Problem.notFound }
        return list
    }

    // MARK: What is in use

    private struct ListReply: Encodable {
        struct Version: Encodable {
            var publication: UUIDv7?
            var version: Int
            var at: String?
            var by: Shape.Person?
            var note: String
            var inUse: Bool
        }

        struct List: Encodable {
            var name: String
            var title: [String: String]
            var kind: String
            var rows: Int
            var retired: Int
            var inUse: Version
            var publications: [Version]
        }

        var lists: [List]
    }

    private static func index(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let history = try caller.open.desk.listHistory()
        let names = caller.open.names()
        let lists = try ListOverview.all(caller.open).map { list in
            var versions = history.publications.filter { $0.name == list.name }.map { publication in
                ListReply.Version(publication: publication.id, version: publication.version, at: publication.at.iso8601, by: names.person(publication.by),
                                  note: publication.note, inUse: publication.id == list.publication)
            }
            versions.append(ListReply.Version(version: 1, note: "", inUse: list.publication == nil))
            return ListReply.List(name: list.name, title: list.title, kind: list.kind, rows: list.rows, retired: list.retired,
                                  inUse: versions.first(where: \.inUse) ?? versions[0], publications: versions)
        }
        return try .json(ListReply(lists: lists))
    }

    private struct RowsReply: Encodable {
        struct Row: Encodable {
            var code: String
            var shortCode: String?
            var parent: String?
            var names: [String: String]
            var retired: Bool
        }

        var rows: [Row]
        /// Where the next page starts; left out at the end.
        var next: Int?
    }

    private static let page = 100

    private static func rows(_ request: Request, _ name: String, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let list = try list(name)
        let start = max(0, request.query("from").flatMap { Int($0) } ?? 0)
        let words = (request.query("q") ?? "").prefix(100).lowercased()
        func fits(_ code: String, _ names: [String: String]) -> Bool {
            words.isEmpty || code.lowercased().contains(words) || names.values.contains { $0.lowercased().contains(words) }
        }
        var found: [RowsReply.Row] = []
        var at = start
        if list.kind == .places {
            let book = caller.open.places
            while at < book.count, found.count < page {
                let place = book[number: at]
                if fits(place.code, place.names) {
                    found.append(RowsReply.Row(code: place.code, parent: place.parent, names: place.names, retired: place.retired))
                }
                at += 1
            }
            return try .json(RowsReply(rows: found, next: at < book.count ? at : nil))
        }
        let table = try ListsInUse.table(of: list, at: caller.open)
        while at < table.rows.count, found.count < page {
            let row = table.rows[at], names = table.names(row)
            if fits(row.code, names) {
                found.append(RowsReply.Row(code: row.code, shortCode: row.shortCode.isEmpty ? nil : row.shortCode, names: names, retired: row.retired))
            }
            at += 1
        }
        return try .json(RowsReply(rows: found, next: at < table.rows.count ? at : nil))
    }

    private static func file(_ request: Request, _ name: String, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let list = try list(name)
        let history = try caller.open.desk.listHistory()
        let wanted = request.query("publication")
        let id = wanted == nil ? history.inUse[name] : wanted == "standard" ? nil : wanted.flatMap { UUIDv7($0) }
        guard wanted == nil || wanted == "standard" || id != nil else { throw Problem.notFound }
        let table = try ListsInUse.table(of: list, id, history, at: caller.open)
        let asCSV = request.query("format") == "csv"
        let file = asCSV ? try ListFile.csv(table, name: name) : try ListFile.xlsx(table, name: name)
        let type = asCSV ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Response(headers: ["Content-Type": type, "Cache-Control": "no-store",
                                  "Content-Disposition": "attachment; filename=\"\(name).\(asCSV ? "csv" : "xlsx")\""], body: .bytes(file))
    }

    // MARK: Uploading

    private static func upload(_ request: Request, _ name: String, _ site: Site, _ shelf: Uploads<CheckedList>) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let upload = Uploads<CheckedList>.Upload(id: UUIDv7.make(at: site.time.now().millis), person: caller.person.id, name: try list(name).name, bytes: request.body)
        shelf.keep(upload)
        return try await report(upload, caller, shelf)
    }

    private static func check(_ request: Request, _ name: String, _ id: UUIDv7, _ site: Site, _ shelf: Uploads<CheckedList>) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        guard let upload = shelf.find(id, of: caller.person.id), upload.name == name else { throw gone }
        return try await report(upload, caller, shelf)
    }

    /// On a thread of its own, so that 100,000 places keep no request waiting; one at a time.
    private static func report(_ upload: Uploads<CheckedList>.Upload, _ caller: Caller, _ shelf: Uploads<CheckedList>) async throws -> Response {
        guard shelf.beginChecking() else {
            throw Problem(status: 503, code: "busy", title: "Another list is being checked", whatIsSafe: "No list was changed.",
                          whatToDo: "Upload it again in a moment.", headers: ["Retry-After": "5"])
        }
        defer { shelf.endChecking() }
        let open = caller.open
        let result: Result<CheckedList, any Error> = await withCheckedContinuation { done in
            let work: @Sendable () -> Void = {
                done.resume(returning: Result { try CheckedList(upload.bytes, list: upload.name, site: open) })
            }
            if !SystemThread.start("list-check", stackSize: 16 << 20, work) { done.resume(returning: .failure(Problem.busy(retryAfter: 5))) }
        }
        let checked = try result.get()
        shelf.note(checked, of: upload.id)
        return try .json(ListReport(checked, upload: upload.id, site: open))
    }

    private static var gone: Problem {
        Problem(status: 410, code: "upload-gone", title: "The box no longer has this upload", whatIsSafe: "No list was changed.",
                whatToDo: "Choose the file again.")
    }

    // MARK: Putting into use

    private struct PublishBody: Decodable {
        var publication: UUIDv7
        var note: String?
        var base: UUIDv7?
    }

    private struct Published: Encodable {
        var list: String
        var version: Int
        var publication: UUIDv7?
        /// Forms that changed with it.
        var forms: [String]
    }

    private static func publish(_ request: Request, _ name: String, _ id: UUIDv7, _ site: Site, _ shelf: Uploads<CheckedList>) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(PublishBody.self)
        // Sent again because the answer was lost: the upload may be gone by now, the publication is not.
        if let known = try caller.open.desk.listHistory().publications.first(where: { $0.id == body.publication && $0.by == caller.person.id }) {
            return try .json(Published(list: known.name, version: known.version, publication: known.id, forms: try forms(of: known, caller.open)))
        }
        guard let upload = shelf.find(id, of: caller.person.id), upload.name == name, let checked = upload.checked else { throw gone }
        let change = try checked.toPublish(id: body.publication, note: body.note ?? "", base: body.base)
        guard let published = try await caller.open.desk.change(change, by: caller.author, standing: caller.standing) else { throw Problem.notFound }
        return try .json(Published(list: name, version: published.version, publication: published.id, forms: checked.changed))
    }

    private static func forms(of publication: Publication, _ open: OpenSite) throws -> [String] {
        try open.desk.formHistory().publications.filter { publication.forms.contains($0.id) }.map(\.name).sorted()
    }

    private struct RollBackBody: Decodable {
        /// Made by the app, so that sending twice goes back once.
        var id: UUIDv7?
        var publication: UUIDv7?
        var note: String?
        var base: UUIDv7?
    }

    private static func rollBack(_ request: Request, _ name: String, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(RollBackBody.self)
        let change = try CheckedList.goingBack(name, to: body.publication, base: body.base, note: body.note ?? "",
                                                id: body.id ?? UUIDv7.make(at: site.time.now().millis), at: caller.open)
        let published = try await caller.open.desk.change(change, by: caller.author, standing: caller.standing)
        return try .json(Published(list: name, version: published?.version ?? 1, publication: published?.id, forms: change.forms.map(\.definition.name)))
    }
}
