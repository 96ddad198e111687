import Testing
@testable import FormEngine

@Suite struct FormReaderTests {
    static let settings = "form_id,version,form_title::English (en),form_title::Arabic (ar)\nvisit,3,Visit,زيارة\n"
    static let choices = "list_name,name,label::English (en),cm::retire\nyn,yes,Yes,\nyn,no,No,\nyn,maybe,Maybe,yes\n"

    @Test func readsFieldsListsGroupsAndOurColumns() throws {
        let survey = """
            Type, name ,label::English (en),label::Arabic (ar),required,relevant,cm::permission,cm::mds,cm::forward,parameters
            begin group,basics,Basics,الأساسيات,,,,,,
            select one yn,urgent,Urgent?,عاجل؟,yes,,,yes,deidentified,
            end group,,,,,,,,,
            int,age,Age,العمر,,${urgent} = 'yes',health,,,
            string,words,Words,كلمات,,,,,,maxlength=5
            note,thanks,Thank you,شكراً,,,,,,
            """
        let form = try FormDefinition.read(survey: survey, choices: Self.choices, settings: Self.settings)
        #expect(form.name == "visit")
        #expect(form.version == 3)
        #expect(form.title["ar"] == "زيارة")
        #expect(form.languages == ["en", "ar"])
        #expect(form.fields.map(\.name) == ["urgent", "age", "words", "thanks"])
        let urgent = try #require(form.field("urgent"))
        #expect(urgent.type == .selectOne)
        #expect(urgent.list == "yn")
        #expect(urgent.required)
        #expect(urgent.minimumDataSet)
        #expect(urgent.forward == .deidentified)
        #expect(urgent.group == "basics")
        #expect(urgent.permission == "general")
        #expect(form.field("age")?.permission == "health")
        #expect(form.field("age")?.group == nil)
        #expect(form.field("age")?.forward == .never)
        #expect(form.list("yn")?.choice("maybe")?.retired == true)
        #expect(form.groups.map(\.name) == ["basics"])
    }

    @Test func ownColumnsStandInForWhatPyxformRefuses() throws {
        let form = try FormDefinition.read(
            survey: "type,name,parameters,cm::maxlength\ntext,a,,3\ntext,b,rows=5,4\n", choices: "list_name,name\n",
            settings: "form_id,form_title,version,cm::title::English (en),cm::title::Arabic (ar)\nx,Plain,1,Title,عنوان\n")
        #expect(form.title["en"] == "Title" && form.title["ar"] == "عنوان" && form.title["default"] == nil)
        func judged(_ answers: [String: FormAnswer]) -> [FieldFault] { form.judge(answers, .change, SessionSurroundings(now: 0)).faults }
        #expect(judged(["a": .text("abcd"), "b": .text("abcd")]) == [FieldFault(field: "a", code: .length)])
        #expect(judged(["b": .text("abcde")]) == [FieldFault(field: "b", code: .length)])
    }

    @Test func listsEveryFaultAtOnceWithItsPlace() {
        let survey = """
            type,name,label::English (en)
            texst,a,A
            select_one nolist,b,B
            text,1bad,C
            text,d,D
            text,d,D again
            begin_repeat,r,R
            end_group,,
            begin_group,d,G
            """
        let settings = "form_id,version\nx,zero\n"
        let fault = #expect(throws: FormFaults.self) {
            try FormDefinition.read(survey: survey, choices: "list_name,name\nl,a\nl,a\nl,b c\n", settings: settings)
        }
        let seen = (fault?.faults ?? []).map { "\($0.sheet.rawValue) \($0.row) \($0.code.rawValue)" }
        #expect(seen == [
            "choices 3 repeated-choice", "choices 4 bad-name",
            "survey 2 unknown-type", "survey 3 unknown-list", "survey 4 bad-name", "survey 6 repeated-name",
            "survey 8 unbalanced-group", "survey 9 repeated-name", "survey 7 unbalanced-group", "survey 9 unbalanced-group",
            "settings 2 bad-version",
        ])
    }

    @Test func readsRepeatsInsideGroupsAndRepeats() throws {
        let form = try FormDefinition.read(
            survey: """
                type,name,label::English (en),relevant,repeat_count,calculation,cm::permission
                integer,how_many,How many?,,,,
                begin_group,home,Home,,,,
                begin_repeat,person,Person,,${how_many},,health
                text,name,Name,,,,
                begin_group,kin,Kin,${name} != '',,,
                begin_repeat,visit,Visit,,,,
                date,seen_on,Seen on,,,,
                end_repeat,,,,,,
                end_group,,,,,,
                calculate,visits,,,,count(${visit}),
                end_repeat,,,,,,
                end_group,,,,,,
                calculate,people,,,,count(${person}),
                """,
            choices: "", settings: Self.settings)
        #expect(form.groups.map { "\($0.name) \($0.parent ?? "-") \($0.isRepeat) \($0.repeatCount ?? "-") \($0.permission)" } == [
            "home - false - general", "person home true ${how_many} health", "kin person false - health", "visit kin true - health"])
        #expect(form.fields.map { "\($0.name) \($0.group ?? "-") \($0.repeated ?? "-") \($0.permission)" } == [
            "how_many - - general", "name person person health", "seen_on visit visit health", "visits person person health", "people - - general"])
        #expect(form.entries().map(\.name) == ["how_many", "people", "person"])
        #expect(form.entries(in: "person").map(\.name) == ["name", "visits", "visit"])
        #expect(form.entries(in: "visit").map(\.name) == ["seen_on"])
        #expect(form.calculatedEntries == ["person", "people"])
        #expect(FormJSON.text(of: form).contains(#"{"name":"person","label":{"en":"Person"},"parent":"home","repeat":true,"repeatCount":"${how_many}"}"#))
    }

    @Test(arguments: [
        ("begin_repeat,,\ntext,a,\nend_repeat,,", ["missing-name 2"]), ("begin_repeat,r,\ntext,a,\nend_group,,", ["unbalanced-group 4", "unbalanced-group 2"]),
        ("begin_repeat,r,health\ntext,a,contact\nend_repeat,,", ["mixed-permission 3"]),
        ("begin_repeat,r,health\nbegin_repeat,s,contact\ntext,a,\nend_repeat,,\nend_repeat,,", ["mixed-permission 3"]),
        ("end_repeat,,\ntext,a,", ["unbalanced-group 2"]), ("text,r,\nbegin_repeat,r,\ntext,a,\nend_repeat,,", ["repeated-name 3"]),
    ])
    func faultsOfRepeats(survey: String, expected: [String]) {
        let fault = #expect(throws: FormFaults.self) {
            try FormDefinition.read(survey: "type,name,cm::permission\n" + survey + "\n", choices: "", settings: Self.settings)
        }
        #expect(fault?.faults.map { "\($0.code.rawValue) \($0.row)" } == expected)
    }

    @Test func rulesThatCannotWorkAreFaultsWithTheirPlace() {
        func faults(_ survey: String) -> [String] {
            let fault = #expect(throws: FormFaults.self) {
                try FormDefinition.read(survey: "type,name,relevant,calculation\n" + survey, choices: "", settings: Self.settings)
            }
            return (fault?.faults ?? []).map { "\($0.code.rawValue) \($0.row) \($0.column) \($0.cell)" }
        }
        #expect(faults("text,a,,\ncalculate,b,,soon(${a})\n") == ["bad-rule 3 calculation unknown-function soon"])
        #expect(faults("text,x,,\ntext,a,${b} = 1,\ncalculate,b,,${a} + 1\n") == ["circle 4 calculation b → a → b"])
    }

    @Test func unreadableSheetAndEmptyFormAreFaults() {
        let fault = #expect(throws: FormFaults.self) {
            try FormDefinition.read(survey: "type,name\n\"open", choices: "", settings: Self.settings)
        }
        #expect(fault?.faults.map(\.code) == [.unreadable])
        let empty = #expect(throws: FormFaults.self) {
            try FormDefinition.read(survey: "type,name\n", choices: "", settings: Self.settings)
        }
        #expect(empty?.faults.map(\.code) == [.noFields])
    }

    @Test func guidanceAndWhatStandsBesideReachTheBrowser() throws {
        let survey = "type,name,label::English (en),guidance_hint::English (en),cm::beside\ntext,q,Q,Ask alone,visit.q\n"
        let form = try FormDefinition.read(survey: survey, choices: "", settings: Self.settings)
        #expect(form.fields[0].guidance["en"] == "Ask alone" && form.fields[0].beside == "visit.q")
        let json = FormJSON.text(of: form)
        #expect(json.contains(#""guidance":{"en":"Ask alone"}"#) && json.contains(#""beside":"visit.q""#))
    }

    @Test func writesJSONThatEscapes() throws {
        let survey = "type,name,label::English (en),hint::English (en)\ntext,q,\"Say \"\"hi\"\"\",\"a\\b\nc\"\n"
        let form = try FormDefinition.read(survey: survey, choices: "", settings: Self.settings)
        #expect(FormJSON.text(of: form) == #"""
            {"name":"visit","version":3,"title":{"en":"Visit","ar":"زيارة"},"languages":["en"],"fields":[{"name":"q","type":"text","label":{"en":"Say \"hi\""},"hint":{"en":"a\\b\nc"},"required":false}],"lists":{}}
            """#)
    }
}
