public import Access
public import CaseSteps
public import Foundations

/// Why casework refused. Nothing was written when one of these is thrown.
public struct CaseworkError: KinboxFault, Equatable {
    public enum Reason: Sendable, Equatable {
        /// The record is not there, or this person may not know that it is.
        case notFound
        /// The person may see the record but not do this to it; `what` is an action or field name.
        case notAllowed(what: String)
        /// A step that the record's present state does not allow, for example triage of a decided notification.
        case stepRefused(kind: String, from: String, to: String)
        /// A step that belongs to somebody else, or that lacks something.
        case step(StepRefusal)
        /// Fields that their form does not accept.
        case faults([EntryFault])
        /// An entry names a form, parent or dossier that does not fit.
        case misplaced(entry: UUIDv7, what: String)
        /// The cursor of a list is none of ours.
        case badCursor
        /// Another version of the form was put into use since this one was compared with it.
        case formChanged(form: String)
        /// A form that may not be put into use as it is; `why` is one sentence.
        case formRefused(why: String)
        /// Another version of a code list, or of a form that carries it, was put into use since this one was compared with it.
        case listChanged(list: String)
        /// A code list that may not be put into use as it is; `why` is one sentence.
        case listRefused(why: String)
        /// A form under which somebody could do more than now: a second person must agree.
        case formLoosens([LoosenedField])
        /// Two dossiers that are not merged, or not taken apart, as things stand.
        case merge(MergeRefusal)
        /// Something about a child and a search for a child that is not said as things stand.
        case tracing(TracingRefusal)
        /// Something about a best-interest panel that is not done as things stand.
        case panel(PanelRefusal)
        /// An erasure or a legal hold that is not asked for, or not confirmed, as things stand.
        case erasure(ErasureRefusal)
        /// Something would go out for which consent is wanting.
        case sharing(ShareRefusal)
    }

    public let reason: Reason

    public init(_ reason: Reason) { self.reason = reason }

    public var code: String {
        switch reason {
        case .notFound: "not-found"
        case .notAllowed: "not-allowed"
        case .stepRefused: "step-refused"
        case .step(let refusal): refusal.code
        case .faults: "faults"
        case .misplaced: "misplaced-entry"
        case .badCursor: "bad-cursor"
        case .formChanged: "form-changed"
        case .formRefused: "form-refused"
        case .listChanged: "list-changed"
        case .listRefused: "list-refused"
        case .formLoosens: "second-person-needed"
        case .merge(let refusal): refusal.code
        case .tracing(let refusal): refusal.code
        case .panel(let refusal): refusal.code
        case .sharing(let refusal): refusal.code
        case .erasure(let refusal): refusal.code
        }
    }

    public var whatHappened: String {
        switch reason {
        case .notFound: "There is no such record, or it is not among those you work with."
        case .notAllowed(let what): "Your role does not allow this: \(what)."
        case .stepRefused(let kind, let from, let to): "This \(kind) is \(from); it cannot become \(to) now. Somebody may have decided it meanwhile."
        case .step(let refusal): refusal.whatHappened
        case .faults(let faults): faults.count == 1 ? "One answer cannot be saved as it is." : "\(faults.count) answers cannot be saved as they are."
        case .misplaced(_, let what): "An entry does not fit where it was put: \(what)."
        case .badCursor: "This page of the list is no longer there."
        case .formChanged(let form): "Another version of the form \(form) was put into use meanwhile."
        case .formRefused(let why): why
        case .listChanged(let list): "Another version of the list \(list), or of a form that carries it, was put into use meanwhile."
        case .listRefused(let why): why
        case .formLoosens(let fields): "More than now could be done with \(fields.map(\.field).joined(separator: ", ")); that needs two persons."
        case .merge(let refusal): refusal.whatHappened
        case .tracing(let refusal): refusal.whatHappened
        case .panel(let refusal): refusal.whatHappened
        case .sharing(let refusal): refusal.whatHappened
        case .erasure(let refusal): refusal.whatHappened
        }
    }

    public var whatIsSafe: String { "Nothing was changed; what you typed is still on your screen." }

    public var whatToDo: String {
        switch reason {
        case .notFound: "Search for the child, or ask your supervisor who works with it."
        case .notAllowed: "Ask your supervisor if you need to do this."
        case .stepRefused: "Open it again to see what was decided."
        case .step(let refusal): refusal.whatToDo
        case .faults: "Correct the answers marked and save again."
        case .misplaced: "Reload the page and try again; if it happens again, report it."
        case .badCursor: "Open the list again from its beginning."
        case .formChanged: "Look at what changed, check your version against it again, then put it into use."
        case .formRefused: "Change the form and upload it again."
        case .listChanged: "Check your file again against what is in use now, then put it into use."
        case .listRefused: "Change the file and upload it again."
        case .merge(let refusal): refusal.whatToDo
        case .tracing(let refusal): refusal.whatToDo
        case .panel(let refusal): refusal.whatToDo
        case .formLoosens: "Ask a second person with the reason, or change the form so that nobody gains by it."
        case .sharing(let refusal): refusal.whatToDo
        case .erasure(let refusal): refusal.whatToDo
        }
    }

    public var exitCode: Int32 {
        if case .formLoosens = reason { 6 } else { 1 }
    }
}

/// One answer of one entry that its form or the person's rights do not let through.
public struct EntryFault: Sendable, Equatable {
    public let entry: UUIDv7
    public let field: String
    public let code: String

    public init(entry: UUIDv7, field: String, code: String) {
        self.entry = entry
        self.field = field
        self.code = code
    }
}
