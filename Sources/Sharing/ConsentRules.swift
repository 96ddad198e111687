/// What may be shared: nothing but what a table says (`assets/standard/consent.csv`).
public struct ConsentRules: Sendable, Equatable {
    public enum Verdict: Sendable, Hashable {
        case allowed
        /// Nobody may let it through.
        case blocked
        /// A second person may let it through on one of these grounds.
        case overridable(Set<LegalBasis>)
        /// Goes out whatever was said: those who get it are obliged on this ground to have it.
        case duty(LegalBasis)
    }

    struct Case: Hashable {
        var purpose: Purpose
        var recipient: Recipient
        var state: ConsentState
    }

    static let columns = ["purpose", "recipient", "state", "verdict", "basis"]

    private let verdicts: [Case: Verdict]

    /// The table of a spreadsheet, header first. A cell of the first three columns names one or more words, or `*` for all of
    /// them; the first row that fits a case decides it.
    /// - Parameter cells: at most `SharingFile.mostRows` rows are read.
    /// - Throws: `SharingFault` with every wrong cell at once.
    public init(cells: [[String]]) throws(SharingFault) {
        var file = SharingFile("consent.csv", cells, columns: Self.columns)
        var verdicts: [Case: Verdict] = [:]
        for row in file.rows {
            let purposes: [Purpose] = file.words(row, "purpose"), recipients: [Recipient] = file.words(row, "recipient")
            let states: [ConsentState] = file.words(row, "state")
            guard let verdict = Self.verdict(row, &file) else { continue }
            var isReached = false
            for purpose in purposes {
                for recipient in recipients {
                    for state in states where verdicts[Case(purpose: purpose, recipient: recipient, state: state)] == nil {
                        verdicts[Case(purpose: purpose, recipient: recipient, state: state)] = verdict
                        isReached = true
                    }
                }
            }
            if !isReached, file.faults.isEmpty { file.fault(row, "purpose", "never-reached") }
        }
        try file.finish()
        self.verdicts = verdicts
    }

    private static func verdict(_ row: SharingFile.Row, _ file: inout SharingFile) -> Verdict? {
        let basis = row["basis"]
        switch row["verdict"] {
        case "allowed", "blocked":
            guard basis.isEmpty else { file.fault(row, "basis", "only-with-override"); return nil }
            return row["verdict"] == "allowed" ? .allowed : .blocked
        case "override":
            guard !basis.isEmpty else { file.fault(row, "basis", "missing"); return nil }
            let grounds: [LegalBasis] = file.words(row, "basis")
            return .overridable(Set(grounds))
        case "duty":
            let grounds: [LegalBasis] = file.words(row, "basis")
            if grounds.count > 1 { file.fault(row, "basis", "one-only") }
            return grounds.first.map { .duty($0) }
        default:
            file.fault(row, "verdict", "unknown-word")
            return nil
        }
    }

    /// What no row names is blocked.
    public func verdict(_ purpose: Purpose, to recipient: Recipient, _ state: ConsentState) -> Verdict {
        verdicts[Case(purpose: purpose, recipient: recipient, state: state)] ?? .blocked
    }
}

/// A second person's word that something is to be shared although consent is wanting.
public struct Override<Person: Sendable & Hashable>: Sendable, Hashable {
    public var basis: LegalBasis?
    public var reason: String
    public var second: Person

    public init(basis: LegalBasis?, reason: String, second: Person) {
        self.basis = basis
        self.reason = reason
        self.second = second
    }
}

/// Whether one share goes out.
public enum ShareDecision: Sendable, Hashable {
    case goesOut
    /// On this ground, without consent.
    case goesOutWithout(LegalBasis)
    /// Not unless a second person says so on one of these grounds.
    case needsSecond(ConsentState, Set<LegalBasis>)
    case refused(ConsentState)
}

extension ConsentRules {
    /// - Parameters:
    ///   - override: what a second person said, if anybody did.
    ///   - person: whoever shares; their own word is no second one.
    public func decide<Person>(_ purpose: Purpose, to recipient: Recipient, _ state: ConsentState, override: Override<Person>? = nil,
                               by person: Person) -> ShareDecision {
        switch verdict(purpose, to: recipient, state) {
        case .allowed: return .goesOut
        case .duty(let basis): return .goesOutWithout(basis)
        case .blocked: return .refused(state)
        case .overridable(let grounds):
            guard let override, let basis = override.basis, grounds.contains(basis), override.second != person,
                  override.reason.contains(where: { $0.isLetter || $0.isNumber }) else { return .needsSecond(state, grounds) }
            return .goesOutWithout(basis)
        }
    }
}
