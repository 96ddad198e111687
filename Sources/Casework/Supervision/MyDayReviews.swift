import Access
import CaseSteps
import Foundations
import GRDB
import Journal

extension Desk {
    /// What supervisors ask about this person's cases and nobody has answered, the first due first.
    func askedInReview(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        guard standing.mayEver(.edit, ReviewForm.review) || standing.mayEver(.edit, ReviewForm.comment) else { return [] }
        let hits = try CaseDuties.dossiers(of: standing.viewer.person, db).flatMap {
            try Lookup.find(db, .reviewByDossier, key: .id($0), newestFirst: false, limit: CaseDuties.mostOfOne)
        }
        return try rows(hits, in: .open, glances).sorted { ($0.due ?? "9", $0.record) < ($1.due ?? "9", $1.record) }
    }

    /// Answers that wait for a supervisor of these teams, the oldest first.
    func answeredReviews(_ db: Database, _ glances: Glances, _ standing: Standing) throws -> [MyDay.Row] {
        guard standing.viewer.role.functions.contains(.approves), standing.mayEver(.edit, ReviewForm.review) else { return [] }
        let hits = try standing.viewer.teams.sorted().flatMap {
            try Lookup.find(db, .reviewByTeam, key: .pair($0, ReviewStatus.answered.rawValue), newestFirst: false, limit: Self.dayRows)
        }
        return try rows(hits, in: .answered, glances)
    }

    private func rows(_ hits: [Lookup.Hit], in status: ReviewStatus, _ glances: Glances) throws -> [MyDay.Row] {
        var rows: [MyDay.Row] = []
        for hit in hits where rows.count < Self.dayRows {
            guard let shown = try glances.part(hit.record, Chosen.review), shown.status == status.rawValue else { continue }
            let due = shown.text("due_on")
            let late = due.flatMap { CivilDay($0) }.map { $0 < today } ?? false
            let code = status == .answered ? "review_answered" : late ? "review_late" : "review_asked"
            rows.append(MyDay.Row(
                kind: .review, record: shown.record.id, dossier: shown.record.dossier, title: nil, name: try glances.name(shown.record.dossier),
                reason: MyDay.Reason(code: code, args: ["form": .text(shown.record.kind)]), due: due, action: .open))
        }
        return rows
    }
}

private enum Chosen {
    static let review = FieldChoice(["due_on"])
}
