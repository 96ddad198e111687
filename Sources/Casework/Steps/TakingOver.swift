import Access
import CaseSteps
import FormEngine
import Foundations
import GRDB
import Journal

/// A dossier goes to another team or agency when whoever was asked says yes, not before: the box moves the child and its live cases with
/// that answer, in the same save. Papers stay where they are in the dossier; whose they are follows from the cases.
struct TakingOver {
    let standing: Standing
    /// Nil where rules are not asked (tests of saving alone): then anybody can be named.
    let rules: AccessRules?
    let author: Author
    let at: WallTime
    let derived: (String, [UInt8]) throws -> UUIDv7

    /// The entries that move the dossiers of the transfers accepted here.
    /// - Parameter known: the transfers as stored, the children and the cases of their dossiers.
    /// - Throws: `CaseworkError.faults` on `new_worker` where nobody is named who can work on the case.
    func entries(of changes: [Change], known: [UUIDv7: StoredRecord], _ db: Database) throws -> [Change] {
        var out: [Change] = []
        for change in changes where change.kind == Decidable.transfer.rawValue && change.envelope.status == TransferStatus.accepted.rawValue {
            guard let transfer = known[change.record], transfer.status == TransferStatus.offered.rawValue, let dossier = transfer.dossier else { continue }
            let taker = try taker(change, transfer, db)
            let cases = known.values.filter { $0.kind == "case" && $0.dossier == dossier && [CaseStatus.open, .monitoring].map(\.rawValue).contains($0.status ?? "") }.sorted { $0.id < $1.id }
            for record in cases + [known[dossier]].compactMap({ $0 }) {
                let staysInTeam = record.team.map(taker.teams.contains) ?? false
                out.append(Change(id: try derived("taken over", change.id.bytes + record.id.bytes), record: record.id, kind: record.kind, op: .amend, scope: record.scope, dossier: dossier,
                                  base: record.version, formVersion: record.formVersion,
                                  envelope: RecordEnvelope(owner: taker.id, team: staysInTeam ? nil : taker.teams.intersection(standing.viewer.teams).min() ?? taker.teams.min(),
                                                           agency: taker.agency == record.agency ? nil : taker.agency)))
            }
            out += try news(change, cases, taker)
        }
        return out
    }

    private func taker(_ change: Change, _ transfer: StoredRecord, _ db: Database) throws -> Person {
        func fault(_ code: String) -> CaseworkError { CaseworkError(.faults([EntryFault(entry: change.id, field: "new_worker", code: code)])) }
        guard let named = (change.fields["new_worker"] ?? transfer.fields["new_worker"])?.text, !named.saysNothing else { throw fault("required") }
        guard let person = try UUIDv7(named).flatMap({ try JournalStore.record(db, $0) }).flatMap({ Person($0) }),
              standing.mayEntrust(to: person, rules) else { throw fault("unknown-choice") }
        return person
    }

    /// Whoever worked on the cases and whoever will are told, each once.
    private func news(_ change: Change, _ cases: [StoredRecord], _ taker: Person) throws -> [Change] {
        try Dictionary(grouping: cases.filter { $0.owner != taker.id }) { $0.owner }.sorted { ($0.value[0].id) < ($1.value[0].id) }.flatMap { former, theirs -> [Change] in
            guard let former else { return [] }
            func id(_ part: String) throws -> UUIDv7 { try derived("transfer \(part)", change.id.bytes + former.bytes) }
            let ids = theirs.map(\.id)
            return [AccessNotice.change(.given, try id("given"), entry: try id("given entry"), to: taker.id, by: author.person, other: former, cases: ids, at: at, isTold: taker.id != author.person),
                    AccessNotice.change(.taken, try id("taken"), entry: try id("taken entry"), to: former, by: author.person, other: taker.id, cases: ids, at: at, isTold: true)]
        }
    }

    /// Who may be asked to take a dossier over: people whose role answers for cases of others.
    static func receives(_ person: Person, _ rules: AccessRules?) -> Bool {
        person.state == .active && rules?.book[person.role]?.functions.contains(.receivesTransfer) != false
    }

    /// Whose step it is. Only who was asked answers; offering it and taking it back is for people who see the child.
    static func judge(_ db: Database, _ record: Envelope, to status: String, _ standing: Standing) throws {
        switch TransferStatus(rawValue: status) {
        case .accepted, .refused:
            guard record.owner == standing.viewer.person else { throw CaseworkError(.notAllowed(what: "answer a transfer that was offered to somebody else")) }
        default:
            guard let dossier = record.dossier, let child = try JournalStore.record(db, dossier),
                  try standing.decide(Envelope(child), Surroundings.of(child, in: db)).exists else {
                throw CaseworkError(.notAllowed(what: "offer a dossier that you do not work on"))
            }
        }
    }

    /// A dossier is offered to one at a time: two could say yes.
    static func refuseSecond(_ db: Database, in dossier: UUIDv7) throws {
        let waiting = [TransferStatus.proposed, .offered].map(\.rawValue)
        guard try !PartialRecord.all(db, dossier: dossier, kinds: [Decidable.transfer.rawValue], .none).contains(where: { waiting.contains($0.status ?? "") }) else {
            throw CaseworkError(.stepRefused(kind: "transfer", from: "asked already and not answered", to: "asked of somebody else"))
        }
    }
}
