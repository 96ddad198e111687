import Access
import Assets
import Casework
import Foundations
import HTTPServer
import Journal
import Matching

/// Children who may be known already, while somebody writes down a new one.
enum LikelyChildren {
    static func routes(_ site: Site) -> [Route] {
        [Route(.post, "/api/v1/children/likely", bodyLimit: 16 << 10) { request, _ in try await find(request, site) }]
    }

    /// The standard's weights; nothing is likely where the binary has none.
    static let weights = EmbeddedFiles.file("standard/matching.csv").flatMap {
        try? LikenessWeights(csv: $0.text, equivalents: EmbeddedFiles.file("standard/name_equivalents.csv")?.text)
    }

    private struct Body: Decodable {
        var given_name: String?
        var family_name: String?
        var other_names: String?
        var name_other_script: String?
        var sex: String?
        var birth_date: String?
        var birth_estimated: String?
        var age_years: Int?
        var birth_place: String?
        var place: String?
        var national_id: String?
        var mother_name: String?
        var father_name: String?
        var siblings: [String]?
        /// The dossier that is being written, which is not like itself.
        var besides: UUIDv7?
    }

    struct Row: Encodable {
        var dossier: UUIDv7
        var name: String
        var nameOtherScript: String?
        var age: Int?
        var sex: String?
        var caseNumber: String?
        var placeName: [String: String]?
        var reasons: [String]
        var doubts: [String]

        init(_ one: LikelyChild, _ names: Names) {
            (dossier, reasons, doubts) = (one.dossier, one.reasons, one.doubts)
            (name, nameOtherScript, age) = (one.summary.name, one.summary.nameOtherScript, one.summary.age)
            (sex, caseNumber, placeName) = (one.summary.sex, one.summary.caseNumber, one.summary.place.flatMap(names.place))
        }
    }

    private struct Reply: Encodable {
        var rows: [Row]
    }

    private static func find(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request, writing: true)
        try site.admitLookup(by: caller.person.id)
        let body = try request.decodeJSON(Body.self)
        let names = [body.given_name, body.family_name, body.other_names, body.name_other_script].compactMap(\.self).filter { !$0.isEmpty }
        guard !names.isEmpty || body.national_id != nil, let weights else { return try .json(Reply(rows: [])) }
        let found = try caller.open.desk.likelyChildren(describe(body, site.time.now().localDay), weights, besides: body.besides, standing: caller.standing)
        // What was asked is sealed under the month's key; who was shown stands as ids.
        caller.note(TrailEvent(.search, detail: ["what": "likely", "shown": .text(found.map(\.dossier.description).joined(separator: " "))],
                               words: String(names.joined(separator: " ").prefix(800))))
        let shown = caller.open.names()
        return try .json(Reply(rows: found.map { Row($0, shown) }))
    }

    private static func describe(_ body: Body, _ today: CivilDay) -> ChildDescription {
        let fields: [String: String?] = [
            "given_name": body.given_name, "family_name": body.family_name, "other_names": body.other_names,
            "name_other_script": body.name_other_script, "sex": body.sex, "birth_date": body.birth_date,
            "birth_estimated": body.birth_estimated, "birth_place": body.birth_place, "place": body.place, "national_id": body.national_id,
        ]
        var child = ChildDescription(child: { name in fields[name]?.flatMap { $0.isEmpty ? nil : .text($0) } })
        if child.birth == nil, let age = body.age_years, (0...25).contains(age) {
            child.birth = PartialDate("\(today.year - age)~")
            child.isBirthEstimated = true
        }
        child.mother = [body.mother_name].compactMap(\.self)
        child.father = [body.father_name].compactMap(\.self)
        child.siblings = body.siblings ?? []
        return child
    }
}
