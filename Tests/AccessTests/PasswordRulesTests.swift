import Testing
@testable import Access

@Suite struct PasswordRulesTests {
    @Test(arguments: [
        ("short", PasswordFault.tooShort), ("elevenchars", .tooShort),
        ("password1234", .common), ("P4ssw0rd!P4ssw0rd!", .common), ("kinbox2026!!", .common), ("Administrator1", .common),
        ("qwertyuiop[]", .pattern), ("123456789012", .pattern), ("aaaaaaaaaaaaaaaa", .pattern),
        ("abcabcabcabcabc", .pattern), ("zxcvbnmasdfgh", .pattern), ("abcdefghijklmn", .pattern), ("0987654321098", .pattern),
        ("ضصثقفغعهخحجد", .pattern),
        ("amina.hope has tea", .containsName), ("xx amina xx yy", .containsName), ("my Karimova 771", .containsName),
        (String(repeating: "lorem ipsum ", count: 40), .tooLong),
    ])
    func weakPasswordsAreRefused(_ password: String, _ fault: PasswordFault) {
        #expect(throws: AccessError.passwordRefused(fault)) {
            try PasswordRules.check(password, userName: "amina", name: "Amina Karimova")
        }
    }

    /// No rule of composition: long and rare is enough, in any script.
    @Test(arguments: ["tide lamp orchard nine", "maisonbleuelointaine", "قطار أزرق يمر ليلا", "xq7hgw2kpl0z", "la clé est sous le pot", "wise owls knit at dawn"])
    func longRarePasswordsAreTaken(_ password: String) throws {
        try PasswordRules.check(password, userName: "amina", name: "Amina Karimova")
    }

    /// A name of two or three letters is in too many words to forbid.
    @Test func shortNamesDoNotForbid() throws {
        try PasswordRules.check("ionic brine mandate", userName: "ion", name: "Ion Li")
    }

    @Test func userNames() {
        #expect(UserName.canonical("  Ana.Maria \n") == "ana.maria")
        #expect(UserName.isValid("ana.maria-2"))
        for bad in ["", "a", "2ana", "ana maria", "añá", "Ana", String(repeating: "a", count: 41), "a\u{0}b"] {
            #expect(!UserName.isValid(bad), "\(bad)")
        }
        #expect(UserName.canonical(String(repeating: "é", count: 4000)).utf8.count <= 64 + 2)
    }
}
