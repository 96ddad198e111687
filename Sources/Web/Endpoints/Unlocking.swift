import HTTPServer

/// Is the box up, is it locked, and unlocking it from the page.
enum Unlocking {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/healthz") { _, _ in
                try .json(Health(status: site.status, version: site.version))
            },
            Route(.get, "/api/v1/unlock") { _, _ in try .json(State(locked: site.isLocked)) },
            Route(.post, "/api/v1/unlock", bodyLimit: 4 << 10) { request, _ in
                let body = try request.decodeJSON(Body.self)
                try await site.unlock(passphrase: body.passphrase, recovery: body.recovery, from: request.peer)
                return try .json(State(locked: site.isLocked))
            },
        ]
    }

    private struct Health: Encodable {
        var status: String
        var version: String
    }

    private struct State: Encodable {
        var locked: Bool
    }

    private struct Body: Decodable {
        var passphrase: String?
        var recovery: String?
    }
}
