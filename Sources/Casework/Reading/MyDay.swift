public import Foundations

/// What matters now for one person, ordered by harm and time, and their caseload.
public struct MyDay: Sendable {
    public enum Section: String, Sendable, CaseIterable { case urgent, today, waiting, changed }

    public enum RowKind: String, Sendable {
        case notification, unseen = "case_unseen", promise, task, conflict, limit, tracing
        /// A referral that asks this person (or their team), and one of theirs that nobody has answered.
        case request, unanswered
        /// What a supervisor asks about a case of this person's, and an answer that waits for this supervisor.
        case review
        /// A best-interest panel that this person is asked to, or that one of their teams has called.
        case panel
        /// A paper of this person's case that whoever decides sent back with words.
        case returned
        /// A new concern about a child that is known already, of which nobody has taken note. Its record is the notification.
        case concern
    }

    /// What a tap does.
    public enum Action: String, Sendable { case triage, visit, open, decide, answer }

    /// Why the row stands here: a code for the app's catalogues, and what to put into its words.
    public struct Reason: Sendable {
        public let code: String
        public let args: [String: Value]
    }

    public struct Row: Sendable {
        public let kind: RowKind
        public let record: UUIDv7
        public let dossier: UUIDv7?
        /// Words of the record itself (a goal, a promise), where it has some.
        public let title: String?
        /// The child's name, where there is one this person may see.
        public let name: String?
        public let reason: Reason
        /// The day it is due, `2026-11-21`.
        public let due: String?
        public let action: Action
    }

    public struct CaseRow: Sendable {
        public let dossier: UUIDv7
        public let caseRecord: UUIDv7
        public let name: String
        public let age: Int?
        public let ageEstimated: Bool
        public let sex: String?
        public let caseNumber: String?
        public let risk: String?
        public let stage: String?
        public let lastSeen: String?
    }

    public let today: CivilDay
    public let rows: [Section: [Row]]
    public let caseloadTotal: Int
    public let caseload: [CaseRow]
    /// Where the caseload goes on; nil at its end.
    public let next: String?

    /// Days after which a child of this risk counts as not seen. A country's own limits replace them with its forms.
    public static func daysUnseenAllowed(risk: String?) -> Int {
        switch risk {
        case "high": 14
        case "medium": 30
        default: 60
        }
    }
}
