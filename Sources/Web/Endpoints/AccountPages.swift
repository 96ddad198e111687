import Access
import Foundations
import HTTPServer

/// One's own account: password, sessions, and notices that somebody used power over it.
enum AccountPages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/password", bodyLimit: 16 << 10) { request, _ in
                let caller = try await site.caller(request, writing: true)
                let body = try request.decodeJSON(PasswordBody.self)
                try await caller.open.people.changePassword(of: caller.session, old: body.old, new: body.new)
                return .noContent
            },
            Route(.get, "/api/v1/sessions") { request, _ in
                let caller = try await site.caller(request)
                return try .json(SessionList(sessions: caller.open.sessions.list(of: caller.person.id).map {
                    SessionList.Item(id: $0.id, began: $0.began.iso8601, peer: $0.peer, current: $0.id == caller.session.id)
                }))
            },
            Route(.delete, "/api/v1/sessions") { request, _ in
                let caller = try await site.caller(request, writing: true)
                _ = try await caller.open.people.signOutEverywhere(caller.session)
                return .noContent
            },
            Route(.delete, "/api/v1/sessions/{id}") { request, path in
                let caller = try await site.caller(request, writing: true)
                guard try caller.open.sessions.end(id: path.require("id", as: UUIDv7.self), of: caller.person.id) else { throw AccessError.notFound }
                return .noContent
            },
            Route(.get, "/api/v1/notices") { request, _ in try await notices(request, site) },
            Route(.post, "/api/v1/notices/{id}/seen") { request, path in
                let caller = try await site.caller(request, writing: true)
                try await caller.open.people.markSeen(path.require("id", as: UUIDv7.self), by: caller.person.id)
                return .noContent
            },
        ]
    }

    private struct PasswordBody: Decodable {
        var old: String
        var new: String
    }

    private struct SessionList: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            var began: String
            var peer: String
            var current: Bool
        }
        var sessions: [Item]
    }

    private struct NoticeList: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            var what: String
            var about: UUIDv7
            var by: Shape.Person
            var second: Shape.Person?
            var reason: String
            var at: String
            var seen: Bool
            var count: Int?
            var cases: [UUIDv7]?
        }
        var notices: [Item]
    }

    private static func notices(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let names = caller.open.names()
        return try .json(NoticeList(notices: caller.open.people.notices(to: caller.person.id).map {
            NoticeList.Item(id: $0.id, what: $0.code, about: $0.about, by: names.person($0.by), second: $0.second.map(names.person),
                            reason: $0.reason, at: $0.at.iso8601, seen: $0.seen, count: $0.count, cases: $0.cases.isEmpty ? nil : $0.cases)
        }))
    }
}
