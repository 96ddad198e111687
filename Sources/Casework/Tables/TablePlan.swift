public import Foundations

/// What importing a table would do, with everything that is wrong in it. Nothing was written.
public struct TablePlan: Sendable {
    public static let mostRows = 20_000
    /// Faults and changes that are told one by one; the others are counted.
    public static let mostFaults = 2_000, mostChanges = 500

    /// One answer that would become another.
    public struct Change: Sendable, Equatable {
        public let row: Int
        public let record: UUIDv7
        /// What the record is called, as far as this person sees it.
        public let name: String
        public let column: String
        public let before: String
        /// Empty: cleared.
        public let after: String
    }

    public struct Counts: Sendable, Equatable {
        public var rows = 0
        /// Records that would be made.
        public var new = 0
        /// Records that would be changed.
        public var changed = 0
        public var unchanged = 0
        /// Rows that cannot be imported as they are.
        public var refused = 0
        /// Answers that would be taken away.
        public var cleared = 0
        /// Answers that somebody changed since the table was written and that stay as they are now.
        public var kept = 0
    }

    public let form: String
    public let sheet: String
    public internal(set) var counts = Counts()
    /// In the order of the table, up to `mostFaults`.
    public internal(set) var faults: [TableFault] = []
    public internal(set) var errors = 0
    public internal(set) var warnings = 0
    public internal(set) var changes: [Change] = []
    /// Further ones that are not in `changes`.
    public internal(set) var moreChanges = 0
    /// One for each record to be made or changed, in the order of the table.
    var entries: [AuthoredEntry] = []

    init(form: String, sheet: String) {
        self.form = form
        self.sheet = sheet
    }

    /// A table is taken as a whole or not at all: of one that was half taken nobody would know which half.
    public var accepted: Bool { errors == 0 }

    mutating func add(_ fault: TableFault) {
        if fault.severity == .error { errors += 1 } else { warnings += 1 }
        if faults.count < Self.mostFaults { faults.append(fault) }
    }

    mutating func add(_ change: Change) {
        if changes.count < Self.mostChanges { changes.append(change) } else { moreChanges += 1 }
    }
}

/// How far an import came.
public struct TableImported: Sendable, Equatable {
    public var new = 0
    public var changed = 0
    /// Records that still wait; the same import again goes on with them.
    public var left = 0
}
