import CaseSteps
import FormEngine

/// One wrong cell of a role file. Rows count from 1 as a spreadsheet shows them.
public struct RoleFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let file: String
    public let row: Int
    public let column: String
    public let code: String
    public let cell: String

    public var description: String { "\(file), row \(row), \(column): \(code) (\(cell))" }
}

/// All roles of a site. What the files do not grant is refused.
public struct RoleBook: Sendable, Equatable {
    public let roles: [String: Role]

    public init(roles: [Role]) {
        self.roles = Dictionary(roles.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(code: String) -> Role? { roles[code] }

    /// Every role with rights on forms of the site's own.
    /// - Parameter models: form → the form of the role files whose rights it follows.
    func following(_ models: [String: String]) -> RoleBook { RoleBook(roles: roles.values.map { $0.following(models) }) }

    /// Whether a role file could name this kind: lower-case letters, digits and `_`, beginning with a letter, at most 60 bytes.
    public static func isKind(_ name: String) -> Bool {
        isCode(name) && name.utf8.first.map { (0x61...0x7A).contains($0) } == true
    }

    fileprivate static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 60 && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }

    /// Reads `roles.csv` and `role_rights.csv`.
    /// - Throws: `AccessError.roleFiles` with every fault of both files at once.
    public static func read(roles: String, rights: String) throws(AccessError) -> RoleBook {
        var reader = RoleReader()
        let grants = reader.rights(rights)
        let all = reader.roles(roles, grants: grants)
        guard reader.faults.isEmpty else { throw .roleFiles(reader.faults) }
        return RoleBook(roles: all)
    }
}

/// The state of one reading: what was understood, and what was not.
private struct RoleReader {
    private static let limits = CSVLimits(bytes: 400_000, rows: 2_000, columns: 60, cellBytes: 4_000)
    var faults: [RoleFault] = []

    mutating func rights(_ text: String) -> [String: [(row: Int, grant: Grant)]] {
        let file = "role_rights.csv"
        guard let table = table(file, text, columns: ["role", "kinds", "actions", "reach", "classes_view"]) else { return [:] }
        var out: [String: [(row: Int, grant: Grant)]] = [:]
        for row in table.rows {
            guard let role = row["role"] else { fault(file, row, "role", "missing"); continue }
            let kinds = Set(words(row["kinds"]))
            if kinds.isEmpty { fault(file, row, "kinds", "missing") }
            for kind in kinds where ReservedKind.ungrantable.contains(kind) || !isCode(kind) {
                fault(file, row, "kinds", "kind-not-grantable", kind)
            }
            let actions: Set<Action> = parse(file, row, "actions")
            if actions.isEmpty { fault(file, row, "actions", "missing") }
            let reach = Reach(rawValue: row["reach"] ?? "")
            if reach == nil { fault(file, row, "reach", "unknown-reach", row["reach"] ?? "") }
            let grant = Grant(
                kinds: kinds, actions: actions, reach: reach ?? .none,
                viewing: classes(file, row, "classes_view"), editing: classes(file, row, "classes_edit"),
                exporting: classes(file, row, "classes_export"))
            checkClasses(file, row, grant)
            out[role, default: []].append((row.number, grant))
        }
        return out
    }

    mutating func roles(_ text: String, grants: [String: [(row: Int, grant: Grant)]]) -> [Role] {
        let file = "roles.csv"
        guard let table = table(file, text, columns: ["role", "reach", "second_factor", "manages"]) else { return [] }
        var out: [Role] = []
        var seen: Set<String> = []
        for row in table.rows {
            guard let code = row["role"], isCode(code) else { fault(file, row, "role", "bad-code", row["role"] ?? ""); continue }
            if !seen.insert(code).inserted { fault(file, row, "role", "repeated", code) }
            let reach = Reach(rawValue: row["reach"] ?? "")
            if reach == nil { fault(file, row, "reach", "unknown-reach", row["reach"] ?? "") }
            let factor = row["second_factor"] ?? ""
            if factor != "yes" && factor != "no" { fault(file, row, "second_factor", "yes-or-no", factor) }
            let idle = row["idle_minutes"].map { Int($0) ?? -1 } ?? Role.defaultIdleSeconds / 60
            if !(1...240).contains(idle) { fault(file, row, "idle_minutes", "1-to-240", row["idle_minutes"] ?? "") }
            var titles: [String: String] = [:]
            for (language, column) in table.languages(of: "label") { titles[language] = row[column] }
            let role = Role(
                code: code, reach: reach ?? .none, needsSecondFactor: factor != "no",
                powers: parse(file, row, "manages"), functions: parse(file, row, "functions"), titles: titles, idleSeconds: idle * 60,
                grants: (grants[code] ?? []).map(\.grant))
            checkPowers(file, row, role)
            out.append(role)
        }
        for (code, rows) in grants where !seen.contains(code) {
            faults.append(RoleFault(file: "role_rights.csv", row: rows[0].row, column: "role", code: "unknown-role", cell: code))
        }
        return out
    }

    /// Rights that could never mean what they say are faults, not silence.
    private mutating func checkClasses(_ file: String, _ row: CSVTable.Row, _ grant: Grant) {
        if grant.actions.contains(.view) && grant.viewing.isEmpty { fault(file, row, "classes_view", "missing") }
        if !grant.actions.isDisjoint(with: [.create, .edit]) && grant.editing.isEmpty { fault(file, row, "classes_edit", "missing") }
        if grant.actions.contains(.export) && grant.exporting.isEmpty { fault(file, row, "classes_export", "missing") }
        let deidentified = grant.viewing.union(grant.editing).union(grant.exporting).contains(.deidentified)
        if deidentified != (grant.reach == .nation) { fault(file, row, "classes_view", "deidentified-only-with-nation") }
    }

    private mutating func checkPowers(_ file: String, _ row: CSVTable.Row, _ role: Role) {
        if role.touchesCases, let power = role.powers.first(where: \.excludesCaseData) {
            fault(file, row, "manages", "power-excludes-case-data", power.rawValue)
        }
        // Whoever takes steps of a case touches it.
        if let function = role.functions.min(), !role.touchesCases { fault(file, row, "functions", "function-without-records", function.rawValue) }
        let strong = role.isAdministrator || role.powers.contains(.audit) || role.powers.contains(.breakGlass)
        if strong && !role.needsSecondFactor { fault(file, row, "second_factor", "needed-for-these-powers", "no") }
    }

    private mutating func table(_ file: String, _ text: String, columns: [String]) -> CSVTable? {
        do {
            let table = try CSVTable(text, limits: Self.limits)
            let missing = columns.filter { !table.header.contains($0) }
            for column in missing { faults.append(RoleFault(file: file, row: 1, column: column, code: "missing-column", cell: "")) }
            for column in table.repeatedColumns { faults.append(RoleFault(file: file, row: 1, column: column, code: "repeated", cell: "")) }
            return missing.isEmpty ? table : nil
        } catch {
            faults.append(RoleFault(file: file, row: error.row, column: "\(error.column)", code: error.code.rawValue, cell: ""))
            return nil
        }
    }

    private mutating func classes(_ file: String, _ row: CSVTable.Row, _ column: String) -> Set<SensitivityClass> {
        var out: Set<SensitivityClass> = []
        for word in words(row[column]) {
            let found = SensitivityClass(rawValue: word)
            if SensitivityClass.grantable.contains(found) { out.insert(found) } else { fault(file, row, column, "unknown-class", word) }
        }
        return out
    }

    private mutating func parse<Item: RawRepresentable & Hashable>(
        _ file: String, _ row: CSVTable.Row, _ column: String
    ) -> Set<Item> where Item.RawValue == String {
        var out: Set<Item> = []
        for word in words(row[column]) {
            if let item = Item(rawValue: word) { out.insert(item) } else { fault(file, row, column, "unknown-word", word) }
        }
        return out
    }

    private func words(_ cell: String?) -> [String] {
        (cell ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private func isCode(_ text: String) -> Bool { RoleBook.isCode(text) }

    private mutating func fault(_ file: String, _ row: CSVTable.Row, _ column: String, _ code: String, _ cell: String = "") {
        faults.append(RoleFault(file: file, row: row.number, column: column, code: code, cell: cell))
    }
}
