import Access
import Casework
import Foundations
import HTTPServer

/// An attachment in pieces, for lines that break: begun, continued where it stopped, ended. A piece that comes twice is harmless; the answer
/// always says how much has arrived.
enum AttachmentUploads {
    /// Bytes of a piece at most: what a broken line costs.
    static let piece = 256 << 10

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/attachments/uploads") { request, _ in try await begin(request, site) },
            Route(.get, "/api/v1/attachments/uploads/{id}") { request, path in try await look(request, path, site) },
            Route(.put, "/api/v1/attachments/uploads/{id}", bodyLimit: piece) { request, path in try await add(request, path, site) },
            Route(.post, "/api/v1/attachments/uploads/{id}/end") { request, path in try await end(request, path, site) },
            Route(.delete, "/api/v1/attachments/uploads/{id}") { request, path in try await drop(request, path, site) },
        ]
    }

    private struct Half: Encodable {
        var upload: UUIDv7
        var piece = AttachmentUploads.piece
        var received: Int
    }

    private static func begin(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let intake = try AttachmentIntake(request, caller)
        guard let id = site.halves.begin(intake, of: caller.person.id, now: site.time.monotonicNanos()) else { throw AttachmentIntake.tooMany }
        return try .json(Half(upload: id, received: 0), status: 201)
    }

    private static func look(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let received = try await with(id, caller, site) { $0.received }
        return try .json(Half(upload: id, received: received))
    }

    private static func add(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        let offset = request.query("offset").flatMap { Int($0) }
        let received = try await with(id, caller, site) { intake in
            if offset == intake.received { try intake.add(request.body) }
            return intake.received
        }
        return try .json(Half(upload: id, received: received))
    }

    private static func end(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        switch site.halves.lend(id, to: caller.person.id, now: site.time.monotonicNanos()) {
        case .missing: throw Problem.notFound
        case .busy: throw AttachmentIntake.tooMany
        case .ended(let reference): return try Attachments.answer(reference)
        case .lent(let intake):
            do {
                let reference = try await intake.finish()
                site.halves.giveBack(id, received: intake.received, ended: reference, now: site.time.monotonicNanos())
                return try Attachments.answer(reference)
            } catch {
                site.halves.drop(id)
                throw error
            }
        }
    }

    private static func drop(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        switch site.halves.lend(id, to: caller.person.id, now: site.time.monotonicNanos()) {
        case .missing: throw Problem.notFound
        case .busy: throw AttachmentIntake.tooMany
        case .ended, .lent: site.halves.drop(id)
        }
        return .noContent
    }

    /// Lends the half to `body` and takes it back; one that fails is of no further use and dropped.
    private static func with(_ id: UUIDv7, _ caller: Caller, _ site: Site, _ body: (AttachmentIntake) throws -> Int) async throws -> Int {
        switch site.halves.lend(id, to: caller.person.id, now: site.time.monotonicNanos()) {
        case .missing: throw Problem.notFound
        case .busy: throw AttachmentIntake.tooMany
        case .ended(let reference): return Int(reference.size)
        case .lent(let intake):
            do {
                let received = try body(intake)
                site.halves.giveBack(id, received: received, now: site.time.monotonicNanos())
                return received
            } catch {
                site.halves.drop(id)
                throw error
            }
        }
    }
}
