import Access
import Foundations
import GRDB
import Journal
public import Matching

extension Desk {
    /// Whether a sweep is under way or should begin now.
    public func isSweepDue(_ schedule: SweepSchedule = SweepSchedule()) -> Bool {
        duplicateShelf.change { $0.isUnderWay || schedule.isDue(at: time.now(), last: $0.begun) }
    }

    /// One slice of the sweep for children who stand twice in the store: compares the next few with all others and keeps the pairs in memory.
    /// Reads on a snapshot, so no writer waits. What it finds is for nobody yet: whoever asks is shown a pair only if they may see both
    /// sides (`duplicates(for:)`). One caller at a time.
    /// - Parameter count: children of this slice. One that is compared costs some 15 ms at 10,000 children, some 60 ms at 100,000; one of whom nothing has
    ///   changed since the last sweep a fraction of one.
    /// - Returns: false where the last child was reached; the next call begins anew.
    public func sweepDuplicates(_ weights: LikenessWeights, children count: Int = 5) throws -> Bool {
        try read { db in
            let lookup = LikenessLookup(db, counts: likenessCounts, now: time.monotonicNanos())
            let after = duplicateShelf.change { sweep -> DuplicateShelf.Place? in
                if !sweep.isUnderWay { sweep.begin(at: time.now()) }
                return sweep.place
            }
            let next = try lookup.everybody(after: after.map { ($0.sort, $0.record) }, limit: count)
            for place in next {
                guard let dossier = try PartialRecord.find(db, number: place.record, .none)?.dossier,
                      let description = try LikelyRow.whole(db, dossier: dossier),
                      duplicateShelf.change({ $0.meets(dossier, digest: description.hashed) }) else { continue }
                for (other, bits) in try likeIt(dossier, description, weights, db, lookup) {
                    duplicateShelf.change { $0.found(DuplicatePair(dossier, other), bits: bits) }
                }
            }
            guard next.count == count, let last = next.last else {
                duplicateShelf.change { $0.end(at: time.now()) }
                return false
            }
            duplicateShelf.change { $0.goOn(behind: DuplicateShelf.Place(sort: last.sort, record: last.record)) }
            return true
        }
    }

    /// Dossiers that may be this child's too, by all that the store has of both.
    private func likeIt(_ dossier: UUIDv7, _ description: ChildDescription, _ weights: LikenessWeights, _ db: Database,
                        _ lookup: LikenessLookup) throws -> [UUIDv7: Double] {
        let candidates = try LikenessSearch(description, for: .duplicate, weights).candidates(in: lookup)
        var found: [UUIDv7: Double] = [:]
        for candidate in candidates.children {
            guard let other = try PartialRecord.find(db, number: candidate.record, .none)?.dossier, other != dossier,
                  let known = try LikelyRow.whole(db, dossier: other) else { continue }
            let likeness = candidates.scorer.likeness(to: FoldedChild(known))
            if likeness.score >= candidates.threshold { found[other] = likeness.bits }
        }
        return found
    }

    /// What makes a child this child and no other: names, sex, birth and number, the parents' names. Another address is none of it. The same answers give the
    /// same id at every box of this site, which says nothing to anybody else. Nil where there is no such dossier.
    func identity(_ db: Database, of dossier: UUIDv7) throws -> UUIDv7? {
        guard let child = try LikelyRow.whole(db, dossier: dossier) else { return nil }
        let parts = [child.given, child.family, child.other, [child.sex ?? ""], [child.birth?.description ?? ""], [child.nationalID ?? ""],
                     child.mother.sorted(), child.father.sorted()]
        return try derived("identity", Array(parts.map { $0.joined(separator: "\u{1F}") }.joined(separator: "\u{1E}").utf8))
    }
}

extension LikelyRow {
    private static let wholeChoice = FieldChoice(ChildDescription.childFields + ChildDescription.relativeFields)

    /// All that the store has of a child. For the program alone: nothing of it may be shown. Nil where the dossier is part of another.
    static func whole(_ db: Database, dossier: UUIDv7) throws -> ChildDescription? {
        let rows = try PartialRecord.all(db, dossier: dossier, kinds: ["child", "relative"], wholeChoice)
        guard let root = rows.first(where: { $0.id == dossier }) else { return nil }
        var description = ChildDescription(child: { root.fields[$0] })
        for relative in rows.sorted(by: { $0.id < $1.id }) where relative.kind == "relative" { description.add { relative.fields[$0] } }
        return description
    }
}

extension ChildDescription {
    /// The same for the same answers as long as the process lives.
    fileprivate var hashed: Int {
        var hasher = Hasher()
        for texts in [given, family, other, places, mother, father, caregivers, siblings] { hasher.combine(texts) }
        hasher.combine(sex)
        hasher.combine(birth?.description)
        hasher.combine(isBirthEstimated)
        hasher.combine(nationalID)
        return hasher.finalize()
    }
}
