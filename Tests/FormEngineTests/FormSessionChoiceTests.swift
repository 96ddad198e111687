import Testing
@testable import FormEngine

@Suite struct FormSessionChoiceTests {
    private let places = """
        {'fields':[{'name':'region','type':'select_one','list':'regions'},
          {'name':'district','type':'select_one','list':'districts','choiceFilter':'region = ${region}'},
          {'name':'near','type':'select_multiple','list':'districts','choiceFilter':'region = ${region} and name != ${district}'},
          {'name':'called','type':'calculate','calculation':'jr:choice-name(${district}, `${district}`)'},
          {'name':'score','type':'calculate','calculation':'sum(instance(`districts`)/root/item[selected(${near}, name)]/weight)'}],
         'lists':{'regions':[{'value':'n','label':{'en':'North'}},{'value':'s','label':{'en':'South'}}],
          'districts':[{'value':'n1','label':{'en':'First'},'columns':{'region':'n','weight':'2'}},
           {'value':'n2','label':{'en':'Second'},'columns':{'region':'n','weight':'3'}},
           {'value':'s1','label':{'en':'Third'},'columns':{'region':'s','weight':'5'}}]}}
        """

    @Test func listsFollowEachOther() throws {
        let session = try opened(places)
        #expect(try session.offered("district") == [])
        try session.set("region", "n")
        #expect(try session.offered("district") == ["n1", "n2"])
        try session.set("district", "n2")
        #expect(try session.offered("near") == ["n1"])
        #expect(try session.value("called") == "Second")
        try session.set("near", "n1")
        #expect(try session.value("score") == "2")
        // The answer stays, and is named as no longer on offer.
        try session.set("region", "s")
        #expect(try session.offered("district") == ["s1"])
        #expect(try session.value("district") == "n2")
        #expect(try session.state("district").fault == .choice)
    }

    /// A filter that is no plain comparison is tried on every option.
    @Test func filtersOfAnyShape() throws {
        for filter in ["starts-with(name, ${region})", "not(region != ${region})", "${region} = region", "region = current()/../region", "selected(${region}, region)"] {
            let form = places.split(separator: "region = ${region}'", maxSplits: 1, omittingEmptySubsequences: false)
            let session = try opened(form[0] + filter + "'" + form[1])
            try session.set("region", "s")
            #expect(try session.offered("district") == ["s1"], "\(filter)")
        }
    }

    @Test func longListsAreIndexed() throws {
        var options: [String] = []
        for number in 0..<20_000 { options.append("{'value':'v\(number)','label':{},'columns':{'of':'g\(number % 400)'}}") }
        let session = try opened("""
            {'fields':[{'name':'g','type':'text'},{'name':'v','type':'select_one','list':'l','choiceFilter':'of = ${g}'}],
             'lists':{'l':[\(options.joined(separator: ","))]}}
            """)
        try session.set("g", "g17")
        #expect(try session.offered("v")?.count == 50)
        let fuel = session.evaluator.fuel
        #expect(Evaluator.fullTank - fuel < 1000)
    }
}

@Suite struct CheckDigitTests {
    @Test(arguments: [
        ("luhn", "79927398713", true), ("luhn", "79927398710", false), ("luhn", "7992-7398 713", true),
        ("verhoeff", "2363", true), ("verhoeff", "2364", false), ("verhoeff", "123451", true), ("damm", "5724", true), ("damm", "5727", false),
        ("mod97-10", "794 44", true), ("mod97-10", "794 45", false), ("mod11-10", "07945", true), ("mod11-10", "07944", false),
        ("luhn", "", true), ("luhn", "7992A", false),
    ])
    func knowsTheStandards(rule: String, number: String, expected: Bool) throws {
        let kind = try #require(CheckDigitRule.kind(Text(rule)))
        #expect(CheckDigitRule(kind).obeys(Text(number)) == expected)
    }

    /// Every single wrong digit is found by all rules, and by Verhoeff and Damm every swap of neighbours too.
    @Test func findsEveryWrongDigit() throws {
        for (name, number) in [("luhn", "79927398713"), ("verhoeff", "123451"), ("damm", "5724"), ("mod11-10", "07945")] {
            let rule = CheckDigitRule(try #require(CheckDigitRule.kind(Text(name))))
            let digits = Array(number.utf8)
            for place in digits.indices {
                for other in UInt8(0x30)...0x39 where other != digits[place] {
                    var wrong = digits
                    wrong[place] = other
                    #expect(!rule.obeys(Text(wrong)), "\(name) \(wrong)")
                }
            }
            guard name == "verhoeff" || name == "damm" else { continue }
            for place in 1..<digits.count where digits[place] != digits[place - 1] {
                var wrong = digits
                wrong.swapAt(place, place - 1)
                #expect(!rule.obeys(Text(wrong)), "\(name) \(wrong)")
            }
        }
    }

    /// ISBN-10 and EAN-13 are weights over 11 and 10.
    @Test func weightsAreData() throws {
        let isbn = try #require(CheckDigitRule(JSONReader.value(of: Array(
            "{'kind':'weights','weights':[10,9,8,7,6,5,4,3,2],'modulus':11,'complement':true,'length':10}".replacingQuotes.utf8))))
        #expect(isbn.obeys("0-306-40615-2"))
        #expect(isbn.obeys("0-8044-2957-x"))
        #expect(!isbn.obeys("0-306-40615-3"))
        let ean = try #require(CheckDigitRule(JSONReader.value(of: Array(
            "{'kind':'weights','weights':[1,3,1,3,1,3,1,3,1,3,1,3],'modulus':10,'complement':true}".replacingQuotes.utf8))))
        #expect(ean.obeys("4006381333931"))
        #expect(!ean.obeys("4006381333932"))
    }

    @Test func formsNameTheirRules() throws {
        let session = try opened("""
            {'fields':[{'name':'id','type':'text','constraint':'check-digit(., `national`)'}],
             'checkDigits':{'national':{'kind':'weights','weights':[3,7,1],'modulus':10,'length':4}}}
            """)
        try session.set("id", "1232")
        #expect(try session.state("id").fault == .constraint)
        try session.set("id", "1230")
        #expect(try session.state("id").fault == nil)
        try session.set("id", "1231")
        #expect(try session.state("id").fault == .constraint)
    }
}
