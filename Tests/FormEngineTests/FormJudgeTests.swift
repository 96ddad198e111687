import Testing
@testable import FormEngine

/// The box's judgement of what is sent to it.
@Suite struct FormJudgeTests {
    /// Noon of 2026-11-21, one hour east of Greenwich.
    static let around = SessionSurroundings(now: 1_795_258_800_000, zone: ZoneTable(standard: 3600, changes: []))

    let form: FormDefinition

    init() throws {
        form = try FormDefinition.read(
            survey: """
                type,name,required,relevant,constraint,calculation,choice_filter,repeat_count,cm::retire
                select_one yn,hurt,yes,,,,,,
                text,where,yes,${hurt} = 'yes',,,,,
                text,why,${hurt} = 'no',,,,,,
                date,on,,,. <= today(),,,,
                integer,age,,,. >= 0 and . < 120,,,,
                select_one county,county,,,,,,,
                select_one town,town,,,,,county = ${county},,
                calculate,double,,,,${age} * 2,,,
                integer,half,,,,${age} div 2,,,
                calculate,chance,,,,random(),,,
                calculate,when,,,,now(),,,
                calculate,later,,,,"concat(${chance}, '!')",,,
                calculate,elsewhere,,,,instance('other')/root/item/x,,,
                text,unknown,yes,instance('other')/root/item/x = 1,,,,,
                text,gone,yes,,,,,,yes
                begin_repeat,person,,,,,,,
                text,name,yes,,,,,,
                integer,years,,,. < 120,,,,
                calculate,adult,,,,"if(${years} >= 18, 'yes', 'no')",,,
                text,school,yes,${adult} = 'no',,,,,
                select_one yn,well,,,,,,,
                begin_repeat,visit,,,,,,,
                date,seen_on,yes,,,,,,
                end_repeat,,,,,,,,
                end_repeat,,,,,,,,
                calculate,adults,,,,count(${person}[adult = 'yes']),,,
                """,
            choices: """
                list_name,name,county,cm::retire
                yn,yes,,
                yn,no,,
                yn,perhaps,,yes
                county,c1,,
                county,c2,,
                town,t1,c1,
                town,t2,c2,
                """,
            settings: "form_id,version\nf,1\n")
    }

    func faults(_ answers: [String: FormAnswer], stored: [String: FormAnswer] = [:], _ extent: CheckExtent = .change) -> [String] {
        form.judge(answers, stored: stored, extent, Self.around).faults.map { "\($0.field) \($0.code.rawValue)" }
    }

    func calculated(_ answers: [String: FormAnswer], stored: [String: FormAnswer] = [:]) -> [String: FormAnswer] {
        form.judge(answers, stored: stored, .change, Self.around).calculated.filter { !["chance", "when", "later"].contains($0.key) }
    }

    @Test func requiredOnlyWhereItIsAsked() {
        #expect(faults([:], .whole) == ["hurt required"])
        #expect(faults(["hurt": "yes"], .whole) == ["where required"])
        #expect(faults(["hurt": "no"], .whole) == ["why required"])
        #expect(faults(["hurt": "yes", "where": "at school"], .whole) == [])
        #expect(faults(["where": .null], stored: ["hurt": "yes", "where": "x"]) == ["where required"])
        #expect(faults(["where": .null], stored: ["hurt": "no", "where": "x"]) == [])
        // What a change makes required is asked for with it; not of who may not answer it, nor where it was missing before.
        #expect(faults(["hurt": "yes"], stored: ["hurt": "no", "why": "x"]) == ["where required"])
        #expect(faults(["hurt": "yes", "where": "x"], stored: ["hurt": "no", "why": "x"]) == [])
        #expect(form.judge(["hurt": "yes"], stored: ["hurt": "no", "why": "x"], .change, Self.around) { $0 != "where" }.faults == [])
        #expect(faults(["age": .int(3)], stored: ["hurt": "yes"]) == [])
    }

    @Test func whatNobodySeesIsNoAnswer() {
        for text in ["\u{200B}", " \u{FEFF}\u{2060}", "\u{3000}\u{00AD}", "\u{3164}"] {
            #expect(faults(["hurt": "yes", "where": .text(text)], .whole) == ["where required"])
        }
        // Joiners inside words are part of them.
        #expect(faults(["hurt": "yes", "where": "می\u{200C}خواهم"], .whole) == [])
    }

    static func bomb(_ rows: String) throws -> FormDefinition {
        try FormDefinition.read(survey: "type,name,calculation,repeat_count\n" + rows, choices: "list_name,name\n", settings: "form_id,version\nbomb,1\n")
    }

    @Test func oneTankForAllRules() throws {
        let rows = (0..<30).map { "calculate,c\($0),\"if(regex(${w}, '(a+)+(a+)+b\($0)'), 'y', 'n')\"," }
        let form = try Self.bomb("text,w,,\n" + rows.joined(separator: "\n") + "\n")
        let answers: [String: FormAnswer] = ["w": .text(String(repeating: "a", count: 2_000))]
        let work = FormWork(tank: 100_000)
        let verdict = form.judge(answers, .whole, Self.around, work: work)
        #expect(verdict.faults.map(\.code) == [.tooMuchWork])
        #expect(verdict.faults.first?.field.hasPrefix("c") == true && verdict.calculated.isEmpty)
        // It is empty for what comes after, too.
        #expect(form.judge(["w": "a"], .whole, Self.around, work: work).faults.map(\.code) == [.tooMuchWork])
        #expect(form.judge(["w": "a"], .whole, Self.around).faults == [])
    }

    @Test func repetitionsOfRepetitionsAreBounded() throws {
        let form = try Self.bomb("""
            begin_repeat,outer,,500
            begin_repeat,inner,,100
            text,deep,,
            end_repeat,,,
            end_repeat,,,
            """)
        let session = FormSession(form: form.compiled, surroundings: Self.around)
        session.open(.null, known: [], isNew: true)
        #expect(session.repetitionsPresent == FormDefinition.mostRepetitions)
        // They go, and others can come.
        #expect(session.removeRepetition("outer", [1]) && session.nodesPresent <= FormSession.mostNodes)
        #expect(session.repetitionsPresent <= FormDefinition.mostRepetitions)
    }

    @Test func aThousandQuestionsStayFarBelow() throws {
        var rows = "integer,q0,,\n"
        for number in 1..<1_000 { rows += "calculate,q\(number),\"if(${q\(number - 1)} > 3, ${q\(number - 1)} + 1, 0)\",\n" }
        let form = try Self.bomb(rows)
        let verdict = form.judge(["q0": .int(4)], .whole, Self.around, work: FormWork(tank: FormWork.fullTank / 10))
        #expect(verdict.faults == [])
        #expect(verdict.calculated["q999"] == "1003")
    }

    @Test func aQuestionThatMovedIntoARepeatLeavesItsAnswersReadable() throws {
        func form(_ rows: String, _ version: Int) throws -> FormDefinition {
            try FormDefinition.read(survey: "type,name,relevant,cm::permission\n" + rows, choices: "list_name,name\n", settings: "form_id,version\nf,\(version)\n")
        }
        let before = try form("text,said,,narrative\ntext,other,,\n", 1)
        let now = try form("begin_repeat,talk,,narrative\ntext,said,,narrative\ntext,more,${said} = 'x',narrative\nend_repeat,,,\ntext,other,,\n", 2).keeping(earlier: [before])
        let entry = try #require(now.entries().first { $0.name == "said" })
        guard case .field(let field) = entry else {
            Issue.record("a repeat")
            return
        }
        #expect(field.retired && field.permission == "narrative" && field.repeated == nil)
        // The question that is asked is still the one in the repeat, and the form still works.
        #expect(now.field("said")?.repeated == "talk")
        #expect(now.judge(["talk": .records([["said": "x", "more": "y"]])], .whole, Self.around).faults == [])
        #expect(now.judge(["said": "again"], stored: ["said": "old"], .change, Self.around).faults == [FieldFault(field: "said", code: .unknownField)])
        #expect(now.judge(["other": "x"], stored: ["said": "old"], .change, Self.around).faults == [])
    }

    @Test func hiddenFieldsKeepTheirAnswersAndHaveNoFaults() {
        #expect(faults(["hurt": "no", "where": "at school", "why": "x"], .whole) == [])
        #expect(calculated(["hurt": "no", "where": "at school", "why": "x"])["where"] == nil)
    }

    @Test func constraintsNameTheirField() {
        #expect(faults(["age": .int(-1)]) == ["age constraint"])
        #expect(faults(["age": .int(130), "on": "2026-11-22"]) == ["on constraint", "age constraint"])
        #expect(faults(["on": "2026-11-21"]) == [])
        // Nobody is kept from a change by what stood wrong before.
        #expect(faults(["on": "2026-11-20"], stored: ["age": .int(-1)]) == [])
        #expect(faults(["age": .int(-1)], stored: ["age": .int(-1)]) == [])
    }

    @Test func choicesOnOffer() {
        #expect(faults(["hurt": "maybe"]) == ["hurt unknown-choice"])
        #expect(faults(["hurt": "perhaps"]) == ["hurt unknown-choice"])
        #expect(faults(["town": "t1"], stored: ["county": "c1"]) == [])
        #expect(faults(["town": "t2"], stored: ["county": "c1"]) == ["town unknown-choice"])
        #expect(faults(["county": "c2", "town": "t2"], stored: ["county": "c1", "town": "t1"]) == [])
    }

    @Test func theBoxesOwnCalculationWins() {
        #expect(calculated(["age": .int(4), "double": "8", "half": .int(2), "adults": "0"]) == [:])
        #expect(calculated(["age": .int(4), "double": .int(8), "half": "2", "adults": "0"]) == [:])
        #expect(calculated(["age": .int(4), "double": "9", "half": .int(3), "adults": "0"]) == ["double": "8", "half": .int(2)])
        #expect(calculated(["age": .int(6)], stored: ["age": .int(4), "double": "8", "half": .int(2), "adults": "0"]) == ["double": "12", "half": .int(3)])
        #expect(calculated(["age": .null], stored: ["age": .int(4), "double": "8", "half": .int(2), "adults": "0"]) == ["double": .null, "half": .null])
    }

    @Test func chanceClockAndTablesAreTakenAsSent() {
        let sent: [String: FormAnswer] = ["hurt": "no", "why": "x", "chance": "0.5", "when": "2026-11-20T10:00:00.000Z", "later": "0.6!", "elsewhere": "5", "adults": "0"]
        let verdict = form.judge(sent, .whole, Self.around)
        #expect(verdict.faults == [])
        #expect(verdict.calculated == ["later": "0.5!"])
        // A rule that needs what the box does not have refuses nothing.
        #expect(faults(["unknown": .null], stored: ["unknown": "x"]) == [])
    }

    @Test func repeatsAreJudgedInsideTheirRepetition() {
        let people: [[String: FormAnswer]] = [["name": "Ana", "years": .int(9), "adult": "no", "school": "first"], ["name": "Bo", "years": .int(40), "adult": "yes"]]
        #expect(faults(["person": .records(people)]) == [])
        #expect(calculated(["person": .records(people), "adults": "1"]) == [:])
        #expect(faults(["person": .records([["years": .int(200)], ["name": "Bo", "years": .int(7), "visit": .records([[:]])]])]) == [
            "person[1].name required", "person[1].years constraint", "person[2].school required", "person[2].visit[1].seen_on required"])
        #expect(faults(["person": .records([["name": "Ana", "years": "x", "well": "maybe", "nothing": "1", "visit": "often"]])]) == [
            "person[1].years wrong-type", "person[1].well unknown-choice", "person[1].visit wrong-type", "person[1].nothing unknown-field", "person[1].school required"])
        #expect(faults(["person": "Ana"]) == ["person wrong-type"])
        #expect(faults(["name": "Ana"]) == ["name unknown-field"])
    }

    @Test func calculationsInRepeatsAreCorrectedInTheirList() {
        let sent: [[String: FormAnswer]] = [["name": "Ana", "years": .int(20), "adult": "no"], ["name": "Bo", "years": .int(40), "visit": .records([["seen_on": "2026-01-01"]])]]
        let found = calculated(["person": .records(sent), "adults": "0"])
        #expect(found["adults"] == "2")
        #expect(found["person"] == .records([["name": "Ana", "years": .int(20), "adult": "yes"],
                                             ["name": "Bo", "years": .int(40), "adult": "yes", "visit": .records([["seen_on": "2026-01-01"]])]]))
        // A list that was not sent is not written again.
        #expect(calculated(["hurt": "no"], stored: ["person": .records(sent)])["person"] == nil)
    }

    @Test func retiredChoicesInUnchangedRepetitionsStay() {
        let old: [String: FormAnswer] = ["name": "Ana", "years": .int(20), "adult": "yes", "well": "perhaps"]
        let stored: [String: FormAnswer] = ["person": .records([old])]
        #expect(faults(["person": .records([["name": "Bo", "years": .int(30)], old])], stored: stored) == [])
        #expect(faults(["person": .records([["name": "Bo", "years": .int(30), "well": "perhaps"]])], stored: ["person": .records([])]) == ["person[1].well unknown-choice"])
    }

    @Test func repeatsAreBounded() {
        func many(_ count: Int, _ visits: Int = 0) -> FormAnswer {
            .records((0..<count).map { _ in ["name": "x", "visit": .records((0..<visits).map { _ in ["seen_on": "2026-01-01"] })] })
        }
        #expect(faults(["person": many(500)]).filter { $0.contains("too-long") } == [])
        #expect(faults(["person": many(501)]) == ["person too-long"])
        #expect(faults(["person": many(100, 30)]).contains { $0.hasSuffix("visit too-long") })
    }

    /// What the session calculates in the browser is what the box finds.
    @Test func theBrowsersAnswersPass() throws {
        let session = FormSession(form: form.compiled, surroundings: Self.around)
        session.open(.null, known: [], isNew: true)
        try session.set("hurt", "no")
        try session.set("why", "fell")
        try session.set("age", "8")
        _ = session.addRepetition("person", [])
        try session.set("name", "Ana", at: [1])
        try session.set("years", "30", at: [1])
        var answers: [String: FormAnswer] = [:]
        for name in ["hurt", "why", "age", "double", "half", "chance", "when", "later", "adults"] { answers[name] = .text(try session.value(name)) }
        answers["person"] = .records([["name": "Ana", "years": .text(try session.value("years", at: [1])), "adult": .text(try session.value("adult", at: [1]))]])
        #expect(form.judge(answers, .whole, Self.around) == FormVerdict(faults: [], calculated: [:]))
    }
}
