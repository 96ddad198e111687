import Access
import Casework
import FormEngine
import Foundations
import HTTPServer
import Workbook
import XLSForm

/// Changing forms, for data officers: what is in use, uploading, the report, putting into use, rolling back.
enum FormOffice {
    static let mostBytes = 16 << 20

    static func routes(_ site: Site) -> [Route] {
        let shelf = UploadShelf()
        return [
            Route(.get, "/api/v1/forms/publications") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/forms/uploads", bodyLimit: mostBytes) { request, _ in try await upload(request, site, shelf) },
            Route(.post, "/api/v1/forms/uploads/{upload}/check", bodyLimit: 4 << 10) { request, path in
                try await check(request, path.require("upload"), site, shelf)
            },
            Route(.post, "/api/v1/forms/uploads/{upload}/publish", bodyLimit: 16 << 10) { request, path in
                try await publish(request, path.require("upload"), site, shelf)
            },
            Route(.post, "/api/v1/forms/uploads/{upload}/ask", bodyLimit: 16 << 10) { request, path in
                try await ask(request, path.require("upload"), site, shelf)
            },
            Route(.post, "/api/v1/forms/{name}/roll-back", bodyLimit: 16 << 10) { request, path in
                try await rollBack(request, path.require("name"), site)
            },
            Route(.post, "/api/v1/forms/{name}/roll-back/ask", bodyLimit: 16 << 10) { request, path in
                try await askBack(request, path.require("name"), site)
            },
            Route(.get, "/api/v1/forms/{name}/workbook") { request, path in try await workbook(request, path.require("name"), site) },
        ]
    }

    static func officer(_ request: Request, _ site: Site, writing: Bool = false) async throws -> Caller {
        let caller = try await site.caller(request, writing: writing)
        guard caller.standing.viewer.role.powers.contains(.forms) else { throw AccessError.notAllowed(action: "change forms") }
        return caller
    }

    // MARK: What is in use

    private struct ListReply: Encodable {
        struct Version: Encodable {
            var publication: UUIDv7?
            var version: Int
            var at: String?
            var by: Shape.Person?
            /// Who agreed, where it took two.
            var second: Shape.Person?
            var note: String
            var inUse: Bool
        }

        struct Form: Encodable {
            var name: String
            var title: [String: String]
            /// It came with the box, changed or not.
            var standard: Bool
            /// With a form of the site's own: the form whose rights its records follow.
            var rightsAs: String?
            /// New records can be made; not after a form of the site's own was taken back.
            var offered: Bool
            var inUse: Version
            var publications: [Version]
        }

        var forms: [Form]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let history = try caller.open.desk.formHistory()
        let names = caller.open.names(), library = caller.open.desk.forms
        let forms = library.all.map { form in
            let standard = caller.open.desk.shelf.standard.asked(form.name)
            let current = history.inUse[form.name]
            var versions = history.publications.filter { $0.form == form.name }.map { publication in
                ListReply.Version(publication: publication.id, version: publication.version, at: publication.at.iso8601, by: names.person(publication.by),
                                  second: publication.second.map(names.person), note: publication.note, inUse: publication.id == current)
            }
            if let standard { versions.append(ListReply.Version(version: standard.version, note: "", inUse: current == nil)) }
            return ListReply.Form(name: form.name, title: FormReport.texts(form.title), standard: standard != nil, rightsAs: library.models[form.name],
                                  offered: library.isOffered(form.name),
                                  inUse: versions.first(where: \.inUse) ?? ListReply.Version(version: form.version, note: "", inUse: true),
                                  publications: versions)
        }
        return try .json(ListReply(forms: forms))
    }

    private static func workbook(_ request: Request, _ name: String, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let history = try caller.open.desk.formHistory()
        let wanted = request.query("publication").flatMap { $0 == "standard" ? nil : UUIDv7($0) }
        let id = request.query("publication") == nil ? history.inUse[name] : wanted
        let bytes: [UInt8]
        if let id {
            guard history.publications.contains(where: { $0.id == id && $0.form == name }), let kept = try caller.open.desk.workbook(of: id) else {
                throw Problem.notFound
            }
            bytes = kept
        } else {
            guard let standard = try PublishedForms.standard(name) else { throw Problem.notFound }
            bytes = try standard.sheets.exported().xlsx()
        }
        return Response(headers: ["Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                  "Content-Disposition": "attachment; filename=\"\(name).xlsx\"", "Cache-Control": "no-store"], body: .bytes(bytes))
    }

    // MARK: Uploading

    private static func upload(_ request: Request, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let name = request.query("name").flatMap { $0.utf8.count <= 100 ? $0 : nil } ?? "form"
        let upload = UploadShelf.Upload(id: UUIDv7.make(at: site.time.now().millis), person: caller.person.id, name: name, bytes: request.body)
        shelf.keep(upload)
        let repairs = (request.query("repairs") ?? "").split(separator: ",").compactMap { XLSFormRepair(rawValue: String($0)) }
        return try await report(upload, Set(repairs), caller, shelf)
    }

    private struct CheckBody: Decodable {
        var repairs: [String]
    }

    private static func check(_ request: Request, _ id: UUIDv7, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(CheckBody.self)
        guard let upload = shelf.find(id, of: caller.person.id) else { throw gone }
        return try await report(upload, Set(body.repairs.compactMap(XLSFormRepair.init)), caller, shelf)
    }

    private static func report(_ upload: UploadShelf.Upload, _ repairs: Set<XLSFormRepair>, _ caller: Caller, _ shelf: UploadShelf) async throws -> Response {
        let checked = try await checked(upload, repairs, caller, shelf)
        let report = FormReport(checked, upload: upload.id, site: caller.open)
        guard let preview = checked.definition.map({ FormJSON.text(of: $0) }) else { return try .json(report) }
        // The preview is JSON already; it goes in as it is.
        var response = try Response.json(report)
        if case .bytes(var bytes) = response.body, bytes.last == UInt8(ascii: "}") {
            bytes.removeLast()
            response.body = .bytes(bytes + Array(",\"preview\":".utf8) + Array(preview.utf8) + [UInt8(ascii: "}")])
        }
        return response
    }

    /// On a thread of its own, whose stack takes what nested forms need; one at a time.
    private static func checked(_ upload: UploadShelf.Upload, _ repairs: Set<XLSFormRepair>, _ caller: Caller, _ shelf: UploadShelf) async throws -> CheckedForm {
        guard shelf.beginChecking() else {
            throw Problem(status: 503, code: "busy", title: "Another form is being checked", whatIsSafe: "No form was changed.",
                          whatToDo: "Upload it again in a moment.", headers: ["Retry-After": "5"])
        }
        defer { shelf.endChecking() }
        let open = caller.open
        let result: Result<CheckedForm, any Error> = await withCheckedContinuation { done in
            let work: @Sendable () -> Void = {
                done.resume(returning: Result { try CheckedForm(upload.bytes, name: upload.name, repairs: repairs, site: open) })
            }
            if !SystemThread.start("form-check", stackSize: 16 << 20, work) { done.resume(returning: .failure(Problem.busy(retryAfter: 5))) }
        }
        let checked = try result.get()
        shelf.note(checked, of: upload.id)
        return checked
    }

    private static var gone: Problem {
        Problem(status: 410, code: "upload-gone", title: "The box no longer has this upload", whatIsSafe: "No form was changed.",
                whatToDo: "Choose the file again.")
    }

    // MARK: Putting into use

    private struct PublishBody: Decodable {
        var publication: UUIDv7
        var note: String?
        var base: UUIDv7?
    }

    private struct Published: Encodable {
        var form: String
        /// Left out where the form is no longer offered.
        var version: Int?
        var publication: UUIDv7?
    }

    private static func publish(_ request: Request, _ id: UUIDv7, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(PublishBody.self)
        // Sent again because the answer was lost: the upload may be gone by now, the publication is not.
        if let known = try caller.open.desk.formHistory().publications.first(where: { $0.id == body.publication && $0.by == caller.person.id }) {
            return try .json(Published(form: known.form, version: known.version, publication: known.id))
        }
        guard let upload = shelf.find(id, of: caller.person.id) else { throw gone }
        guard let checked = upload.checked else { throw gone }
        let form = try checked.toPublish(id: body.publication, note: body.note ?? "", base: body.base)
        let published = try await caller.open.desk.publish(form, by: caller.author, standing: caller.standing)
        return try .json(Published(form: published.form, version: published.version, publication: published.id))
    }

    // MARK: Asking a second person

    private struct AskBody: Decodable {
        var request: UUIDv7
        var publication: UUIDv7
        var reason: String
        var base: UUIDv7?
    }

    private struct Asked: Encodable {
        var request: UUIDv7
    }

    private static func ask(_ request: Request, _ id: UUIDv7, _ site: Site, _ shelf: UploadShelf) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(AskBody.self)
        guard let upload = shelf.find(id, of: caller.person.id), let checked = upload.checked else { throw gone }
        let form = try checked.toPublish(id: body.publication, note: body.reason, base: body.base)
        let records = Dictionary(checked.loosened.compactMap { one in one.records.map { (one.field, $0) } }, uniquingKeysWith: { first, _ in first })
        let asked = try await caller.open.desk.askToPublish(form, request: body.request, records: records, by: caller.author, standing: caller.standing,
                                                            people: caller.open.people)
        return try .json(Asked(request: asked.id), status: 201)
    }

    private struct AskBackBody: Decodable {
        var request: UUIDv7
        var publication: UUIDv7?
        var reason: String
        var base: UUIDv7?
    }

    private static func askBack(_ request: Request, _ name: String, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(AskBackBody.self)
        let open = caller.open
        let back = FormToRollBack(id: body.request, form: name, publication: body.publication, note: body.reason, base: body.base)
        let asked = try await open.desk.askToRollBack(back, records: { try CheckedForm.records(of: name, $0, site: open) }, by: caller.author,
                                                      standing: caller.standing, people: open.people, read: PublishedForms.definition)
        return try .json(Asked(request: asked.id), status: 201)
    }

    // MARK: Going back

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
        let back = FormToRollBack(id: body.id ?? UUIDv7.make(at: site.time.now().millis), form: name, publication: body.publication, note: body.note ?? "",
                                  base: body.base)
        let version = try await caller.open.desk.rollBack(back, by: caller.author, standing: caller.standing, read: PublishedForms.definition)
        return try .json(Published(form: name, version: version, publication: body.publication))
    }
}
