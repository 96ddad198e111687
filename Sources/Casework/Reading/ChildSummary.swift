import CaseSteps
public import Foundations
import Journal

/// What a colleague taking over at midnight needs, from what this person may see.
public struct ChildSummary: Sendable {
    public let name: String
    public let nameOtherScript: String?
    /// Completed years today, as `PartialDate.likelyAge` says them where the date is an estimate.
    public let age: Int?
    public let ageEstimated: Bool
    public let sex: String?
    public let caseNumber: String?
    public let risk: String?
    public let status: String?
    public let stage: String?
    public let worker: UUIDv7?
    /// The last day on which somebody saw the child face to face; calls and edits do not count, nor do
    /// days that have not come: a slip of the hand must not silence "not seen for N days".
    public let lastSeen: String?
    /// The last such day on which the child was seen without others, who may be why a child says nothing.
    public let lastSeenAlone: String?
    public let opened: String?
    public let place: String?
    public let concerns: [String]
    public let livesWith: String?
    public let contactRestriction: String?

    /// `cases` newest first; `papers` are the dossier's other records.
    init<One: Legible>(child: One, cases: [One], papers: [One], today: CivilDay) {
        name = Self.name(of: child)
        nameOtherScript = child.text("name_other_script")
        let birth = child.text("birth_date").flatMap { PartialDate($0) }
        age = birth?.likelyAge(on: today)
        ageEstimated = birth?.isEstimated ?? false || child.text("birth_estimated") == "yes"
        sex = child.text("sex")
        let current = cases.first { $0.status != CaseStatus.closed.rawValue } ?? cases.first
        caseNumber = current?.text("case_number")
        risk = current?.text("risk_level")
        status = current?.status
        stage = current.flatMap { one in
            one.status.flatMap(CaseStatus.init(rawValue:)).map { Milestone.furthest(of: papers.map(\.form), status: $0).rawValue }
        }
        worker = current?.owner
        opened = current?.text("opened_on")
        lastSeen = papers.compactMap { paper in FaceToFace.day(paper.form, paper.text) }.filter { $0 <= today.description }.max()
        lastSeenAlone = papers.compactMap { paper in FaceToFace.dayAlone(paper.form, paper.text) }.filter { $0 <= today.description }.max()
        place = child.text("place") ?? child.place
        concerns = current?.words("concern") ?? []
        livesWith = child.text("lives_with")
        contactRestriction = child.text("contact_restriction")
    }

    /// `closed` where the newest case that is shown has ended and none is live.
    var fileState: FileState { status == CaseStatus.closed.rawValue ? .closed : .live }

    /// Given and family name as written; empty where this person may see neither.
    public static func fullName(_ record: ShownRecord) -> String { name(of: record) }

    static func name(of record: some Legible) -> String {
        [record.text("given_name"), record.text("family_name")].compactMap { $0 }.joined(separator: " ")
    }
}
