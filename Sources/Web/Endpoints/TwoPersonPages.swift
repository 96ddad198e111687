import Access
import Casework
import FormEngine
import Foundations
import HTTPServer

/// What an administrator may not do alone: asking for it, and the second person's answer.
enum TwoPersonPages {
    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/requests") { request, _ in try await list(request, site) },
            Route(.post, "/api/v1/requests", bodyLimit: 16 << 10) { request, _ in try await ask(request, site) },
            Route(.post, "/api/v1/requests/{id}/answer") { request, path in try await answer(request, path, site) },
        ]
    }

    private struct List: Encodable {
        /// A version of a form, and what it would open.
        struct Form: Encodable {
            var name: String
            var title: [String: String]
            var version: Int
            var goesBack: Bool
            var loosened: [LoosenedShape]
            /// It can no longer come true: too old, or another version was put into use.
            var lapsed: Bool
        }

        /// What of an account decides whose cases it sees, and its name.
        struct Details: Encodable {
            var name: String
            /// Names of the teams.
            var teams: [String]
            var agency: String?
            var language: String
        }

        struct Item: Encodable {
            var id: UUIDv7
            var what: String
            /// Whom it concerns; left out with a form.
            var person: Shape.Person?
            var role: String?
            /// The account as it is; left out with a form.
            var now: Details?
            /// With `details`, the account as it would be.
            var next: Details?
            var form: Form?
            var asker: Shape.Person
            var reason: String
            var at: String
            /// Whether the caller may be the second person here.
            var mayAnswer: Bool
            /// Whether the caller may take it back.
            var mayTakeBack: Bool
        }
        var requests: [Item]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let viewer = caller.standing.viewer
        let names = caller.open.names()
        let open = try caller.open.people.openRequests(for: viewer)
        let history = open.contains { $0.form != nil } ? try caller.open.desk.formHistory() : nil
        let people = caller.open.people
        let teams = Dictionary(people.teams().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        func details(_ person: Person) -> List.Details {
            List.Details(name: person.name, teams: person.teams.map { teams[$0] ?? "" }.sorted(), agency: person.agency, language: person.language)
        }
        return try .json(List(requests: open.map { one in
            let concerned = one.person.flatMap(people.person)
            let form = one.form.flatMap { ask in history.map { Self.form(ask, of: one, $0, caller, at: site.time.now()) } }
            return List.Item(id: one.id, what: one.what.rawValue, person: one.person.map(names.person), role: one.role,
                             now: concerned.map(details), next: concerned.flatMap { now in one.details.map { details($0.applied(to: now)) } }, form: form,
                             asker: names.person(one.asker), reason: one.reason, at: one.at.iso8601,
                             mayAnswer: caller.open.people.mayAnswer(one, viewer) && form?.lapsed != true,
                             mayTakeBack: one.what == .form && one.asker == viewer.person)
        }))
    }

    private static func form(_ ask: FormAsk, of request: AccessRequest, _ history: FormHistory, _ caller: Caller, at now: WallTime) -> List.Form {
        let desk = caller.open.desk, shown = desk.forms[ask.form]
        return List.Form(name: ask.form, title: shown.map { FormReport.texts($0.title) } ?? [:], version: ask.version, goesBack: ask.goesBack,
                         loosened: ask.loosened.map { LoosenedShape($0, in: shown, caller.open.rules.book) },
                         lapsed: request.isTooOld(at: now) || desk.hasChanged(since: ask, history))
    }

    private struct AskBody: Decodable {
        enum What: String, Decodable { case reset, role, details }
        var what: What
        var person: UUIDv7
        var role: String?
        /// With `details`; what is left out stays as it is, an empty agency takes it away.
        var name: String?
        var teams: [UUIDv7]?
        var agency: String?
        var language: String?
        var reason: String
    }

    private struct Asked: Encodable {
        /// The request that waits for a second person; nothing where none was needed and it is done.
        var request: UUIDv7?
    }

    private static func ask(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let body = try request.decodeJSON(AskBody.self)
        let people = caller.open.people
        switch body.what {
        case .reset:
            let asked = try await people.askReset(of: body.person, reason: body.reason, by: caller.person.id)
            return try .json(Asked(request: asked.id), status: 201)
        case .role:
            guard let role = body.role else { throw AccessError.unknownRole("") }
            let asked = try await people.changeRole(of: body.person, to: role, reason: body.reason, by: caller.person.id)
            return try .json(Asked(request: asked?.id), status: 201)
        case .details:
            let details = PersonDetails(name: body.name, teams: body.teams.map { Set($0) }, agency: body.agency, language: body.language)
            let asked = try await people.changeDetails(of: body.person, to: details, reason: body.reason, by: caller.person.id)
            return try .json(Asked(request: asked?.id), status: 201)
        }
    }

    private struct AnswerBody: Decodable {
        var agree: Bool
    }

    private struct Answered: Encodable {
        /// With a reset: the new one-time link. The second person hands it over, not the administrator.
        var setupLink: String?
        var setupQR: String?
    }

    private static func answer(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        let id = try path.require("id", as: UUIDv7.self)
        guard try request.decodeJSON(AnswerBody.self).agree else {
            try await caller.open.people.refuse(id, by: caller.person.id)
            return try .json(Answered())
        }
        if try caller.open.people.isAboutForm(id) {
            _ = try await caller.open.desk.agreeToForm(id, by: caller.author, people: caller.open.people, read: PublishedForms.definition)
            return try .json(Answered())
        }
        let agreed = try await caller.open.people.agree(to: id, by: caller.person.id)
        let link = agreed.token.map { caller.open.address + "/#/setup/" + $0 }
        return try .json(Answered(setupLink: link, setupQR: link.flatMap { QRCode($0)?.svg(label: $0) }))
    }
}
