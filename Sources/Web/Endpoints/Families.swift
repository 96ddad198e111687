import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// A family's profile: the children with their dossiers, the people around them, who lives together. It is changed by saving
/// records like any other; what a change for several children may be, `HouseholdGuard` says.
enum Families {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/families/{id}") { request, path in try await show(request, path, site) }]
    }

    private struct Reply: Encodable {
        struct Child: Encodable {
            struct Household: Encodable {
                var state: String
                var by: Shape.Person?
            }
            var dossier: UUIDv7
            var summary: Shape.Summary
            var birthDate: String?
            var version: Int
            var member: Shape.Record
            var household: Household
            var mayMove: [String]
        }
        struct Mention: Encodable {
            var dossier: UUIDv7
            var record: UUIDv7
        }
        struct Relative: Encodable {
            var id: UUIDv7
            var name: String?
            var relation: String?
            var vital: String?
            var age: Int?
            var of: [Mention]
            var livesWith: [UUIDv7]
            var caresFor: [UUIDv7]
        }
        struct Representative: Encodable {
            var record: UUIDv7
            var dossier: UUIDv7
            var name: String?
            var relation: String?
            var legalBasis: String?
            var from: String?
            var until: String?
        }
        var id: UUIDv7
        var family: Shape.Record
        var children: [Child]
        var relatives: [Relative]
        var representatives: [Representative]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let view = try caller.open.desk.family(path.require("id", as: UUIDv7.self), for: caller.standing)
        // What is shown comes from the dossiers too: each of them was looked at.
        for subject in [view.family.id] + view.children.map(\.dossier) { caller.noteView(subject) }
        if request.alreadyHolds(etag: view.tag) { return Response().taggedUnkept(view.tag, for: request) }
        let names = caller.open.names()
        return try .json(Reply(
            id: view.family.id, family: Shape.Record(view.family, names),
            children: view.children.map { child in
                Reply.Child(dossier: child.dossier, summary: Shape.Summary(child.summary, names), birthDate: child.birthDate, version: child.version,
                            member: Shape.Record(child.member, names),
                            household: .init(state: child.household, by: child.confirmedBy.map(names.person)), mayMove: child.mayMove)
            },
            relatives: view.relatives.map { one in
                Reply.Relative(id: one.id, name: one.name, relation: one.relation, vital: one.vital, age: one.age,
                               of: one.of.map { Reply.Mention(dossier: $0.dossier, record: $0.record) }, livesWith: one.livesWith, caresFor: one.caresFor)
            },
            representatives: view.representatives.map { one in
                Reply.Representative(record: one.record, dossier: one.dossier, name: one.name, relation: one.relation, legalBasis: one.legalBasis,
                                     from: one.from, until: one.until)
            })).taggedUnkept(view.tag, for: request)
    }
}
