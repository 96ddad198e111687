import Access
import CaseSteps
public import Foundations
import GRDB
import Journal
import Matching

/// What one child's erasure reaches, read on one snapshot by somebody who sees the child.
struct ErasureReach: Sendable {
    /// The child's record in the dossier that everything lies in.
    let root: StoredRecord
    /// Everything in the dossier, without conflict tasks.
    let records: [StoredRecord]
    /// The dossiers that are one with it by mergings.
    let dossiers: Set<UUIDv7>
    /// Reports about nobody else: they go.
    let reports: [UUIDv7]
    /// The child's lines in reports that name other children too: these go, the report stays.
    let lines: [UUIDv7]
    /// The family, where no other child's dossier names it.
    let families: [UUIDv7]
    let isHeld: Bool
    private let opposed: [ErasureRefusal]

    /// - Throws: `notFound` where the child, or a case of it, is not for this person to see.
    init(_ db: Database, _ id: UUIDv7, _ standing: Standing) throws {
        try self.init(db, id)
        let around = Surroundings.of(dossier: records)
        func seen(_ record: StoredRecord) -> Bool { standing.decide(Envelope(record), around).exists }
        guard seen(root), records.allSatisfy({ $0.kind != "case" || seen($0) }) else { throw CaseworkError(.notFound) }
    }

    /// What the box carries out for the two who agreed.
    init(_ db: Database, _ request: ErasureRequest) throws { try self.init(db, request.dossier) }

    private init(_ db: Database, _ id: UUIDv7) throws {
        let home = try DossierFolder.home(db, of: id)
        guard let root = try JournalStore.record(db, home), root.kind == "child" else { throw CaseworkError(.notFound) }
        let records = try JournalStore.records(db, dossier: home).filter { $0.kind != "conflict_task" }
        var dossiers: Set<UUIDv7> = [home]
        for record in records where record.kind == "child" { dossiers.insert(record.id) }
        (self.root, self.records, self.dossiers) = (root, records, dossiers)
        isHeld = try dossiers.contains { try JournalStore.isHeld(db, Scope(.dossier, $0)) }
        var reports: [UUIDv7] = [], lines: [UUIDv7] = []
        var led = Set(records.filter { $0.kind == "case" }.compactMap { $0.fields["notification"]?.identifier })
        // Alerts about a child who was known already led to no case of their own.
        for one in dossiers.sorted() {
            for line in try Lookup.records(db, .concernByDossier, key: .id(one), limit: 500) { if let report = line.parent { led.insert(report) } }
        }
        for report in led.sorted() {
            guard try JournalStore.record(db, report)?.kind == "notification" else { continue }
            let named = try JournalStore.records(db, parent: report).filter { $0.kind == "notified_child" }
            func link(_ one: StoredRecord) -> UUIDv7? { one.fields["linked_dossier"]?.identifier }
            let own = named.filter { link($0).map(dossiers.contains) ?? false }
            let elsewhere = try Lookup.records(db, .caseByNotification, key: .id(report), limit: 100).contains { $0.dossier != home }
            // A report whose one child nobody has linked by hand led to this case alone.
            let isAlone = !elsewhere && (own.count == named.count || (named.count == 1 && named.allSatisfy { link($0) == nil }))
            if isAlone { reports.append(report) } else { lines += own.map(\.id) }
        }
        (self.reports, self.lines) = (reports, lines)
        families = try Set(records.filter { $0.kind == "family_member" }.compactMap { $0.fields["family"]?.identifier }).sorted().filter { family in
            guard try JournalStore.record(db, family)?.kind == "family" else { return false }
            return try Lookup.records(db, .memberByFamily, key: .id(family), limit: 500).allSatisfy { $0.dossier == home }
        }
        var opposed: [ErasureRefusal] = []
        if isHeld { opposed.append(.held) }
        if records.contains(where: { Self.origins.contains($0.kind) }) { opposed.append(.adoptionOrigin) }
        if records.contains(where: { $0.kind == "case" && $0.status != CaseStatus.closed.rawValue }) { opposed.append(.openCase) }
        if records.contains(where: { $0.kind == "placement" && $0.status == PlacementStatus.active.rawValue }) { opposed.append(.inCare) }
        for one in dossiers.sorted() {
            let pairs = try Lookup.records(db, .mergeByChild, key: .id(one), limit: Desk.mergesSearched).compactMap { DossierMerge($0) }
            if pairs.contains(where: { $0.state == .proposed }), !opposed.contains(.mergeOpen) { opposed.append(.mergeOpen) }
        }
        if try JournalStore.holdsOthers(db, dossiers.map { Scope(.dossier, $0) }) { opposed.append(.holdsOthers) }
        self.opposed = opposed
    }

    private static let origins: Set<String> = ["adoptability", "matching", "adoption", "post_adoption_visit"]

    /// Papers by which somebody would know the file: the requests themselves are none.
    var papers: [StoredRecord] { records.filter { $0.kind != ReservedKind.erasure } }

    var scopes: [Scope] { dossiers.sorted().map { Scope(.dossier, $0) } + reports.map { Scope(.notification, $0) } + families.map { Scope(.family, $0) } }

    /// What the file holds, by papers and versions: what is confirmed is judged by it.
    var mark: String { "\(papers.count)/\(papers.map(\.version).reduce(0, +))" }

    /// The requests about this file, newest first.
    var requests: [ErasureRequest] { records.compactMap { ErasureRequest($0) }.sorted { $0.askedAt.millis > $1.askedAt.millis } }

    /// What speaks against it, the weightiest first; empty where nothing does.
    func refusals(_ matter: ErasureMatter, paper: UUIDv7?) -> [ErasureRefusal] {
        switch matter {
        case .erase: return opposed
        case .hold: return isHeld ? [.held] : []
        case .lift: return isHeld ? [] : [.notHeld]
        case .paper:
            guard let one = records.first(where: { $0.id == paper }) else { return [.changed] }
            if one.kind == "child" || one.kind == "case" { return [.wholeFile] }
            return isHeld ? [.held] : Self.origins.contains(one.kind) ? [.adoptionOrigin] : []
        }
    }

    /// Whether this is the number of a case in the file; true for every number where it has none.
    func isNumber(_ typed: String) -> Bool {
        let numbers = records.filter { $0.kind == "case" }.compactMap { $0.fields["case_number"]?.text.flatMap(NameFolding.number) }
        return numbers.isEmpty || NameFolding.number(typed).map(numbers.contains) ?? false
    }
}
