import Access
import Alerts
import Casework
import Foundations
import HTTPServer

/// What somebody should know now, how they want to be told, and a stream that says when to look again.
enum AlertPages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/alerts") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/alerts/seen", bodyLimit: 64 << 10) { request, _ in try await seen(request, site) },
            Route(.get, "/api/v1/alerts/stream") { request, _ in try await stream(request, site) },
            Route(.get, "/api/v1/alerts/ways") { request, _ in
                let caller = try await site.caller(request)
                return try .json(Ways(caller))
            },
            Route(.post, "/api/v1/alerts/ways", bodyLimit: 4 << 10) { request, _ in try await setWays(request, site) },
        ]
    }

    private struct Reply: Encodable {
        struct Reason: Encodable {
            var code: String
            var args: [String: Value]
        }
        struct Item: Encodable {
            var key: String
            var kind: String
            var urgent: Bool
            var seen: Bool
            var reason: Reason
            var record: UUIDv7?
            var dossier: UUIDv7?
            var title: String?
            var name: String?
            var due: String?
            var by: Shape.Person?
        }
        var alerts: [Item]
        var unseen: Int
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let listed = try caller.open.alerts.list(for: caller.standing)
        let names = caller.open.names()
        // The count in the frame is asked for again and again by itself: it is no look into anybody's file.
        if request.headers["x-kinbox-quiet"] == nil { caller.noteList("alerts") }
        return try .json(Reply(alerts: listed.map { one in
            let shown = one.shown, by = shown.reason.args["by"]?.text.flatMap { UUIDv7($0) }
            return Reply.Item(key: shown.alert.key, kind: shown.kind.rawValue, urgent: shown.alert.isUrgent, seen: one.seen,
                              reason: Reply.Reason(code: shown.reason.code, args: shown.reason.args.filter { $0.key != "by" }), record: shown.record, dossier: shown.dossier,
                              title: shown.title, name: shown.name, due: shown.due, by: by.map(names.person))
        }, unseen: listed.count { !$0.seen }))
    }

    private struct SeenBody: Decodable {
        var keys: [String]
    }

    private struct Left: Encodable {
        var unseen: Int
    }

    private static func seen(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(SeenBody.self)
        guard body.keys.count <= Desk.mostAlerts else {
            throw Problem(status: 422, code: "faults", title: "Too many alerts at once", whatIsSafe: "Nothing was changed.", whatToDo: "Mark at most \(Desk.mostAlerts) at once.")
        }
        return try .json(Left(unseen: try caller.open.alerts.markSeen(Set(body.keys), by: caller.author, standing: caller.standing)))
    }

    /// Says `look` when the list has changed, and nothing else. Ends with the session; being open does not keep it alive.
    private static func stream(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, quiet: true)
        guard let signals = caller.open.alerts.streams.open(for: caller.person.id) else {
            throw Problem(status: 429, code: "slow-down", title: "Too many open at once", whatIsSafe: "Your alerts are in the list as ever.",
                          whatToDo: "Nothing: the app asks for them every minute.", headers: ["Retry-After": "60"])
        }
        let sessions = caller.open.sessions, token = request.cookies[Site.cookie] ?? ""
        var answer = Response.events { stream in
            try await stream.send("look")
            for await signal in signals {
                guard (try? sessions.session(of: token, quiet: true)) != nil else { return }
                if case .look = signal { try await stream.send("look") }
            }
        }
        // Proxies that gather answers would hold the words back.
        answer.headers.add("X-Accel-Buffering", "no")
        return answer
    }

    private struct Ways: Encodable {
        var mail: String?
        var phone: String?
        var ways: [String]
        var language: String
        var languages: [String]
        var quietFrom: String?
        var quietTo: String?
        /// Ways that the site has a gateway for.
        var offered: [String]

        init(_ caller: Caller) throws {
            let account = caller.open.alerts.account(of: caller.person.id)
            (mail, phone, ways) = (account.mail, account.phone, account.ways.map(\.rawValue).sorted())
            language = account.language ?? (MessageWords.languages.contains(caller.person.language) ? caller.person.language : "en")
            languages = MessageWords.languages
            (quietFrom, quietTo) = (account.quiet?.texts.from, account.quiet?.texts.to)
            offered = try caller.open.desk.messageSettings().ways.map(\.rawValue).sorted()
        }
    }

    private struct WaysBody: Decodable {
        var mail: String?
        var phone: String?
        var ways: [String]
        var language: String
        var quietFrom: String?
        var quietTo: String?
    }

    private static func setWays(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(WaysBody.self)
        var faults: [Problem.Fault] = []
        func given(_ text: String?) -> String? { text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } }
        let mail = given(body.mail).flatMap(Contact.mail), phone = given(body.phone).flatMap(Contact.phone)
        let ways = Set(body.ways.compactMap { MessageWay(rawValue: $0) })
        if given(body.mail) != nil && mail == nil || ways.contains(.mail) && mail == nil { faults.append(Problem.Fault(field: "mail", code: "invalid-mail")) }
        if given(body.phone) != nil && phone == nil || ways.contains(.sms) && phone == nil { faults.append(Problem.Fault(field: "phone", code: "invalid-phone")) }
        if ways.count != body.ways.count { faults.append(Problem.Fault(field: "ways", code: "unknown-choice")) }
        if !MessageWords.languages.contains(body.language) { faults.append(Problem.Fault(field: "language", code: "unknown-choice")) }
        var quiet: QuietHours?
        if given(body.quietFrom) != nil || given(body.quietTo) != nil {
            quiet = QuietHours(from: body.quietFrom ?? "", to: body.quietTo ?? "")
            if quiet == nil { faults.append(Problem.Fault(field: "quietFrom", code: "invalid-time")) }
        }
        guard faults.isEmpty else {
            throw Problem(status: 422, code: "faults", title: "Some of it can't be used", whatIsSafe: "Nothing was changed.", whatToDo: "Correct what is marked.", faults: faults)
        }
        _ = try caller.open.alerts.change(caller.person.id, by: caller.person.id, device: caller.session.id) { account in
            (account.mail, account.phone, account.ways, account.language, account.quiet) = (mail, phone, ways, body.language, quiet)
        }
        return try .json(Ways(caller))
    }
}
