import Testing
@testable import FormEngine

@Suite struct PatternTests {
    private func fits(_ pattern: String, _ text: String) throws -> Bool? {
        var fuel = Evaluator.fullTank
        return try Pattern(Text(pattern)).fits(Text(text), fuel: &fuel)
    }

    @Test(arguments: [
        ("[0-9]{3}", "123", true), ("[0-9]{3}", "1234", false), ("^[A-Z]{2}\\d{2,4}$", "AB123", true), ("^[A-Z]{2}\\d{2,4}$", "AB1", false),
        ("(a|b)*c?", "abbac", true), ("(a|b)*c?", "abbacc", false), ("colou?r", "color", true), ("a.c", "a\nc", false), ("[^0-9]+", "abc", true),
        ("\\+?[0-9 -]{7,15}", "+243 81-234", true), ("(?i)yes|no", "YES", true), ("yes|no", "YES", false), ("(?!000)\\d{3}", "000", false),
        ("(?!000)\\d{3}", "001", true), ("(?=.*\\d)(?=.*[a-z]).{4,}", "ab1c", true), ("(?=.*\\d)(?=.*[a-z]).{4,}", "abcd", false),
        ("[\\w.-]+@[\\w-]+\\.[a-z]{2,}", "a.b@c-d.org", true), ("\\p{L}+", "Amélie", true), ("\\p{L}+", "محمد", true), ("\\p{L}+", "a1", false),
        ("[\\p{L} '-]+", "Jean-Luc d'Abo", true), ("\\bfoo\\b.*", "foo bar", true), ("\\bfoo\\b.*", "foobar", false), ("a{0}b", "b", true),
        ("", "", true), ("", "a", false), ("x*", "", true), ("[]a]+", "]a", true), ("[a\\-z]+", "a-z", true), ("\\u0041\\x42", "AB", true),
        ("[\\u0600-\\u06FF]+", "سلام", true), ("(?:ab){2}", "abab", true), ("(?<year>\\d{4})", "2020", true), ("é", "é", true), ("a+?", "aaa", true),
    ])
    func matchesAsJavaDoes(pattern: String, text: String, expected: Bool) throws {
        #expect(try fits(pattern, text) == expected)
    }

    @Test(arguments: ["(", "[a", "a{2", "a{3,2}", "*a", "(?<=a)b", "\\1", "a++", "[z-a]", "\\p{Klingon}", "\\", "(a))", "(((((((((((((((((((((((((((((((((((((((((((((((((((a",
                     "(a{100}){100}", "(){9999}{9999}", "((a{50}){50}){50}"])
    func refusesWhatItCannotMatchInLinearTime(pattern: String) {
        #expect(throws: PatternFault.self) { try Pattern(Text(pattern)) }
    }

    /// Patterns that keep a backtracking engine busy for ages.
    @Test func staysLinear() throws {
        let text = String(repeating: "a", count: 3000)
        for pattern in ["(a+)+b", "(a|a)*b", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)b", "a?{100}a{100}b"] {
            var fuel = 50_000_000
            let answer = try Pattern(Text(pattern)).fits(Text(text), fuel: &fuel)
            #expect(answer == false)
            #expect(fuel > 0)
        }
        var little = 1000
        #expect(try Pattern("(a|b|c)*d").fits(Text(text), fuel: &little) == nil)
    }
}
