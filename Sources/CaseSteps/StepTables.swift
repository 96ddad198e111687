/// The tables as a person reads them: docs/steps.md holds what this prints.
public enum StepTables {
    /// Every process, in the order of the document: its name and its text.
    public static let all: [(process: String, text: String)] = [
        text(NotificationStatus.self), text(ReferralStatus.self), text(PlacementStatus.self), text(TransferStatus.self),
        text(ApprovalStatus.self), text(ClosureStatus.self), text(CaseStatus.self), text(PanelStatus.self), text(ReviewStatus.self), text(ErasureStatus.self),
    ]

    static func text<Status: StepStatus>(_ status: Status.Type) -> (process: String, text: String) {
        var lines = ["Begins as `\(Status.start.rawValue)`. When two devices disagree: "
            + ranks(status) + ".", "", "```text"]
        lines += diagram(status)
        lines += ["```", "", "| from | event | to | taken by | needs |", "|---|---|---|---|---|"]
        lines += Status.table.map { row in
            "| `\(row.from.rawValue)` | \(row.event.rawValue) | `\(row.to.rawValue)` | \(row.takers.sorted().map(\.rawValue).joined(separator: ", ")) "
                + "| \(row.needs.sorted().map(\.rawValue).joined(separator: ", ")) |"
        }
        return (Status.process, lines.joined(separator: "\n"))
    }

    /// One line per pair of states, events in the order of the table.
    private static func diagram<Status: StepStatus>(_ status: Status.Type) -> [String] {
        let width = Status.allCases.map(\.rawValue.count).max() ?? 0
        return Status.allCases.flatMap { from in
            Status.allCases.compactMap { to -> String? in
                let events = from.events(to: to)
                guard !events.isEmpty else { return nil }
                let name = from.rawValue + String(repeating: " ", count: width - from.rawValue.count)
                return "\(name) --> \(to.rawValue): \(events.map(\.rawValue).joined(separator: " | "))"
            }
        }
    }

    private static func ranks<Status: StepStatus>(_ status: Status.Type) -> String {
        let ranks = Dictionary(grouping: Status.allCases, by: \.protection).sorted { $0.key > $1.key }
        if ranks.count == 1 { return "the first decision holds" }
        return ranks.map { $0.value.map { "`\($0.rawValue)`" }.joined(separator: ", ") }.joined(separator: " before ") + "; then the first decision"
    }
}
