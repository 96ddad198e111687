public import Foundations

/// What can go wrong at the edge of this module. The texts are made for the person at the screen: they
/// never say whether an account exists, which of password and code was wrong, or that a hidden record is there.
public enum AccessError: KinboxFault, Equatable {
    /// Wrong name, password or code, or an account that may not sign in: deliberately one answer for all.
    case signInRefused
    /// The password was right and the role needs a code, but none came with the request.
    case secondFactorNeeded
    /// The password was right, but the role needs a second factor and none is set up.
    case secondFactorMissing
    /// The password was right, but the second person has not yet agreed to this account.
    case waitingForApproval
    /// Too many attempts; the number of whole seconds to wait (at least 1).
    case slowDown(seconds: Int)
    case sessionEnded(SessionEnd)
    case csrfMismatch
    /// The set-up link is unknown, used, replaced or too old.
    case setupLinkInvalid
    case passwordRefused(PasswordFault)
    /// The record is not there *or* may not be seen: the caller must not tell the two apart.
    case notFound
    /// The record may be seen, but not this done to it.
    case notAllowed(action: String)
    /// The fields named may not be written by this person.
    case fieldsNotAllowed([String])
    case unknownRole(String)
    case userNameTaken
    case userNameInvalid
    case nameInvalid
    /// A detail of an account that cannot be kept: its field name.
    case badDetail(String)
    /// The second person is the same one, an administrator, the person concerned, or not entitled.
    case secondPersonRefused
    case requestNotOpen
    /// What was asked for is no longer what would happen; the request is closed.
    case requestLapsed
    case reasonNeeded
    /// The team named is not there or closed.
    case noSuchTeam
    case teamNameInvalid
    case teamNameTaken
    /// Somebody, a request or a case under way is still in the team.
    case teamNotEmpty
    case alreadyFounded
    case roleFiles([RoleFault])
    /// The store below refused or failed; its own text is passed on.
    case store(code: String, what: String, safe: String, todo: String, exit: Int32)

    public var code: String {
        switch self {
        case .signInRefused: "sign-in-refused"
        case .secondFactorNeeded: "second-factor-needed"
        case .secondFactorMissing: "second-factor-missing"
        case .waitingForApproval: "waiting-for-approval"
        case .slowDown: "slow-down"
        case .sessionEnded: "session-ended"
        case .csrfMismatch: "csrf-mismatch"
        case .setupLinkInvalid: "setup-link-invalid"
        case .passwordRefused(let fault): fault.code
        case .notFound: "not-found"
        case .notAllowed: "not-allowed"
        case .fieldsNotAllowed: "fields-not-allowed"
        case .unknownRole: "unknown-role"
        case .userNameTaken: "user-name-taken"
        case .userNameInvalid: "user-name-invalid"
        case .nameInvalid: "name-invalid"
        case .badDetail: "bad-detail"
        case .secondPersonRefused: "second-person-refused"
        case .requestNotOpen: "request-not-open"
        case .requestLapsed: "request-lapsed"
        case .reasonNeeded: "reason-needed"
        case .noSuchTeam: "no-such-team"
        case .teamNameInvalid: "team-name-invalid"
        case .teamNameTaken: "team-name-taken"
        case .teamNotEmpty: "team-not-empty"
        case .alreadyFounded: "already-founded"
        case .roleFiles: "role-files-faulty"
        case .store(let code, _, _, _, _): code
        }
    }

    public var whatHappened: String {
        switch self {
        case .signInRefused: "The sign-in was refused."
        case .secondFactorNeeded: "This account also needs the six-digit code."
        case .secondFactorMissing: "This role signs in only with a second factor, and this account has none."
        case .waitingForApproval: "This account waits for a second person's yes."
        case .slowDown(let seconds): "Too many attempts. The next one counts in \(seconds) s."
        case .sessionEnded(let why): why.text
        case .csrfMismatch: "The request did not carry this session's own mark."
        case .setupLinkInvalid: "This set-up link does not work: it was used, replaced, or is older than three days."
        case .passwordRefused(let fault): fault.text
        case .notFound: "There is nothing here that you can open."
        case .notAllowed(let action): "Your role may not \(action) this."
        case .fieldsNotAllowed(let fields): "Your role may not change: \(fields.sorted().joined(separator: ", "))."
        case .unknownRole(let role): "There is no role called \(role)."
        case .userNameTaken: "Another person already signs in with this user name."
        case .userNameInvalid: "A user name has 2 to 40 letters, digits, dots or hyphens and begins with a letter."
        case .nameInvalid: "A name has 1 to 200 characters, no line breaks and no control characters."
        case .badDetail(let field): "The \(field) cannot be kept as it is."
        case .secondPersonRefused: "This needs a second person who is entitled to it and is not an administrator."
        case .requestNotOpen: "This request was already answered, or there is none."
        case .requestLapsed: "This request has lapsed: it is too old, who asked may no longer ask, or something else was put into use meanwhile."
        case .noSuchTeam: "This team is not there or was closed."
        case .teamNameInvalid: "The name of a team has 1 to 80 characters, no line breaks and no control characters."
        case .teamNameTaken: "Another team already has this name."
        case .teamNotEmpty: "People, requests or cases under way still belong to this team."
        case .reasonNeeded: "A reason of at least ten characters is needed."
        case .alreadyFounded: "This site already has people."
        case .roleFiles(let faults): faults.map(\.description).joined(separator: "\n")
        case .store(_, let what, _, _, _): what
        }
    }

    public var whatIsSafe: String {
        switch self {
        case .store(_, _, let safe, _, _): safe
        case .slowDown, .signInRefused, .secondFactorNeeded, .secondFactorMissing, .waitingForApproval: "Nothing was opened. The account is not locked."
        case .sessionEnded: "What was saved is on the box; unsent entries stay on this device."
        default: "Nothing was changed."
        }
    }

    public var whatToDo: String {
        switch self {
        case .signInRefused: "Check user name, password and code. If it goes on, ask the site administrator."
        case .secondFactorNeeded: "Type the code that your authenticator shows, or one of your recovery codes."
        case .secondFactorMissing: "Ask the site administrator to have the factors of this account reset."
        case .waitingForApproval: "Ask a supervisor, data officer or auditor to look at the open requests."
        case .slowDown: "Wait, then try once more. A device you have signed in on before is not held back by others' attempts."
        case .sessionEnded: "Sign in again."
        case .csrfMismatch: "Reload the page."
        case .setupLinkInvalid: "Ask the site administrator for a new link."
        case .passwordRefused: "Choose another: several unrelated words are long and easy to keep."
        case .notFound: "Check the link, or ask the supervisor."
        case .notAllowed, .fieldsNotAllowed: "Ask someone whose role includes it."
        case .unknownRole: "Choose one of the roles in roles.csv."
        case .userNameTaken, .userNameInvalid, .nameInvalid, .badDetail, .teamNameInvalid, .teamNameTaken: "Choose another."
        case .secondPersonRefused: "Ask a supervisor, data officer or auditor other than the person concerned."
        case .noSuchTeam: "Look at the list of teams and choose one that is open."
        case .teamNotEmpty: "Move its people to another team and have the supervisor hand its cases over; answer what waits for a second person."
        case .requestNotOpen: "Look at the list of open requests."
        case .requestLapsed: "Whoever asked looks at what is in use now, and asks again if it is still needed."
        case .reasonNeeded: "Say why in a sentence; the supervisor and the auditor will read it."
        case .alreadyFounded: "Sign in as an administrator, or use the recovery key."
        case .roleFiles: "Correct the rows named and load the files again; the roles in use stay as they are."
        case .store(_, _, _, let todo, _): todo
        }
    }

    public var exitCode: Int32 {
        switch self {
        case .store(_, _, _, _, let exit): exit
        case .roleFiles: 1
        default: 6
        }
    }
}

extension AccessError {
    /// Passes a fault of a lower module on with its own words.
    static func passing(_ fault: any KinboxFault) -> AccessError {
        if let own = fault as? AccessError { return own }
        return .store(code: fault.code, what: fault.whatHappened, safe: fault.whatIsSafe,
                      todo: fault.whatToDo, exit: fault.exitCode)
    }
}
