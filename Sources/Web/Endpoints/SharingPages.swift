import Casework
import Foundations
import HTTPServer
import Sharing

/// What stands about sharing in a child's dossier, for who is about to refer the child or to hand the dossier over, and who decides whether it goes out.
enum SharingPages {
    static func routes(_ site: Site) -> [Route] {
        [Route(.get, "/api/v1/dossiers/{id}/sharing") { request, path in try await show(request, path, site) }]
    }

    private struct Reply: Encodable {
        struct Said: Encodable {
            var record: UUIDv7
            var fields: [String: Value]
        }

        struct Wish: Encodable {
            var words: String
            var saidOn: String?
        }

        var purpose: String
        var recipient: String
        var state: String
        /// `allowed`, `blocked`, `override` or `duty`.
        var verdict: String
        /// Grounds on which a second person may let it through; with `duty` the one on which it goes out.
        var grounds: [String]
        var said: [Said]
        var wishes: [Wish]
        /// Form → questions that the service sees.
        var shared: [String: [String]]
    }

    private static func show(_ request: Request, _ path: PathParameters, _ site: Site) async throws -> Response {
        let caller = try await site.caller(request)
        let id = try path.require("id", as: UUIDv7.self)
        let service = request.query("service").flatMap { $0.utf8.count <= 60 ? $0 : nil }
        let receiver = request.query("handed_to").flatMap { $0.utf8.count <= 36 ? $0 : nil }
        let sheet = try caller.open.desk.sharing(of: id, service: service, handedTo: receiver, for: caller.standing)
        caller.noteView(id)
        let (verdict, grounds): (String, Set<LegalBasis>) = switch sheet.verdict {
        case .allowed: ("allowed", [])
        case .blocked: ("blocked", [])
        case .overridable(let grounds): ("override", grounds)
        case .duty(let ground): ("duty", [ground])
        }
        return try .json(Reply(
            purpose: sheet.purpose.rawValue, recipient: sheet.recipient.rawValue, state: sheet.state.rawValue, verdict: verdict,
            grounds: grounds.map(\.rawValue).sorted(), said: sheet.said.map { Reply.Said(record: $0.record, fields: $0.fields) },
            wishes: sheet.wishes.map { Reply.Wish(words: $0.words, saidOn: $0.saidOn?.description) }, shared: sheet.shared))
    }
}
