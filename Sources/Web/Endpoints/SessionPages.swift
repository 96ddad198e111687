import Access
import Foundations
import HTTPServer

/// Signing in and out, and finishing an account by its one-time link.
enum SessionPages {
    /// Names the browser to the throttle; opens nothing by itself.
    static let deviceCookie = "kinbox-device"
    private static let deviceCookieDays = 400

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.post, "/api/v1/session", bodyLimit: 16 << 10) { request, _ in try await signIn(request, site) },
            Route(.get, "/api/v1/session") { request, _ in
                let caller = try await site.caller(request)
                return try .json(Reply(
                    caller.person, caller.standing.viewer.role, caller.session, draftKey: caller.open.people.draftKey(of: caller.session), codesLeft: nil))
            },
            Route(.delete, "/api/v1/session") { request, _ in
                let caller = try await site.caller(request, writing: true)
                try await caller.open.people.signOut(token: request.cookies[Site.cookie] ?? "", session: caller.session)
                var answer = Response.noContent
                answer.headers.add("Set-Cookie", cookie(Site.cookie, "", seconds: 0))
                return answer
            },
            Route(.post, "/api/v1/setup", bodyLimit: 16 << 10) { request, _ in try await setUp(request, site) },
        ]
    }

    private struct Reply: Encodable {
        struct User: Encodable {
            var id: UUIDv7
            var name: String
            var user: String
            var role: String
            var roleTitle: [String: String]
            var language: String
            var team: String?
        }
        var user: User
        var csrf: String
        var draftKey: String?
        var may: [String]
        var idleSeconds: Int
        var language: String
        var recoveryCodesLeft: Int?

        init(_ person: Person, _ role: Role, _ session: Session, draftKey: String?, codesLeft: Int?) {
            user = User(id: person.id, name: person.name, user: person.userName, role: person.role, roleTitle: role.titles,
                        language: person.language, team: person.teams.min()?.description)
            csrf = session.csrf
            self.draftKey = draftKey
            may = role.may
            idleSeconds = session.limits.idle
            language = person.language
            recoveryCodesLeft = codesLeft
        }
    }

    private struct Body: Decodable {
        var user: String
        var password: String
        var code: String?
    }

    private static func signIn(_ request: Request, _ site: Site) async throws -> Response {
        let open = try site.requireOpen()
        let body = try request.decodeJSON(Body.self)
        let signedIn = try await open.people.signIn(SignInRequest(
            user: body.user, password: body.password, code: body.code, peer: request.peer, mark: request.cookies[deviceCookie]))
        var answer = try Response.json(Reply(
            signedIn.person, signedIn.role, signedIn.session, draftKey: open.people.draftKey(of: signedIn.session), codesLeft: signedIn.recoveryLeft))
        answer.headers.add("Set-Cookie", cookie(Site.cookie, signedIn.token, seconds: nil))
        answer.headers.add("Set-Cookie", cookie(deviceCookie, signedIn.mark, seconds: deviceCookieDays * 86_400))
        return answer
    }

    /// `seconds` nil: ends with the browser; 0 deletes.
    private static func cookie(_ name: String, _ value: String, seconds: Int?) -> String {
        "\(name)=\(value); Path=/; HttpOnly; Secure; SameSite=Strict" + (seconds.map { "; Max-Age=\($0)" } ?? "")
    }

    private struct SetupBody: Decodable {
        var token: String
        var name: String?
        var password: String
    }

    private struct SetupReply: Encodable {
        var user: String
        var totpSecret: String?
        var totpURI: String?
        var recoveryCodes: [String]
    }

    private static func setUp(_ request: Request, _ site: Site) async throws -> Response {
        let open = try site.requireOpen()
        let body = try request.decodeJSON(SetupBody.self)
        let done = try await open.people.completeSetup(token: body.token, password: body.password, name: body.name, peer: request.peer)
        return try .json(SetupReply(user: done.person.userName, totpSecret: done.totpSecret, totpURI: done.totpURI, recoveryCodes: done.recoveryCodes))
    }
}
