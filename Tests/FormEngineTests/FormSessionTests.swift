import Testing
@testable import FormEngine

@Suite struct FormSessionTests {
    private let visit = """
        {'name':'visit','version':3,'languages':['en','fr'],
         'groups':[{'name':'health','relevant':'${seen} = `yes`'}],
         'fields':[
          {'name':'seen','type':'select_one','list':'yes_no','required':true},
          {'name':'weight','type':'decimal','group':'health','constraint':'. > 0 and . < 200'},
          {'name':'height','type':'decimal','group':'health'},
          {'name':'bmi','type':'calculate','calculation':'round(${weight} div pow(${height} div 100, 2), 1)'},
          {'name':'thin','type':'calculate','calculation':'if(${bmi} < 18, `yes`, `no`)'},
          {'name':'why','type':'text','requiredIf':'${thin} = `yes`','relevant':'${thin} = `yes`'},
          {'name':'day','type':'date','autofill':'today','constraint':'. <= today()'},
          {'name':'worker','type':'text','autofill':'user.name','readOnly':true},
          {'name':'next','type':'date','default':'${day} + 7'}],
         'lists':{'yes_no':[{'value':'yes','label':{'en':'Yes','fr':'Oui'}},{'value':'no','label':{'en':'No'}}]}}
        """

    @Test func fillsItselfAndChecks() throws {
        let session = try opened(visit, known: [("user.name", "Awa")])
        #expect(try session.value("day") == "2026-11-21")
        #expect(try session.state("day").source == "today")
        #expect(try session.value("worker") == "Awa")
        #expect(try session.state("seen").fault == .required)
        try session.set("seen", "maybe")
        #expect(try session.state("seen").fault == .choice)
        try session.set("day", "2026-11-22")
        #expect(try session.state("day").fault == .constraint)
        try session.set("day", "soon")
        #expect(try session.state("day").fault == .type)
    }

    @Test func hiddenFieldsKeepTheirAnswersButCountAsEmpty() throws {
        let session = try opened(visit)
        #expect(try !session.isAsked("weight"))
        try session.set("seen", "yes")
        try session.set("weight", "30")
        try session.set("height", "150")
        #expect(try session.value("bmi") == "13.3")
        #expect(try session.value("thin") == "yes")
        #expect(try session.state("why").fault == .required)
        try session.set("why", "ill")
        try session.set("seen", "no")
        #expect(try !session.isAsked("weight"))
        #expect(try session.value("weight") == "30")
        #expect(try session.value("bmi") == "")
        #expect(try session.value("thin") == "no")
        #expect(try !session.isAsked("why"))
        #expect(session.record.contains("\"weight\":\"30\""))
        #expect(session.record.contains("\"why\":\"ill\""))
        try session.set("seen", "yes")
        #expect(try session.value("bmi") == "13.3")
        #expect(try session.isAsked("why"))
    }

    @Test func anOldRecordGetsNoDefaults() throws {
        let session = try opened(visit, "{'seen':'yes','weight':41.5,'height':150}", known: [("user.name", "Awa")], isNew: false)
        #expect(try session.value("day") == "")
        #expect(try session.value("worker") == "")
        #expect(try session.value("bmi") == "18.4")
    }

    @Test func oneChangeWorksOutOnlyWhatReadsIt() throws {
        var fields: [String] = []
        for number in 0..<300 {
            var field = "{'name':'q\(number)','type':'integer'"
            if number >= 10, number % 6 == 0 { field += ",'relevant':'${q\(number - 10)} > 3'" }
            fields.append(field + "}")
        }
        let session = try opened("{'name':'long','version':1,'fields':[\(fields.joined(separator: ","))]}")
        let before = session.evaluations
        try session.set("q2", "7")
        #expect(session.evaluations - before == 1)
        #expect(try session.isAsked("q12"))
        #expect(session.takeChanges().count == 2)
        try session.set("q3", "7")
        #expect(session.evaluations - before == 1)
    }

    /// The texts in which the date control keeps what is not a date yet are faults, so that no save loses them.
    @Test(arguments: ["18", "0018", "2018-02-31", "2018--05", "--05", "-05", "2018-13", "1899", "2200", "~", "٢٠١٨"])
    func aDateThatIsNoneIsAFault(_ text: String) throws {
        #expect(!isPartialDate(text))
        let session = try opened("{'fields':[{'name':'born','type':'text','appearance':'edtf'},{'name':'other','type':'text'}]}")
        try session.set("born", text)
        try session.set("other", text)
        #expect(try session.state("born").fault == .type)
        #expect(try session.state("other").fault == nil)
        try session.set("born", "2018-02~")
        #expect(try session.state("born").fault == nil)
    }

    @Test func namesTheFieldsOfACircle() throws {
        let error = #expect(throws: FormProblem.self) {
            try compiled("""
                {'fields':[{'name':'x','type':'text'},{'name':'a','type':'calculate','calculation':'${b} + 1'},
                 {'name':'b','type':'calculate','calculation':'${c} + 1'},{'name':'c','type':'calculate','calculation':'${a} + ${x}'}]}
                """)
        }
        #expect(error?.error.code == .circle)
        #expect(Set((error?.error.text ?? "").split(separator: " ").map(String.init)) == ["a", "b", "c", "→"])
        let hiding = #expect(throws: FormProblem.self) {
            try compiled("{'groups':[{'name':'g','relevant':'${a} = 1'}],'fields':[{'name':'a','type':'text','group':'g'}]}")
        }
        #expect(hiding?.error.text == "g → g")
        #expect(throws: FormProblem.self) {
            try compiled("{'fields':[{'name':'a','type':'calculate','calculation':'${a} + 1'}]}")
        }
        // The field's own value through a point is no circle.
        _ = try compiled("{'fields':[{'name':'a','type':'calculate','calculation':'once(. + 1)'}]}")
    }

    @Test func namesTheRuleThatCannotBeRead() throws {
        let error = #expect(throws: FormProblem.self) {
            try compiled("{'fields':[{'name':'a','type':'text','relevant':'slected(${b}, 1)'}]}")
        }
        #expect(error?.field == "a")
        #expect(error?.column == "relevant")
        #expect(error?.error.suggestion == "selected")
    }

    @Test func aTriggerDecidesWhenACalculationRuns() throws {
        let session = try opened("""
            {'fields':[{'name':'a','type':'integer'},{'name':'b','type':'integer'},
             {'name':'c','type':'calculate','calculation':'${a} + ${b}','trigger':'${b}'}]}
            """)
        try session.set("a", "1")
        #expect(try session.value("c") == "")
        try session.set("b", "2")
        #expect(try session.value("c") == "3")
        try session.set("a", "5")
        #expect(try session.value("c") == "3")
    }

    @Test func aBrokenRuleHidesNothing() throws {
        let session = try opened("{'fields':[{'name':'a','type':'text','relevant':'instance(`gone`)/x = 1'}]}")
        #expect(try session.isAsked("a"))
    }

    @Test func textsNameAnswers() throws {
        let session = try opened(visit)
        try session.set("seen", "yes")
        session.language = "fr"
        let node = try session.found("weight", [])
        #expect(session.filled("Vu : ${seen}, ${nothing}${day}", at: node) == "Vu : Oui, 2026-11-21")
        #expect(session.filled("open ${", at: node) == "open ")
    }

    @Test func checksAcrossRecords() throws {
        let session = try opened("""
            {'fields':[{'name':'closed_on','type':'date','constraint':'. >= instance(`case`)/root/item/opened_on'}]}
            """, tables: [("case", [[("opened_on", "2026-05-01")]])])
        try session.set("closed_on", "2026-04-30")
        #expect(try session.state("closed_on").fault == .constraint)
        try session.set("closed_on", "2026-05-02")
        #expect(try session.state("closed_on").fault == nil)
    }
}
