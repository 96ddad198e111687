import Casework
import Foundations
import HTTPServer
import Journal
import Media

/// Small pictures of attachments: drawn by the device that brought the picture, kept and shown under the same rules.
enum Thumbnails {
    /// Bytes of one at most.
    static let largest = 40 << 10

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.put, "/api/v1/attachments/{id}/thumbnail", bodyLimit: largest) { request, path in try await keep(request, path, site) },
            Route(.get, "/api/v1/records/{id}/attachments/{attachment}/thumbnail") { request, path in try await show(request, path, site) },
        ]
    }

    private static func keep(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let plan = try caller.open.desk.thumbnailPlan(of: path.require("id", as: UUIDv7.self), by: caller.author)
        var intake = MediaIntake(for: .image)
        let kept: [UInt8], type: MediaType
        do {
            let first = try intake.take(request.body), end = try intake.finish()
            (kept, type) = (first + end.rest, end.type)
        } catch let fault as MediaFault {
            throw AttachmentIntake.refusal(fault, .image)
        }
        guard type == .jpeg else { throw AttachmentIntake.refusal(.unknownType, .image) }
        let upload = try caller.open.journal.beginAttachment()
        try upload.add(kept)
        let sealed = try upload.seal()
        try await upload.keep(plan, reference: AttachmentReference(id: plan.id, type: type, size: sealed.size, digest: sealed.digest, name: "").text)
        return .noContent
    }

    /// The look at the file's papers is on the trail already; one at the picture itself is noted when it is opened.
    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let one = try caller.open.desk.thumbnail(of: path.require("attachment", as: UUIDv7.self), of: path.require("id", as: UUIDv7.self),
                                                 for: caller.author, standing: caller.standing)
        let content = try caller.open.journal.open(one)
        var response = Response.streamed(type: MediaType.jpeg.rawValue, length: Int(one.size)) { stream in
            while let piece = try content.next() { try await stream.write(piece) }
        }
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "no-store"
        return response
    }
}
