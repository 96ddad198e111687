import Access
import Casework
import Foundations
import HTTPServer
import TimeLimits

/// The country's time limits, for data officers: what is in use, taking it along, checking files, putting into use, going back.
enum LimitOffice {
    /// Four files of a megabyte, as text in JSON.
    private static let mostBytes = 6 << 20
    /// A name of a country or standard: `MD`.
    private static let longestName = 64

    static func routes(_ site: Site) -> [Route] {
        [
            Route(.get, "/api/v1/limits") { request, _ in try await index(request, site) },
            Route(.get, "/api/v1/limits/file") { request, _ in try await file(request, site) },
            Route(.post, "/api/v1/limits/check", bodyLimit: mostBytes) { request, _ in try await check(request, site) },
            Route(.post, "/api/v1/limits/publish", bodyLimit: mostBytes) { request, _ in try await publish(request, site) },
            Route(.post, "/api/v1/limits/roll-back", bodyLimit: 16 << 10) { request, _ in try await rollBack(request, site) },
        ]
    }

    private static func officer(_ request: Request, _ site: Site, writing: Bool = false) async throws -> Caller {
        let caller = try await site.caller(request, writing: writing)
        guard caller.standing.viewer.role.powers.contains(.classifiers) else { throw AccessError.notAllowed(action: "change time limits") }
        return caller
    }

    // MARK: What is in use

    private struct LimitsReply: Encodable {
        struct Version: Encodable {
            var publication: UUIDv7
            var version: Int
            var at: String
            var by: Shape.Person
            var note: String
            var inUse: Bool
        }

        /// One number of one rule, for some levels of risk and from some day on.
        struct Limit: Encodable {
            var rule: String
            var label: [String: String]
            var risks: [String]
            var within: Int
            var unit: String
            var from: String
            var to: String?
            /// Where the number stands.
            var source: String
            /// False where the country has not confirmed it.
            var confirmed: Bool
        }

        var country: String?
        var publication: UUIDv7?
        var limits: [Limit]
        var publications: [Version]
        /// Countries and standards that come with this box.
        var offered: [String]
        var files: [String]
    }

    private static func index(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        let desk = caller.open.desk, history = try desk.listHistory(), names = caller.open.names(), inUse = desk.limits.limits
        let current = history.inUse[Desk.limitsList]
        return try .json(LimitsReply(
            country: inUse?.country, publication: current, limits: rows(inUse?.book),
            publications: history.publications.filter { $0.name == Desk.limitsList }.map { one in
                LimitsReply.Version(publication: one.id, version: one.version, at: one.at.iso8601, by: names.person(one.by), note: one.note, inUse: one.id == current)
            },
            offered: StandardLimits.names, files: LimitBookReader.files))
    }

    private static func rows(_ book: LimitBook?) -> [LimitsReply.Limit] {
        (book?.rules ?? []).flatMap { rule in
            rule.versions.map { one in
                LimitsReply.Limit(rule: rule.code, label: rule.labels, risks: one.risks.sorted(), within: one.amount, unit: one.unit.rawValue,
                                  from: one.from.description, to: one.to?.description, source: one.source, confirmed: one.confirmed)
            }
        }
    }

    /// One of the four files: of a publication, or of a standard that comes with this box.
    private static func file(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site)
        guard let name = request.query("name"), LimitBookReader.files.contains(name) else { throw Problem.notFound }
        let contents: LimitContents?
        if let id = request.query("publication").flatMap({ UUIDv7($0) }) {
            let known = try caller.open.desk.listHistory().publications.first { $0.id == id && $0.name == Desk.limitsList }
            contents = try known.flatMap { try caller.open.desk.limitContents(of: $0) }
        } else {
            contents = request.query("standard").flatMap { StandardLimits.contents($0) }
        }
        guard let bytes = contents?.files[name] else { throw Problem.notFound }
        return Response(headers: ["Content-Type": "text/csv; charset=utf-8", "Cache-Control": "no-store",
                                  "Content-Disposition": "attachment; filename=\"\(name)\""], body: .bytes(bytes))
    }

    // MARK: Checking and putting into use

    private struct Sent: Decodable {
        /// One that comes with this box; else `country` and `files`.
        var standard: String?
        var country: String?
        /// File name → its text.
        var files: [String: String]?

        func contents() throws -> LimitContents {
            if let standard {
                guard let contents = StandardLimits.contents(standard) else { throw Problem.notFound }
                return contents
            }
            let name = (country ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !name.isEmpty, name.utf8.count <= longestName else {
                throw CaseworkError(.listRefused(why: "The limits need the name of a country or standard, with \(longestName) letters at most."))
            }
            return LimitContents(country: name, files: (files ?? [:]).mapValues { Array($0.utf8) })
        }
    }

    private struct CheckReply: Encodable {
        struct Fault: Encodable {
            var severity: String
            var code: String
            /// The file; lists of faults call such a part a sheet.
            var sheet: String
            var row: Int
            var column: String
            var words: String
            var suggestion: String
        }

        var country: String
        var accepted: Bool
        var limits: [LimitsReply.Limit]
        var faults: [Fault]
    }

    private static func check(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let contents = try request.decodeJSON(Sent.self).contents()
        let read = caller.open.desk.readLimits(contents.files)
        let faults = read.faults.map { fault in
            CheckReply.Fault(severity: fault.isRemark ? "warning" : "error", code: fault.code.rawValue, sheet: fault.file, row: fault.row, column: fault.column,
                             words: fault.words, suggestion: fault.suggestion)
        }
        return try .json(CheckReply(country: contents.country, accepted: read.book != nil, limits: rows(read.book), faults: faults))
    }

    private struct Published: Encodable {
        var version: Int
        var publication: UUIDv7?
    }

    private struct PublishBody: Decodable {
        /// Made by the app, so that sending twice publishes once.
        var id: UUIDv7
        var note: String?
        /// The publication in use as it was seen, nil for none.
        var base: UUIDv7?
    }

    private static func publish(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let contents = try request.decodeJSON(Sent.self).contents(), body = try request.decodeJSON(PublishBody.self)
        let published = try await caller.open.desk.publishLimits(contents, id: body.id, note: body.note ?? "", base: body.base, by: caller.author,
                                                                 standing: caller.standing)
        return try .json(Published(version: published.version, publication: published.id))
    }

    private struct RollBackBody: Decodable {
        /// Made by the app, so that sending twice goes back once.
        var id: UUIDv7
        /// Nil: no limits are in use.
        var publication: UUIDv7?
        var note: String?
        var base: UUIDv7?
    }

    private static func rollBack(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await officer(request, site, writing: true)
        let body = try request.decodeJSON(RollBackBody.self)
        try await caller.open.desk.rollBackLimits(to: body.publication, id: body.id, note: body.note ?? "", base: body.base, by: caller.author, standing: caller.standing)
        let publication = try caller.open.desk.listHistory().publications.first { $0.id == body.publication }
        return try .json(Published(version: publication?.version ?? 0, publication: publication?.id))
    }
}
