import Access
import Casework
import FormEngine
import Foundation
import Foundations
import Journal
import Sharing
import Synchronization
import Vault

/// A small office on a real vault in a fresh folder: two teams, the standard forms and roles, a clock that tests own.
final class DeskOffice {
    let directory: String
    let time = ManualTime()
    let vault: VaultStore
    let journal: JournalStore
    let desk: Desk
    let rules: AccessRules
    let hill = UUIDv7.make(at: 1_000), river = UUIDv7.make(at: 2_000)

    init(files: any FileSystem = DiskFiles()) throws {
        directory = NSTemporaryDirectory() + "desk-\(UUID().uuidString)"
        let secret = SecretBytes(text: "four quiet river stones")
        vault = try VaultStore.create(at: directory, first: .passphrase(secret, cost: .forTests), files: files).0
        journal = try JournalStore(vault: vault, time: time)
        let assets = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../assets/standard")
        func text(_ path: String) throws -> String { try String(contentsOf: assets.appending(path: path), encoding: .utf8) }
        let names = try FileManager.default.contentsOfDirectory(atPath: assets.appending(path: "forms").path).sorted()
        let forms = try FormLibrary(names.map { name in
            FormLibrary.Sheets(survey: try text("forms/\(name)/survey.csv"), choices: try text("forms/\(name)/choices.csv"),
                               settings: try text("forms/\(name)/settings.csv"))
        })
        rules = AccessRules(book: try RoleBook.read(roles: text("roles.csv"), rights: text("role_rights.csv")), classes: FieldClasses(forms: forms.all),
                            templates: try ShareTemplates(cells: CSV.parse(text("share_templates.csv"))))
        let minted = MintBox(space: CaseNumberSpace(site: 1, key: Array(repeating: 7, count: 16)))
        let profiles = try SiteProfile.all(text("profiles/profiles.csv")) { (try? text("profiles/\($0).csv")) ?? "" }
        desk = Desk(journal: journal, shelf: FormShelf(standard: forms, profiles: profiles, rules: rules),
                    sharing: try ConsentRules(cells: CSV.parse(text("consent.csv"))),
                    personCopies: try ShareTemplates.personCopy(cells: CSV.parse(text("person_copy.csv"))), time: time, caseNumber: { minted.next() }, digest: Sealing.blake2b256,
                    secret: Array(repeating: UInt8.random(in: 0...255), count: 16))
    }

    deinit {
        journal.close()
        try? vault.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    func id() -> UUIDv7 { UUIDv7.make(at: time.now().millis) }

    /// Somebody of a role, with their standing and what they write as.
    struct Colleague {
        let author: Author
        let standing: Standing
    }

    func colleague(_ role: String, team: UUIDv7? = nil, agency: String? = nil) throws -> Colleague {
        guard let found = rules.book[role] else { throw CaseworkError(.notFound) }
        let person = id()
        let viewer = Viewer(person: person, role: found, teams: Set([team].compactMap { $0 }), agency: agency)
        return Colleague(author: Author(person: person, device: id(), team: team, agency: agency), standing: rules.standing(of: viewer))
    }

    /// The record of their account, as the people's office keeps it.
    func account(_ who: Colleague, team: UUIDv7? = nil, name: String = "x", state: String = "active") throws {
        let change = Change(id: id(), record: who.author.person, kind: ReservedKind.user, op: .create, scope: Scope(.site, who.author.person),
                            fields: ["user_name": "x", "display_name": .text(name), "role": .text(who.standing.viewer.role.code),
                                     "team": team.map { .text($0.description) } ?? .null, "agency": who.author.agency.map { .text($0) } ?? .null],
                            envelope: RecordEnvelope(team: team, agency: who.author.agency, status: state))
        _ = try journal.commitAndWait(Save(id: id(), actor: who.author.person, device: id(), at: time.now(), changes: [change]))
    }

    func save(_ entries: [AuthoredEntry], as who: Colleague, id: UUIDv7? = nil) async throws -> Receipt {
        try await desk.save(AuthoredSave(id: id ?? self.id(), entries: entries, at: time.now()), by: who.author, standing: who.standing)
    }

    func entry(_ op: Op, _ form: String, _ record: UUIDv7, dossier: UUIDv7? = nil, base: Int? = nil,
               _ fields: [String: Value], status: String? = nil) -> AuthoredEntry {
        AuthoredEntry(id: id(), op: op, form: form, record: record, dossier: dossier, base: base, fields: fields, status: status)
    }

    /// A child with an open case of this worker.
    /// - Parameter consents: whether child and caregiver have agreed to referrals.
    func child(_ given: String, _ family: String, of worker: Colleague, more: [String: Value] = [:], risk: String? = nil, consents: Bool = false) async throws -> UUIDv7 {
        let child = id()
        var caseFields: [String: Value] = ["concern": .list(["neglect"])]
        if let risk { caseFields["risk_level"] = .text(risk) }
        _ = try await save([
            entry(.create, "child", child, ["given_name": .text(given), "family_name": .text(family), "sex": "female"].merging(more) { $1 }),
            entry(.create, "case", id(), dossier: child, caseFields),
        ], as: worker)
        if consents { _ = try await consent(of: child, as: worker) }
        return child
    }

    /// A consent of child and caregiver to referrals and the search for the family; other answers on top.
    @discardableResult
    func consent(of child: UUIDv7, as worker: Colleague, _ more: [String: Value] = [:]) async throws -> UUIDv7 {
        let consent = id()
        _ = try await save([entry(.create, "consent", consent, dossier: child, [
            "purpose": .list(["referral", "tracing"]), "asked_on": .text(time.now().localDay.description), "child_assent": "agrees", "caregiver_consent": "given",
        ].merging(more) { $1 })], as: worker)
        return consent
    }

    /// An account, so that somebody can be asked.
    func account(_ who: Colleague, team: UUIDv7? = nil, state: String = "active") throws {
        let change = Change(id: id(), record: who.author.person, kind: ReservedKind.user, op: .create, scope: Scope(.site, who.author.person),
                            fields: ["user_name": .text("x"), "team": team.map { .text($0.description) } ?? .null], envelope: RecordEnvelope(status: state))
        _ = try journal.commitAndWait(Save(id: id(), actor: who.author.person, device: id(), at: time.now(), changes: [change]))
    }

    /// The closure of a case in this dossier, proposed by its worker and verified by the authority.
    func verifiedClosure(of child: UUIDv7, by worker: Colleague, monitoringUntil: Value? = nil) async throws {
        time.advance(millis: 60_000)
        let closure = id()
        _ = try await save([entry(.create, "closure", closure, dossier: child, ["closed_on": "2026-01-01", "outcome": "goals_met"].merging(monitoringUntil.map { ["monitoring_until": $0] } ?? [:]) { $1 })], as: worker)
        _ = try await save([entry(.decide, "closure", closure, base: 1, [:], status: "verified")], as: colleague("guardianship_territorial"))
    }

    func concern(urgent: Bool = false, children: Int = 1) -> Concern {
        Concern(save: id(), fields: ["notifier_kind": "teacher", "concern": .list(["neglect"]), "urgent": urgent ? "yes" : "no", "description": "Seen alone at the market."],
                children: (0..<children).map { ["given_name": .text("Child \($0)"), "sex": "male", "age_years": .int(6)] })
    }
}

private final class MintBox: Sendable {
    let space: CaseNumberSpace?
    let counter = Mutex(UInt32(0))

    init(space: CaseNumberSpace?) { self.space = space }

    func next() -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        return space?.number(number)?.description ?? "\(number)"
    }
}
