public import Access
public import Foundations
import GRDB
import Journal
public import Matching

/// A child who may be the one that somebody describes.
public struct LikelyChild: Sendable {
    public let dossier: UUIDv7
    public let summary: ChildSummary
    /// What speaks for it, strongest first: codes such as `given-sound` (`LikenessReason.code`).
    public let reasons: [String]
    /// What speaks against it.
    public let doubts: [String]
}

extension Desk {
    /// Dossiers looked at for one answer at the most, whether or not they may be seen.
    static let likelyBudget = 400
    /// Rows near a person up to which the look keeps to them from the start.
    static let likelyReach = 4_000
    /// What speaks for or against with less than this (bits) is not worth a word.
    private static let toldBits = 0.8

    /// Children who may be the one described, likeliest first: at most as many as the weights say, from the score on that they set for a
    /// site of this size. Compared is only what this person may see of each child and of the relatives; children they may not see
    /// are passed over as if they were not there. Blocks for the length of the reads.
    /// - Parameter own: a dossier that is left out: the one that is being written.
    public func likelyChildren(_ description: ChildDescription, for purpose: LikenessPurpose = .duplicate, _ weights: LikenessWeights,
                               besides own: UUIDv7? = nil, standing: Standing) throws -> [LikelyChild] {
        guard standing.mayEver(.view, "child") else { return [] }
        let search = LikenessSearch(description, for: purpose, weights)
        return try read { db in
            let near = try standing.searchReach.flatMap { try NameSearch.dossiers(db, within: $0, atMost: Self.likelyReach) }
            let lookup = LikenessLookup(db, counts: likenessCounts, now: time.monotonicNanos(), within: near)
            let candidates = try search.candidates(in: lookup, atMost: Self.likelyBudget)
            var found: [(seen: LikelyRow, likeness: Likeness)] = []
            var compared = 0
            for candidate in candidates.children {
                guard let seen = try LikelyRow(db, candidate, standing), seen.dossier != own else { continue }
                let likeness = candidates.scorer.likeness(to: FoldedChild(seen.description))
                if likeness.score >= candidates.threshold { found.append((seen, likeness)) }
                compared += 1
                if compared == LikenessSearch.compared { break }
            }
            return found.sorted { $0.likeness.bits > $1.likeness.bits }.prefix(search.most).map { likely($0.seen, $0.likeness) }.filter { !$0.summary.name.isEmpty }
        }
    }

    func likely(_ seen: LikelyRow, _ likeness: Likeness) -> LikelyChild {
        let told = Self.wordsOf(likeness)
        return LikelyChild(dossier: seen.dossier, summary: ChildSummary(child: seen.child, cases: seen.cases, papers: [], today: today),
                           reasons: told.reasons, doubts: told.doubts)
    }

    /// What is told of a likeness: what speaks for it and what against it, strongest first.
    static func wordsOf(_ likeness: Likeness) -> (reasons: [String], doubts: [String]) {
        (codes(likeness) { $0 >= toldBits }, codes(likeness) { $0 <= -toldBits })
    }

    private static func codes(_ likeness: Likeness, _ counts: (Double) -> Bool) -> [String] {
        var codes: [String] = []
        for reason in likeness.reasons where counts(reason.bits) && !codes.contains(reason.code) { codes.append(reason.code) }
        return codes
    }
}

/// A child as far as one person may see it, and what of that is compared.
struct LikelyRow {
    let dossier: UUIDv7
    let child: ShownPart
    /// Newest first.
    let cases: [ShownPart]
    let description: ChildDescription
    /// Whether a case of the dossier is not for this person.
    let hidesCase: Bool

    private static let kinds = Set(Surroundings.dossierKinds + ["child", "relative"]).sorted()
    private static let choice = FieldChoice(ChildDescription.childFields + ChildDescription.relativeFields
        + ["lives_with", "contact_restriction", "case_number", "risk_level", "opened_on", "concern", "separation_status"])

    /// Nil where the child does not exist for this person.
    init?(_ db: Database, _ candidate: LikenessLookup.Child, _ standing: Standing) throws {
        guard let dossier = try PartialRecord.find(db, number: candidate.record, .none)?.dossier else { return nil }
        try self.init(db, dossier: dossier, standing)
    }

    init?(_ db: Database, dossier: UUIDv7, _ standing: Standing) throws {
        let rows = try PartialRecord.all(db, dossier: dossier, kinds: Self.kinds, Self.choice)
        let near = rows.filter { Surroundings.dossierKinds.contains($0.kind) }
        let around = Surroundings(dossierRows: near.map { Envelope($0) })
        guard let root = rows.first(where: { $0.id == dossier }), let child = ShownPart(root, around, standing) else { return nil }
        self.dossier = dossier
        self.child = child
        let all = near.filter { $0.kind == "case" }.sorted { $0.updated > $1.updated }
        cases = all.compactMap { ShownPart($0, around, standing) }
        hidesCase = cases.count < all.count
        var description = ChildDescription(child: child.seen)
        for relative in rows where relative.kind == "relative" {
            if let shown = ShownPart(relative, around, standing) { description.add(relative: shown.seen) }
        }
        self.description = description
    }
}
