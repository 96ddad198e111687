import Access
import Foundations
import Journal

/// Papers that came back with a question: a placement about which the authority asked for more, a plan or a closure to be put right.
extension Desk {
    /// Of the person's cases, the oldest first. The words are those of whoever sent it back, where this person may read them.
    func returned(_ duties: CaseDuties, _ glances: Glances) throws -> [MyDay.Row] {
        var rows: [MyDay.Row] = []
        for hit in duties.returned where rows.count < Self.dayRows {
            guard let shown = try glances.part(hit.record, Self.sentBack) else { continue }
            let kind = shown.record.kind
            rows.append(MyDay.Row(
                kind: .returned, record: shown.record.id, dossier: shown.record.dossier, title: StepJudge.reasonField(of: kind).flatMap { shown.text($0) },
                name: try glances.name(shown.record.dossier), reason: MyDay.Reason(code: "returned", args: ["form": .text(kind)]), due: nil, action: .open))
        }
        return rows
    }

    private static let sentBack = FieldChoice(["decision_reason", "returned_why"])
}
