import Foundations
import GRDB
import Journal
import Testing
@testable import Access

/// The list filter and the single decision come from one rule set; here generated districts prove that they agree.
@Suite struct AgreementTests {
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func listsShowExactlyWhatOpeningAllows(_ seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let rows = Self.district(&dice)
        let around = Neighbourhood(rows)
        let box = try Box()
        try Self.fill(box, rows)
        // What the store's loader finds around each record is what the test knows of it.
        try box.journal.read { db in
            for row in rows {
                guard let stored = try JournalStore.record(db, row.id) else { Issue.record("lost \(row)"); continue }
                #expect(Envelope(stored) == row)
                #expect(try Surroundings.of(stored, in: db).sameSet(as: around.of(row)), "\(row.kind)")
            }
        }
        var shown = 0
        for viewer in try Self.viewers(&dice) {
            let standing = try District.standing(viewer)
            for action in [Action.view, .edit, .export, .decide] {
                let filter = standing.filter(alias: "r", action: action)
                let listed = try box.journal.read { db in
                    try UUIDv7.fetchSet(db, sql: "SELECT r.id FROM record AS r WHERE \(filter.sql)", arguments: filter.arguments)
                }
                let opened = rows.filter { row in
                    let decision = standing.decide(row, around.of(row))
                    return switch action {
                    case .view: decision.exists
                    case .edit: !decision.editable.isEmpty
                    case .export: !decision.exportable.isEmpty
                    default: !decision.decidable.isEmpty
                    }
                }
                #expect(listed == Set(opened.map(\.id)), "\(viewer.role.code) \(action) seed \(seed)")
                shown += opened.count
            }
            let narrow = standing.filter(alias: "r", kinds: ["child", "case"])
            let some = try box.journal.read { db in
                try UUIDv7.fetchSet(db, sql: "SELECT r.id FROM record AS r WHERE \(narrow.sql)", arguments: narrow.arguments)
            }
            let expected = rows.filter { ["child", "case"].contains($0.kind) && standing.decide($0, around.of($0)).exists }
            #expect(some == Set(expected.map(\.id)), "\(viewer.role.code) children only, seed \(seed)")
        }
        #expect(shown > 100, "the district must not be empty for everybody")
    }

    private static let people = (1...6).map { id(UInt64($0)) }
    private static let teams = [id(101), id(102)]
    private static let agencies = ["ministry", "ngo"]

    private static func viewers(_ dice: inout Dice) throws -> [Viewer] {
        var out: [Viewer] = []
        let dossiers = (0..<25).map { id(UInt64(10_000 + $0 * 100)) }
        for role in try standardRoles().roles.values.sorted(by: { $0.code < $1.code }) {
            for _ in 0..<2 {
                out.append(Viewer(
                    person: people.randomElement(using: &dice) ?? id(1), role: role,
                    teams: Set(teams.filter { _ in Bool.random(using: &dice) }), agency: maybe(agencies, &dice),
                    brokenGlass: Set(dossiers.filter { _ in Int.random(in: 0..<10, using: &dice) == 0 })))
            }
        }
        return out
    }

    /// Dossiers with cases in every state, odd marks, missing values, families across dossiers, alerts.
    private static func district(_ dice: inout Dice) -> [Envelope] {
        var rows: [Envelope] = []
        var next: UInt64 = 50_000
        func make(_ kind: String, dossier: UUIDv7? = nil, parent: UUIDv7? = nil, id own: UUIDv7? = nil, _ states: [String], _ dice: inout Dice) -> Envelope {
            next += 1
            let marks = [nil, nil, nil, nil, "general", "restricted", "health"] as [String?]
            return Envelope(
                id: own ?? id(next), kind: kind, dossier: dossier, parent: parent, status: maybe(states, &dice),
                owner: maybe(kind == "referral" ? people + teams : people, &dice), team: maybe(teams, &dice), agency: maybe(agencies, &dice),
                sensitivity: marks.randomElement(using: &dice) ?? nil)
        }
        let families = (0..<8).map { _ in make("family", [], &dice) }
        rows += families
        for number in 0..<25 {
            let dossier = id(UInt64(10_000 + number * 100))
            rows.append(make("child", dossier: dossier, id: dossier, [], &dice))
            for _ in 0..<Int.random(in: 0...2, using: &dice) {
                rows.append(make("case", dossier: dossier, ["open", "monitoring", "closed"], &dice))
            }
            for kind in ["note", "visit", "care_plan", "closure", "risk_assessment", "credential"] where Bool.random(using: &dice) {
                rows.append(make(kind, dossier: dossier, [], &dice))
            }
            for kind in ["referral", "placement", "task"] where Bool.random(using: &dice) {
                rows.append(make(kind, dossier: dossier, ["requested", "ended", "declined", "active"], &dice))
            }
            for _ in 0..<2 where Bool.random(using: &dice) {
                rows.append(make("best_interest_seat", dossier: dossier, ["asked", "signed", "recused", "released"], &dice))
            }
            if let family = families.randomElement(using: &dice) {
                rows.append(make("family_member", dossier: dossier, parent: family.id, [], &dice))
            }
        }
        for _ in 0..<15 {
            let alert = make("notification", ["new", "registered", "linked", "screened_out"], &dice)
            rows.append(alert)
            rows.append(make("notified_child", parent: alert.id, [], &dice))
        }
        rows += people.map { person in make("user", id: person, [], &dice) }
        rows.append(make("access_request", [], &dice))
        return rows
    }

    private static func maybe<Item>(_ items: [Item], _ dice: inout Dice) -> Item? {
        Int.random(in: 0..<4, using: &dice) == 0 ? nil : items.randomElement(using: &dice)
    }

    private static func fill(_ box: Box, _ rows: [Envelope]) throws {
        let saves = rows.map { row in
            let scope = row.dossier.map { Scope(.dossier, $0) } ?? (row.kind == "family" ? Scope(.family, row.id) : Scope(.site, row.parent ?? row.id))
            return box.save([Change(
                id: box.id(), record: row.id, kind: row.kind, op: .create, scope: scope, dossier: row.dossier, parent: row.parent,
                envelope: RecordEnvelope(owner: row.owner, team: row.team, agency: row.agency, status: row.status, sensitivity: row.sensitivity))])
        }
        try box.journal.bulk(saves)
    }
}

/// Finds surroundings in memory, as the store's loader does in SQL.
private struct Neighbourhood {
    let byDossier: [UUIDv7: [Envelope]]
    let byParent: [UUIDv7: [Envelope]]
    let byID: [UUIDv7: Envelope]

    init(_ rows: [Envelope]) {
        let near = rows.filter { $0.dossier != nil && Kinds.deciding.contains($0.kind) }
        byDossier = Dictionary(grouping: near) { $0.dossier ?? $0.id }
        byParent = Dictionary(grouping: rows.filter { $0.parent != nil }) { $0.parent ?? $0.id }
        byID = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func of(_ row: Envelope) -> Surroundings {
        let parent = row.parent.flatMap { byID[$0] }
        let members = (byParent[row.id] ?? []).filter { $0.kind == "family_member" }
        return Surroundings(
            dossierRows: row.dossier.flatMap { byDossier[$0] } ?? [],
            parents: parent.map { row.dossier == nil && $0.dossier == nil ? [$0] : [] } ?? [],
            members: members.map { .init(row: $0, dossierRows: $0.dossier.flatMap { byDossier[$0] } ?? []) })
    }
}

extension Surroundings {
    func sameSet(as other: Surroundings) -> Bool {
        func members(_ list: [Member]) -> Set<[Set<Envelope>]> { Set(list.map { [[$0.row], Set($0.dossierRows)] }) }
        return Set(dossierRows) == Set(other.dossierRows) && parents == other.parents && members(self.members) == members(other.members)
    }
}
