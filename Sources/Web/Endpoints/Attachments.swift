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

    /// What a browser needs to know of an attachment that was taken.
    static func answer(_ reference: AttachmentReference) throws -> Response {
        try .json(Taken(attachment: Taken.Attachment(
            id: reference.id, type: reference.type.rawValue, size: reference.size, name: reference.name, digest: reference.digest),
            value: reference.text), status: 201)
    }

    private static func take(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        guard let body = request.stream else { throw Problem.failed }
        do {
            return try answer(try await taken(request, body, caller, site))
        } catch {
            // Browsers read an answer only when they have sent everything; a refusal would look like a lost network.
            await drain(body)
            throw error
        }
    }

    private static func taken(_ request: Request, _ body: BodyStream, _ caller: Caller, _ site: Site) async throws -> AttachmentReference {
        let intake = try AttachmentIntake(request, caller)
        guard site.uploads.begin(caller.person.id) else { throw AttachmentIntake.tooMany }
        defer { site.uploads.end(caller.person.id) }
        while let piece = try await body.next() { try intake.add(piece) }
        return try await intake.finish()
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
}
