import Foundations
import Testing
@testable import Access
import CaseSteps

@Suite struct RoleBookTests {
    private let roleHead = "role,reach,second_factor,manages,label::English (en)\n"
    private let rightHead = "role,kinds,actions,reach,classes_view,classes_edit,classes_export\n"

    @Test func standardRolesAreReadWithoutAFault() throws {
        let book = try standardRoles()
        #expect(book.roles.count >= 19)
        let worker = try #require(book["case_worker"])
        #expect(worker.titles["en"] == "Case worker" && worker.titles["ar"] != nil)
        #expect(worker.idleSeconds == 15 * 60)
    }

    @Test(arguments: ["site_administrator", "hub_administrator", "auditor"])
    func officeRolesHoldNoCaseRight(_ code: String) throws {
        let role = try #require(try standardRoles()[code])
        #expect(role.grants.allSatisfy { $0.kinds == ["user"] })
        #expect(role.needsSecondFactor)
        #expect(!role.readsCases)
    }

    @Test func secondFactorIsRequiredWhereTheDesignSaysSo() throws {
        let book = try standardRoles()
        for code in ["site_administrator", "supervisor", "hub_analyst", "hub_administrator", "auditor", "data_officer"] {
            #expect(book[code]?.needsSecondFactor == true, "\(code)")
        }
    }

    @Test func administratorsAreNoSecondPersons() throws {
        let book = try standardRoles()
        #expect(book["site_administrator"]?.maySecond == false)
        #expect(book["supervisor"]?.maySecond == true)
        #expect(book["case_worker"]?.maySecond == false)
    }

    @Test(arguments: [
        ("site_administrator,none,yes,people,x", "site_administrator,child,view,site,general,,", "power-excludes-case-data"),
        ("a,none,yes,audit,x", "a,notification,create,none,,general,", "power-excludes-case-data"),
        ("a,none,no,people,x", "", "needed-for-these-powers"),
        ("a,none,no,break_glass,x", "", "needed-for-these-powers"),
        ("a,own,no,,x", "a,credential,view,site,general,,", "kind-not-grantable"),
        ("a,own,no,,x", "a,access_request,view,site,general,,", "kind-not-grantable"),
        ("a,own,no,,x", "a,*,view,site,general,,", "kind-not-grantable"),
        ("a,own,no,,x", "a,child,view,own,never,,", "unknown-class"),
        ("a,own,no,,x", "a,child,view,own,genral,,", "unknown-class"),
        ("a,own,no,,x", "a,child,look,own,general,,", "unknown-word"),
        ("a,own,no,,x", "a,child,view,planet,general,,", "unknown-reach"),
        ("a,own,no,,x", "b,child,view,own,general,,", "unknown-role"),
        ("a,own,no,,x", "a,child,export,own,general,,", "missing"),
        ("a,own,no,,x", "a,child,view,own,deidentified,,", "deidentified-only-with-nation"),
        ("a,own,maybe,,x", "", "yes-or-no"),
        ("a,own,no,,x\na,own,no,,x", "", "repeated"),
    ])
    func faultsAreNamed(_ role: String, _ right: String, _ code: String) {
        #expect {
            try RoleBook.read(roles: roleHead + role, rights: rightHead + right)
        } throws: { error in
            guard case .roleFiles(let faults)? = error as? AccessError else { return false }
            return faults.contains { $0.code == code && $0.row >= 2 }
        }
    }

    @Test func everyFaultIsReportedAtOnce() {
        #expect {
            try RoleBook.read(roles: roleHead + "A,own,no,,x\nb,far,no,fly,x", rights: rightHead + "b,child,see,near,secret,,")
        } throws: { error in
            guard case .roleFiles(let faults)? = error as? AccessError else { return false }
            return faults.count >= 6
        }
    }

    @Test func functionsAreReadWhereTheColumnIs() throws {
        let head = "role,reach,second_factor,manages,functions,label::English (en)\n"
        let book = try RoleBook.read(roles: head + "a,own,no,,triages works_case,x\nb,own,no,,,x", rights: rightHead + "a,child,view,own,general,,")
        #expect(book["a"]?.functions == [.triages, .worksCase] && book["b"]?.functions == [])
        #expect(book["a"]?.may.contains("works_case") == true)
        for (roles, code) in [("a,own,no,,flies,x", "unknown-word"), ("a,own,no,,triages,x", "function-without-records")] {
            #expect {
                try RoleBook.read(roles: head + roles, rights: rightHead)
            } throws: { error in
                guard case .roleFiles(let faults)? = error as? AccessError else { return false }
                return faults.contains { $0.code == code && $0.column == "functions" && $0.row == 2 }
            }
        }
    }

    @Test func idleTimeIsData() throws {
        let book = try RoleBook.read(
            roles: "role,reach,second_factor,manages,idle_minutes,label::English (en)\na,own,no,,5,x\nb,own,no,,,x", rights: rightHead)
        #expect(book["a"]?.idleSeconds == 300)
        #expect(book["b"]?.idleSeconds == Role.defaultIdleSeconds)
    }

    /// Seeds that once could have hurt a reader: each must give roles or named faults, never a crash.
    @Test(arguments: ["", "\u{FEFF}", "role", "role,reach,second_factor,manages\n\"", ",,,,\n,,,,", "role,reach,second_factor,manages\n\u{0},x,y,z",
                      String(repeating: "a,", count: 5000), "role,role\nx,y"])
    func hostileFilesAreRefused(_ text: String) {
        #expect(throws: AccessError.self) { try RoleBook.read(roles: text, rights: text) }
    }
}
