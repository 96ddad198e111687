public import Sharing

/// Why something was not shared.
public struct ShareRefusal: Sendable, Equatable {
    public enum Cause: Sendable, Hashable {
        /// Nobody may let it through.
        case blocked
        /// A second person may let it through on one of these grounds; none of them is named, or the reason is missing.
        case needsGround(Set<LegalBasis>)
        /// Whoever asked is not the second person.
        case ownWord
    }

    public let purpose: Purpose
    public let recipient: Recipient
    public let state: ConsentState
    public let cause: Cause

    public var code: String {
        switch cause {
        case .blocked: "share-blocked"
        case .needsGround: "consent-needed"
        case .ownWord: "share-own-word"
        }
    }

    public var whatHappened: String {
        switch cause {
        case .blocked: "This was not sent: \(state.words). Nobody may share it for this purpose."
        case .needsGround: "This was not sent: \(state.words)."
        case .ownWord: "Who asks to share without consent cannot be the second person who agrees."
        }
    }

    public var whatToDo: String {
        switch cause {
        case .blocked: "Talk with the child and the caregiver; when they have agreed, record it in the form Consent and send again."
        case .needsGround(let grounds):
            "Record their consent in the form Consent. If it cannot wait, make a new \(purpose == .transfer ? "transfer" : "referral") and name the legal ground (\(grounds.map(\.rawValue).sorted().joined(separator: ", "))) "
                + "and the reason: a second person then decides."
        case .ownWord: "Ask another supervisor to decide."
        }
    }
}

extension ConsentState {
    /// For a sentence: "this was not sent: …".
    var words: String {
        switch self {
        case .withdrawn: "consent was taken back"
        case .refused: "consent was refused"
        case .childDissents: "the child does not agree"
        case .caregiverSuspected: "the caregiver was not asked, because they may have harmed the child"
        case .expired: "the consent has run out"
        case .none: "no consent to this is on record"
        case .given: "consent does not cover this"
        }
    }
}
