import Access
import Casework
import Foundations
import HTTPServer
import Journal
import Media

/// Attachments of answers: taken before the save that refers to them, sealed while they come, shown to whoever may see
/// the answer.
enum Attachments {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/attachments", bodyLimit: MediaQuestion.largest, isStreamed: true) { request, _ in try await take(request, site) },
            Route(.delete, "/api/v1/attachments/{id}") { request, path in try await drop(request, path, site) },
            Route(.get, "/api/v1/records/{id}/attachments/{attachment}") { request, path in try await show(request, path, site) },
        ]
    }

    private struct Taken: Encodable {
        struct Attachment: Encodable {
            var id: UUIDv7
            var type: String
            var size: Int64
            var name: String
            var digest: String
        }
        var attachment: Attachment
        /// What the answer is to hold, letter by letter.
        var value: String
    }

    private static func take(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        guard let body = request.stream else { throw Problem.failed }
        do {
            let reference = try await taken(request, body, caller, site)
            return try .json(Taken(attachment: Taken.Attachment(
                id: reference.id, type: reference.type.rawValue, size: reference.size, name: reference.name, digest: reference.digest),
                value: reference.text), status: 201)
        } catch {
            // Browsers read an answer only when they have sent everything; a refusal would look like a lost network.
            await drain(body)
            throw error
        }
    }

    private static func taken(_ request: Request, _ body: BodyStream, _ caller: Caller, _ site: Site) async throws -> AttachmentReference {
        func id(_ name: String) throws(Problem) -> UUIDv7? {
            guard let text = request.query(name), !text.isEmpty else { return nil }
            guard let id = UUIDv7(text) else { throw incomplete(name) }
            return id
        }
        guard let record = try id("record") else { throw incomplete("record") }
        guard let form = request.query("form"), let field = request.query("field") else { throw incomplete("field") }
        let (plan, takes) = try caller.open.desk.attachmentPlan(
            question: field, of: form, record: record, dossier: id("dossier"), parent: id("parent"), by: caller.author, standing: caller.standing)

        guard site.uploads.begin(caller.person.id) else { throw tooMany }
        defer { site.uploads.end(caller.person.id) }
        var upload = try caller.open.journal.beginAttachment()
        var intake = MediaIntake(for: takes)
        var count = 0
        var end: MediaEnd
        do {
            while let piece = try await body.next() {
                count += piece.count
                guard count <= takes.limit else { throw tooLarge(takes) }
                try upload.add(try intake.take(piece))
            }
            end = try intake.finish()
            try upload.add(end.rest)
        } catch let fault as MediaFault {
            throw refusal(fault, takes)
        }
        var sealed = try upload.seal()
        if !end.mending.isEmpty {
            upload = try upload.again { end.mending.apply($0) }
            sealed = try upload.seal()
        }
        let type = end.type
        let reference = AttachmentReference(id: plan.id, type: type, size: sealed.size, digest: sealed.digest,
                                            name: FileName.cleaned(request.query("name") ?? "", as: type))
        try await upload.keep(plan, reference: reference.text)
        return reference
    }

    private static func drain(_ body: BodyStream) async {
        do {
            while try await body.next() != nil {}
        } catch {
            // The other end is gone, or sends more than anything may have: the connection ends.
        }
    }

    private static func drop(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        guard try await caller.open.journal.drop(attachment: path.require("id", as: UUIDv7.self), of: caller.person.id) else { throw Problem.notFound }
        return .noContent
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let one = try caller.open.desk.attachment(path.require("attachment", as: UUIDv7.self), of: path.require("id", as: UUIDv7.self),
                                                  for: caller.author, standing: caller.standing)
        guard let reference = AttachmentReference(one.reference) else { throw Problem.failed }
        let content = try caller.open.journal.open(one)
        let scope = one.plan.scope
        caller.note(TrailEvent(.view, subject: scope.kind == .dossier ? scope.id : one.plan.record, detail: ["attachment": .text(one.id.description)]))
        var response = Response.streamed(type: reference.type.rawValue, length: Int(one.size)) { stream in
            while let piece = try content.next() { try await stream.write(piece) }
        }
        response.headers["Content-Disposition"] = disposition(reference)
        // Whatever hides in a file that somebody brought: it may run nothing and ask for nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// RFC 6266, the name in UTF-8 as RFC 8187 writes it.
    private static func disposition(_ reference: AttachmentReference) -> String {
        let name = reference.name.isEmpty ? "attachment." + reference.type.ending : reference.name
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._".utf8)
        let escaped = name.utf8.map { plain.contains($0) ? String(UnicodeScalar($0)) : "%" + String(UInt16($0) + 256, radix: 16, uppercase: true).dropFirst() }
        return (reference.type.isShownInPlace ? "inline" : "attachment") + "; filename*=UTF-8''" + escaped.joined()
    }

    // MARK: Refusals

    private static func incomplete(_ what: String) -> Problem {
        Problem(status: 422, code: "faults", title: "The attachment does not say where it belongs", whatIsSafe: "Nothing was kept.",
                faults: [Problem.Fault(field: what, code: "required")])
    }

    private static var tooMany: Problem {
        var problem = Problem(status: 429, code: "uploads-running", title: "Too many attachments are on their way at once",
                              whatIsSafe: "What is saved is safe, and so is what waits.", whatToDo: "Wait until the others have arrived, then try again.")
        problem.headers["Retry-After"] = "5"
        return problem
    }

    private static func tooLarge(_ takes: MediaQuestion) -> Problem {
        Problem(status: 413, code: "attachment-too-large", title: "The attachment is too large", detail: "At most \(takes.limit >> 20) MB are taken here.",
                whatIsSafe: "Nothing of it was kept; the form is as it was.", whatToDo: "Choose a smaller one, or make a shorter recording.")
    }

    private static func refusal(_ fault: MediaFault, _ takes: MediaQuestion) -> Problem {
        let safe = "Nothing of it was kept; the form is as it was."
        return switch fault {
        case .unknownType:
            Problem(status: 415, code: "attachment-type", title: "This kind of file is not kept here", whatIsSafe: safe,
                    whatToDo: takes == .file ? "Photos, recordings, PDF, Word, Excel, OpenDocument and plain text can be attached."
                        : "Choose a \(takes == .image ? "photo (JPEG, PNG or WebP)" : takes == .audio ? "sound recording" : "film (MP4 or WebM)").")
        case .damaged:
            Problem(status: 422, code: "attachment-broken", title: "The file is damaged or not complete", whatIsSafe: safe,
                    whatToDo: "Open it once to see whether it is whole, or take it again.")
        case .hasMacros:
            Problem(status: 415, code: "attachment-macros", title: "The document has programs (macros) inside", whatIsSafe: safe,
                    whatToDo: "Save it without macros, or as PDF, and attach that.")
        case .hasForeignParts:
            Problem(status: 415, code: "attachment-carries", title: "The document carries other files, or calls other programs",
                    whatIsSafe: safe, whatToDo: "Save it as PDF and attach that.")
        case .cannotBeCleaned:
            Problem(status: 415, code: "attachment-uncleaned", title: "The file could not be checked and cleaned",
                    whatIsSafe: safe, whatToDo: "Record it anew with this app; save a document as PDF, without a password.")
        }
    }
}
