import Access
import CaseSteps
import Foundations
import GRDB
import Journal
import Matching

/// A search for a child as far as one person may see it, and what they may do about it.
struct TracingRequest {
    let record: PartialRecord
    let seen: ShownPart
    /// May say of a child that it is, or is not, the one who is sought.
    let mayWork: Bool
    /// May be the second person.
    let mayDecide: Bool

    /// What is shown of one in a row, and what is compared.
    private static let choice = FieldChoice(ChildDescription.soughtFields + ["requested_on", "status", "consent_given"])

    /// Nil where it is not there for this person.
    init?(_ db: Database, _ found: PartialRecord?, _ standing: Standing) throws {
        guard let found, found.kind == "tracing_request" else { return nil }
        let around = try Surroundings.of(Envelope(found), in: db)
        guard let seen = ShownPart(found, around, standing) else { return nil }
        let decision = standing.decide(Envelope(found), around)
        // Whoever searches did not agree that others see it: it is for those who keep it alone.
        if found.fields["consent_given"]?.text == "no", decision.editable.isEmpty { return nil }
        record = found
        self.seen = seen
        mayDecide = !decision.decidable.isEmpty
        mayWork = mayDecide || !decision.editable.isEmpty
    }

    init?(_ db: Database, _ id: UUIDv7, _ standing: Standing) throws { try self.init(db, PartialRecord.find(db, id, Self.choice), standing) }
    init?(_ db: Database, number: Int64, _ standing: Standing) throws { try self.init(db, PartialRecord.find(db, number: number, Self.choice), standing) }

    var id: UUIDv7 { record.id }
    /// As it stands, whether or not this person may see it: what follows from it must not depend on who looks.
    var status: String? { record.fields["status"]?.text }
    /// What is compared: only what this person may see.
    var description: ChildDescription { ChildDescription(sought: seen.seen) }
}

/// A child who may be the one that somebody seeks, as far as one person may see the child.
struct SoughtChild {
    let row: LikelyRow
    /// Lives apart from the family, by what was said last.
    let isSeparated: Bool
    /// The child does not want a search, or not now. It counts even where the person may not see it: nothing is proposed then.
    let isUnwanted: Bool
    /// What the child wants, where this person may see it.
    let wish: String?

    var dossier: UUIDv7 { row.dossier }

    private static let choice = FieldChoice(["separation_status", "wants_tracing"])
    private static let kinds = (Surroundings.dossierKinds + ["separation_history"]).sorted()

    init?(_ db: Database, _ row: LikelyRow?, _ standing: Standing) throws {
        guard let row else { return nil }
        self.row = row
        let rows = try PartialRecord.all(db, dossier: row.dossier, kinds: Self.kinds, Self.choice)
        let around = Surroundings(dossierRows: rows.filter { Surroundings.dossierKinds.contains($0.kind) }.map { Envelope($0) })
        let told = rows.filter { $0.kind == "separation_history" }.sorted { $0.id > $1.id }
        isSeparated = [told.first?.fields["separation_status"], row.child.record.fields["separation_status"]].contains { TracingRows.isSeparated($0?.text) }
        let newest = told.first { $0.fields["wants_tracing"]?.text != nil }
        isUnwanted = ["no", "later"].contains(newest?.fields["wants_tracing"]?.text ?? "")
        wish = newest.flatMap { ShownPart($0, around, standing)?.text("wants_tracing") }
    }

    /// The likeness between this child and somebody who is sought.
    func likeness(_ scorer: LikenessScorer) -> Likeness { scorer.likeness(to: FoldedChild(row.description)) }
}

/// One search and one child, read on one snapshot by somebody who sees both.
struct TracingPair {
    let request: TracingRequest
    let child: SoughtChild
    /// What was said of them, in the order of the clocks.
    let said: [TracingEntry]

    var match: TracingMatch { TracingMatch(said.map(\.outcome)) }

    /// - Throws: `notFound` where either is not for this person to see. Which of the two it was is not told.
    init(_ db: Database, _ request: UUIDv7, _ dossier: UUIDv7, _ standing: Standing) throws {
        guard let found = try TracingRequest(db, request, standing), let root = try PartialRecord.find(db, dossier, .none), root.kind == "child",
              let home = root.dossier, let child = try SoughtChild(db, LikelyRow(db, dossier: home, standing), standing) else {
            throw CaseworkError(.notFound)
        }
        self.request = found
        self.child = child
        said = try TracingSaid.of(db, request: request)[home] ?? []
    }
}

/// What was said, by search and by child.
enum TracingSaid {
    /// So much of one search, or of one child, is read.
    private static let most = 2_000

    /// Dossier → what was said of its child and this search.
    static func of(_ db: Database, request: UUIDv7) throws -> [UUIDv7: [TracingEntry]] {
        let entries = try Lookup.records(db, .matchByRequest, key: .id(request), newestFirst: false, limit: most).compactMap(TracingEntry.init)
        return Dictionary(grouping: entries.sorted(by: isBefore), by: \.dossier)
    }

    /// Search → what was said of it and this child.
    static func of(_ db: Database, dossier: UUIDv7) throws -> [UUIDv7: [TracingEntry]] {
        let rows = try PartialRecord.all(db, dossier: dossier, kinds: [ReservedKind.tracingMatch], .none).prefix(most)
        let entries = try rows.compactMap { try JournalStore.record(db, $0.id) }.compactMap(TracingEntry.init)
        return Dictionary(grouping: entries.sorted(by: isBefore), by: \.request)
    }

    /// By the clocks of whoever said it.
    private static func isBefore(_ one: TracingEntry, _ other: TracingEntry) -> Bool { (one.at.millis, one.outcome.id) < (other.at.millis, other.outcome.id) }
}
