import Access
import Casework
import Foundations
import HTTPServer
import Journal

/// Turns the faults of the modules below into the refusals that callers see. Unknown ones stay a bare 500.
enum Problems {
    static func problem(of error: any Error) -> Problem? {
        if let problem = error as? Problem { return problem }
        if let error = error as? JournalError, case .refused(let inner) = error { return problem(of: inner) }
        guard let fault = error as? any KinboxFault else { return nil }
        var problem = Problem(status: status(of: fault), code: fault.code, title: fault.whatHappened,
                              whatIsSafe: fault.whatIsSafe, whatToDo: fault.whatToDo)
        if let error = error as? CaseworkError, case .faults(let faults) = error.reason {
            problem.faults = faults.prefix(mostFaults).map { Problem.Fault(entry: $0.entry.description, field: $0.field, code: $0.code) }
        }
        if let left = problem.faults.map({ faultsLeft(error, shown: $0.count) }), left > 0 { problem.moreFaults = left }
        if let error = error as? AccessError, case .slowDown(let seconds) = error { problem.headers["Retry-After"] = String(seconds) }
        if problem.status == 503 { problem.headers["Retry-After"] = "3" }
        return problem
    }

    /// So many faults an answer names one by one; `moreFaults` counts the others.
    static let mostFaults = 100

    private static func faultsLeft(_ error: any Error, shown: Int) -> Int {
        guard let error = error as? CaseworkError, case .faults(let faults) = error.reason else { return 0 }
        return faults.count - shown
    }

    /// By the stable code, so that a fault means the same status wherever it comes from.
    static func status(of fault: any KinboxFault) -> Int {
        switch fault.code {
        case "sign-in-refused", "second-factor-needed", "second-factor-missing", "waiting-for-approval", "session-ended": 401
        case "csrf-mismatch", "not-allowed", "step-not-yours", "fields-not-allowed", "second-person-refused", "second-person-needed", "legal-hold", "merge-own", "erasure-own", "tracing-own", "panel-not-yours": 403
        case "not-found": 404
        case "step-refused", "step-lacks", "entry-reused", "scope-mismatch", "user-name-taken", "team-name-taken", "team-not-empty", "form-changed", "list-changed", "request-not-open", "request-lapsed",
             "share-blocked", "consent-needed", "share-own-word", "already-founded", "uploads-waiting", "table-faults": 409
        case "setup-link-invalid", "erased": 410
        case "faults", "misplaced-entry", "bad-change", "bad-cursor", "unknown-role", "bad-detail", "user-name-invalid", "name-invalid", "team-name-invalid", "no-such-team", "reason-needed",
             "form-refused", "list-refused", "too-many-records": 422
        case let code where code.hasPrefix("merge-") || code.hasPrefix("erasure-") || code.hasPrefix("tracing-") || code.hasPrefix("panel-"): 409
        case let code where code.hasPrefix("workbook-"): 422
        case "slow-down": 429
        case "busy", "locked", "store-closed": 503
        case "no-space", "disk-full", "nearly-full": 507
        case let code where code.hasPrefix("password-"): 422
        case let code where code.hasPrefix("wrong-"): 401
        default: fault.exitCode == 7 ? 507 : fault.exitCode == 6 ? 403 : 500
        }
    }
}
