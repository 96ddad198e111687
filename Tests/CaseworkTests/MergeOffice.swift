import Access
import Casework
import Foundations
import Journal

/// An office with two supervisors of one team, and one child in the system twice.
final class MergeOffice {
    let office: DeskOffice
    let lead: DeskOffice.Colleague, second: DeskOffice.Colleague, amal: DeskOffice.Colleague, ion: DeskOffice.Colleague
    let people: [Person]

    init() throws {
        office = try DeskOffice()
        lead = try office.colleague("supervisor", team: office.hill)
        second = try office.colleague("supervisor", team: office.hill)
        amal = try office.colleague("case_worker", team: office.hill)
        ion = try office.colleague("case_worker", team: office.hill)
        people = [(lead, "Vera"), (second, "Nadia"), (amal, "Amal"), (ion, "Ion")].map { who, name in
            Person(id: who.author.person, name: name, userName: name.lowercased(), role: who.standing.viewer.role.code)
        }
    }

    /// The same girl, registered by Amal and by Ion.
    func twice(_ one: [String: Value] = [:], _ other: [String: Value] = [:]) async throws -> (first: UUIDv7, second: UUIDv7) {
        let first = try await office.child("Amina", "Kaya", of: amal, more: ["school": "School 4", "phone": "0690"].merging(one) { $1 })
        office.time.advance(millis: 60_000)
        let second = try await office.child("Aamina", "Kaya", of: ion, more: ["address": "Rruga e Re 12", "phone": "0677"].merging(other) { $1 })
        office.time.advance(millis: 60_000)
        return (first, second)
    }

    func record(_ id: UUIDv7) throws -> StoredRecord? { try office.journal.read { try JournalStore.record($0, id) } }
    func dossier(_ id: UUIDv7) throws -> [StoredRecord] { try office.journal.read { try JournalStore.records($0, dossier: id) }.filter { $0.kind != "conflict_task" } }
    func fields(_ id: UUIDv7) throws -> [String: Value] { try record(id)?.fields ?? [:] }

    func proposal(_ first: UUIDv7, _ second: UUIDv7, _ choices: [String: DossierMerge.Side]? = nil, by who: DeskOffice.Colleague? = nil) throws -> MergeProposal {
        let compared = try office.desk.compareDossiers(first, second, for: (who ?? lead).standing)
        let asked = compared.fields.filter { $0.outcome == .asked }.map { ($0.name, DossierMerge.Side.first) }
        return MergeProposal(save: office.id(), first: first, second: second, firstVersion: compared.first.child.version, secondVersion: compared.second.child.version,
                             choices: choices ?? Dictionary(uniqueKeysWithValues: asked))
    }

    func propose(_ proposal: MergeProposal, by who: DeskOffice.Colleague? = nil) async throws -> DossierMerge {
        try await office.desk.proposeMerge(proposal, by: (who ?? lead).author, standing: (who ?? lead).standing)
    }

    func confirm(_ merge: DossierMerge, save: UUIDv7? = nil, by who: DeskOffice.Colleague? = nil) async throws -> DossierMerge {
        try await office.desk.confirmMerge(MergeStep(save: save ?? office.id(), merge: merge.id), people: people, by: (who ?? second).author, standing: (who ?? second).standing)
    }

    func undo(_ merge: DossierMerge, back: Set<UUIDv7> = []) async throws -> DossierMerge {
        office.time.advance(millis: 60_000)
        return try await office.desk.undoMerge(MergeStep(save: office.id(), merge: merge.id, reason: "Two girls after all."), back: back, by: lead.author, standing: lead.standing)
    }

    func merged(_ first: UUIDv7, _ second: UUIDv7, _ choices: [String: DossierMerge.Side]? = nil) async throws -> DossierMerge {
        let done = try await confirm(propose(try proposal(first, second, choices)))
        office.time.advance(millis: 60_000)
        return done
    }

    func note(_ text: String, in child: UUIDv7, by who: DeskOffice.Colleague) async throws -> UUIDv7 {
        let id = office.id()
        _ = try await office.save([office.entry(.create, "note", id, dossier: child, ["noted_on": .text(office.time.now().localDay.description), "text": .text(text)])], as: who)
        return id
    }

    func amend(_ child: UUIDv7, _ fields: [String: Value], base: Int? = nil, by who: DeskOffice.Colleague) async throws {
        office.time.advance(millis: 1_000)
        _ = try await office.save([office.entry(.amend, "child", child, base: base, fields)], as: who)
    }
}
