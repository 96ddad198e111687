import Access
import CaseSteps
import Foundations
import Journal

/// Where records of a form live and what a new one starts with. Forms that are not named here are ordinary
/// papers of a dossier.
enum RecordShape {
    /// The root of its own scope, in no dossier: a notification, a family, a provider.
    case root(ScopeKind)
    /// The root of a dossier: the child.
    case dossierRoot
    /// Below a record of this form, in its scope, and in no dossier: a notified child, a step of a confidential case.
    case below(String, ScopeKind)
    /// In a dossier.
    case paper
    /// Not written through casework.
    case reserved

    static func of(_ form: String) -> RecordShape {
        switch form {
        case "notification": .root(.notification)
        case "family", "prospective_parent", "tracing_request", ConfidentialForm.root: .root(.family)
        case "provider", "service": .root(.provider)
        case "child": .dossierRoot
        case "notified_child": .below("notification", .notification)
        case ConfidentialForm.step: .below(ConfidentialForm.root, .family)
        case "user", "credential", "access_request", "access_notice", ReservedKind.team, "conflict_task", "site_key", ReservedKind.publication, ReservedKind.formInUse,
             ReservedKind.listPublication, ReservedKind.listPart, ReservedKind.listInUse, ReservedKind.profileInUse,
             ReservedKind.merge, ReservedKind.tracingMatch, ReservedKind.toldApart, ReservedKind.erasure, ReservedKind.erased, ReservedKind.legalHold, StoredAttachment.kind: .reserved
        default: .paper
        }
    }

    /// Whether a form of the site's own can have its records where those of this form are, under the same rights: papers of a
    /// dossier and directories. What makes a child, a family or a concern is more than its answers.
    static func canBeFollowed(_ form: String) -> Bool {
        switch of(form) {
        case .paper: form != "family_member"
        case .root(.provider): true
        case .root(.family): form != "family" && form != ConfidentialForm.root
        default: false
        }
    }

    /// The field in which a record of this form names the person or team that is asked to do something.
    static func askedField(of form: String) -> String? {
        switch form {
        case "referral": "referred_to"
        case Decidable.transfer.rawValue: "handed_to"
        case PanelForm.seat: "member"
        default: nil
        }
    }

    /// The state a new record starts in.
    static func firstStatus(of form: String) -> String? {
        switch form {
        case "notification": NotificationStatus.start.rawValue
        case "case": CaseStatus.start.rawValue
        case "referral": ReferralStatus.start.rawValue
        case "placement": PlacementStatus.start.rawValue
        case "closure": ClosureStatus.start.rawValue
        case "care_plan": ApprovalStatus.start.rawValue
        case "transfer": TransferStatus.start.rawValue
        case ReviewForm.review, ReviewForm.comment: ReviewStatus.start.rawValue
        case PanelForm.panel: PanelStatus.start.rawValue
        case PanelForm.seat: SeatStatus.asked.rawValue
        default: nil
        }
    }

    /// Whether the record names its maker as the one responsible: who opens a case works on it.
    /// So do the papers of somebody who was asked into a dossier, who later sees only their own.
    static func isOwnedByMaker(_ form: String) -> Bool { ownedByMaker.contains(form) }

    private static let ownedByMaker: Set<String> = [
        "case", "child", "family", "note", "prospective_parent", "tracing_request", "incident", "service_delivery",
        "medical_assessment", "educational_assessment", "psychological_assessment", "child_functioning", ConfidentialForm.root, ConfidentialForm.step,
    ]
}
