import Testing
import FormEngine

@Suite struct StandardRolesTests {
    let roles: CSVTable
    let rights: CSVTable

    init() throws {
        roles = try CSVTable(StandardInstance.text("roles.csv"))
        rights = try CSVTable(StandardInstance.text("role_rights.csv"))
    }

    static let reaches: Set<String> = ["none", "own", "referred", "assigned", "placement", "closure", "panel", "team", "agency", "site", "nation"]

    @Test func rolesAreCompleteAndTitled() throws {
        let names = roles.rows.compactMap { $0["role"] }
        #expect(names.count == roles.rows.count && Set(names).count == names.count)
        for row in roles.rows {
            for (code, column) in roles.languages(of: "label") { #expect(row[column] != nil, "\(row["role"] ?? "?") in \(code)") }
            #expect(Self.reaches.contains(row["reach"] ?? ""))
            #expect(["yes", "no"].contains(row["second_factor"] ?? ""))
        }
        #expect(roles.languages(of: "label").map(\.code) == StandardInstance.languages)
        #expect(try StandardInstance.form("user").list("role")?.choices.map(\.value) == names)
    }

    @Test func rightsNameOnlyWhatExists() {
        let names = Set(roles.rows.compactMap { $0["role"] })
        let classes = StandardInstance.classes.union(["deidentified", "gbv"])
        for row in rights.rows {
            #expect(names.contains(row["role"] ?? ""), "row \(row.number)")
            #expect(Self.reaches.contains(row["reach"] ?? ""), "row \(row.number)")
            for kind in Self.words(row, "kinds") { #expect(StandardInstance.formNames.contains(kind), "row \(row.number): \(kind)") }
            for action in Self.words(row, "actions") {
                #expect(["view", "create", "edit", "decide", "export"].contains(action), "row \(row.number): \(action)")
            }
            for column in ["classes_view", "classes_edit", "classes_export"] {
                #expect(Set(Self.words(row, column)).isSubset(of: classes), "row \(row.number): \(column)")
            }
            let actions = Self.words(row, "actions")
            #expect(Self.words(row, "classes_export").isEmpty == !actions.contains("export"), "row \(row.number): export")
            #expect(Self.words(row, "classes_view").isEmpty || actions.contains("view"), "row \(row.number): view")
        }
    }

    @Test func administratorsAndAuditorHoldNoRightOnACase() {
        for row in rights.rows where ["site_administrator", "hub_administrator", "auditor", "district_manager"].contains(row["role"] ?? "") {
            #expect(Self.words(row, "kinds") == ["user"], "row \(row.number)")
        }
    }

    @Test func notifierSeesNothing() {
        for row in rights.rows where row["role"] == "notifier" {
            #expect(Self.words(row, "actions") == ["create"])
            #expect(row["classes_view"] == nil)
        }
    }

    /// Who may write a class in a record they can open must be able to read it back there.
    @Test func whatIsEditedIsAlsoSeen() {
        for row in rights.rows where Self.words(row, "actions").contains("edit") {
            #expect(Set(Self.words(row, "classes_edit")).isSubset(of: Set(Self.words(row, "classes_view"))), "row \(row.number)")
        }
    }

    private static func words(_ row: CSVTable.Row, _ column: String) -> [String] {
        (row[column] ?? "").split(separator: " ").map(String.init)
    }
}
