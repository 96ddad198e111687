import Access
import CaseSteps
import Casework
import Foundations
import HTTPServer

/// Whom a record may name: people who can be asked into a dossier (`for=referral`, also when it is left out), who answer for cases of
/// others and can take a dossier over (`for=receiver`), who can work on a case of the caller's teams (`for=worker`), who can sit on a
/// best-interest panel (`for=panel`). Active ones only.
enum Colleagues {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/colleagues") { request, _ in try await list(request, site) }]
    }

    private struct Reply: Encodable {
        struct Item: Encodable {
            var id: UUIDv7
            var name: String
            var role: String
        }
        var colleagues: [Item]
    }

    private static func list(_ request: Request, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let rules = caller.open.people.rules, book = rules.book
        let (kind, fits): (String, (Person) -> Bool) = switch request.query("for") {
        case "receiver": ("transfer", { book[$0.role]?.functions.contains(.receivesTransfer) == true })
        case "worker": ("transfer", { caller.standing.mayEntrust(to: $0, rules) })
        case "panel": ("best_interest_seat", { book[$0.role]?.sitsOnPanels == true })
        default: ("referral", { book[$0.role]?.grants.contains { $0.reach == .assigned || $0.reach == .referred } == true })
        }
        guard caller.standing.mayEver(.view, ReservedKind.user), caller.standing.mayEver(.view, kind) else {
            throw AccessError.notAllowed(action: "list the colleagues of")
        }
        return try .json(Reply(colleagues: caller.open.people.all().filter { $0.state == .active && fits($0) }
            .map { Reply.Item(id: $0.id, name: $0.name, role: $0.role) }))
    }
}
