import Testing
@testable import FormEngine

@Suite struct FormCheckTests {
    let form: FormDefinition

    init() throws {
        form = try FormDefinition.read(
            survey: """
                type,name,required,relevant,appearance,parameters,cm::retire
                select_one yn,urgent,yes,,,,
                select_multiple yn,many,,,,,
                select_one yn or_other,open,,,,,
                integer,age,,,,,
                decimal,size,,,,,
                date,day,,,,,
                time,hour,,,,,
                dateTime,moment,,,,,
                text,birth,,,edtf,,
                text,short,,,,maxlength=5,
                text,later,yes,${urgent} = 'yes',,,
                acknowledge,read,,,,,
                note,heading,,,,,
                calculate,sum,,,,,
                text,gone,,,,,yes
                """,
            choices: "list_name,name,cm::retire\nyn,yes,\nyn,no,\nyn,1,\nyn,old,yes\n",
            settings: "form_id,version\nf,1\n")
    }

    private func judged(_ answers: [String: FormAnswer], _ extent: CheckExtent) -> [FieldFault] {
        form.judge(answers, extent, SessionSurroundings(now: 0)).faults
    }

    @Test(arguments: [
        ("urgent", FormAnswer.text("no")), ("urgent", .int(1)), ("many", .list(["yes", "no"])), ("many", .text("yes no")),
        ("open", .text("a neighbour")), ("age", .int(3)), ("age", .text("-3")), ("size", .decimal("2.50")), ("size", .int(2)),
        ("day", .text("2024-02-29")), ("hour", .text("23:59:60.5+02:00")), ("moment", .text("2024-02-29T10:00:00Z")),
        ("moment", .text("2024-02-29T10:00:00.000+02:00")), ("birth", .text("2019")), ("birth", .text("2019-05~")),
        ("birth", .text("2019-05-03%")), ("birth", .text("2019-05-03")), ("short", .text("كلما")), ("read", .bool(true)),
        ("sum", .int(4)), ("short", .null), ("gone", .null),
    ] as [(String, FormAnswer)])
    func accepts(field: String, answer: FormAnswer) {
        #expect(judged([field: answer], .change) == [])
    }

    @Test(arguments: [
        ("urgent", FormAnswer.text("old"), FieldFault.Code.choice), ("urgent", .text("maybe"), .choice), ("urgent", .list(["yes"]), .type),
        ("urgent", .text("  "), .required), ("urgent", .null, .required),
        ("many", .list(["yes", "yes"]), .choice), ("many", .list(["x"]), .choice), ("many", .int(1), .type),
        ("age", .text("three"), .type), ("age", .decimal("3.5"), .type), ("size", .text("1e3"), .type), ("size", .text("."), .type),
        ("day", .text("2023-02-29"), .type), ("day", .text("2023-2-9"), .type), ("day", .int(2023), .type), ("hour", .text("24:00"), .type),
        ("moment", .text("2024-02-29T10:00:00"), .type), ("moment", .text("2024-02-29"), .type), ("birth", .text("2019-13"), .type),
        ("birth", .text("about 2019"), .type), ("birth", .text("201X"), .type), ("short", .text("sixsix"), .length), ("short", .int(1), .type), ("short", .other, .type),
        ("short", .text("a\0"), .type), ("read", .text("perhaps"), .type), ("gone", .text("x"), .unknownField),
        ("heading", .text("x"), .unknownField), ("nowhere", .text("x"), .unknownField),
    ] as [(String, FormAnswer, FieldFault.Code)])
    func refuses(field: String, answer: FormAnswer, code: FieldFault.Code) {
        #expect(judged([field: answer], .change) == [FieldFault(field: field, code: code)])
    }

    @Test func requiredCountsOnlyInAWholeRecordAndWithoutCondition() {
        #expect(judged([:], .whole) == [FieldFault(field: "urgent", code: .required)])
        #expect(judged([:], .change) == [])
        #expect(judged(["later": .null], .change) == [])
    }

    @Test func whatIsStoredAlreadyIsNoFault() {
        let stored: [String: FormAnswer] = ["urgent": .text("old"), "gone": .text("x")]
        #expect(form.judge(stored, stored: stored, .change, SessionSurroundings(now: 0)).faults == [])
        #expect(form.judge(["urgent": .text("maybe")], stored: stored, .change, SessionSurroundings(now: 0)).faults.map(\.code) == [.choice])
    }

    @Test func faultsComeInFormOrderUnknownLast() {
        let faults = judged(["zz": .int(1), "aa": .int(1), "age": .text("x"), "urgent": .text("x")], .whole)
        #expect(faults.map(\.field) == ["urgent", "age", "aa", "zz"])
    }

    @Test func longTextIsRefusedNotCut() {
        let long = String(repeating: "a", count: FormDefinition.longestText + 1)
        #expect(judged(["birth": .text(long)], .change) == [FieldFault(field: "birth", code: .length)])
    }
}
