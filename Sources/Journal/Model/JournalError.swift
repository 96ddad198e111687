public import Foundations
public import Vault

/// The one error type at the journal's edge.
public enum JournalError: KinboxFault {
    /// More saves are waiting than the queue holds.
    case busy
    /// The caller's own check, or the body of a read, threw this.
    case refused(any Error)
    /// An entry with this id is in the journal with another content: a defect or an attack.
    case entryReused(UUIDv7)
    case scopeMismatch(record: UUIDv7)
    /// The scope was shredded or the entry redacted.
    case erased
    case notFound(UUIDv7)
    case badChange(String)
    case noSpace
    case damaged(String)
    case database(String)
    /// What the vault found: damage, a failed sync, a lost key.
    case vault(VaultError)
    case closed
    /// Two persons are needed, and both must not be the same.
    case needsTwoPersons
    case legalHold
    /// A dossier that is to be erased holds papers that belong to another child's dossier.
    case holdsOthers
    /// This person has attached more than they have saved, up to what one person may.
    case uploadsWaiting

    public var code: String {
        switch self {
        case .busy: "busy"
        case .refused(let error): (error as? any KinboxFault)?.code ?? "refused"
        case .entryReused: "entry-reused"
        case .scopeMismatch: "scope-mismatch"
        case .erased: "erased"
        case .notFound: "not-found"
        case .badChange: "bad-change"
        case .noSpace: "no-space"
        case .damaged: "damaged"
        case .database: "store-failed"
        case .vault(let fault): fault.code
        case .closed: "store-closed"
        case .needsTwoPersons: "needs-two-persons"
        case .legalHold: "legal-hold"
        case .holdsOthers: "holds-others"
        case .uploadsWaiting: "uploads-waiting"
        }
    }

    public var whatHappened: String {
        switch self {
        case .busy: "Too many saves are waiting."
        case .refused(let error): (error as? any KinboxFault)?.whatHappened ?? "The save was refused: \(error)"
        case .entryReused(let id): "Entry \(id) is already in the journal with another content."
        case .scopeMismatch(let record): "Record \(record) belongs to another scope."
        case .erased: "This was erased."
        case .notFound(let id): "There is no \(id)."
        case .badChange(let why): "The change cannot be kept: \(why)."
        case .noSpace: "The disk is full."
        case .damaged(let what): "The store is damaged: \(what)."
        case .database(let message): "The store answered: \(message)."
        case .vault(let fault): fault.whatHappened
        case .closed: "The store is closed."
        case .needsTwoPersons: "Two different persons must agree to an erasure."
        case .legalHold: "A legal hold forbids erasing this."
        case .holdsOthers: "This dossier holds papers that belong to another child since a merging was undone; they would be lost with it."
        case .uploadsWaiting: "Too many of your attachments wait for a form to be saved."
        }
    }

    public var whatIsSafe: String {
        if case .vault(let fault) = self { return fault.whatIsSafe }
        return "Nothing of this save was kept; everything acknowledged before is."
    }

    public var whatToDo: String {
        switch self {
        case .busy: "Try again in a few seconds."
        case .refused(let error): (error as? any KinboxFault)?.whatToDo ?? "Correct it and save again."
        case .vault(let fault): fault.whatToDo
        case .noSpace: "Free space on the disk, then save again."
        case .damaged: "Run kinbox verify; restore the damaged part from a backup."
        case .database: "Restart Kinbox; if it comes back, run kinbox verify."
        case .holdsOthers: "Write them anew in the other child's dossier and redact them here, or erase both dossiers."
        case .uploadsWaiting: "Save the forms that wait, or take attachments out of them."
        case .entryReused: "Report it: two devices made the same id, or something was tampered with."
        default: "Open the record anew and try again."
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .damaged, .entryReused: 5
        case .needsTwoPersons, .legalHold, .erased, .holdsOthers: 6
        case .noSpace: 7
        case .vault(let fault): fault.exitCode
        default: 1
        }
    }
}
