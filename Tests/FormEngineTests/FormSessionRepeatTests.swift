import Testing
@testable import FormEngine

@Suite struct FormSessionRepeatTests {
    private let family = """
        {'groups':[{'name':'person','repeat':true},{'name':'kin','parent':'person'}],
         'fields':[{'name':'place','type':'text'},
          {'name':'name','type':'text','group':'person','required':true},
          {'name':'age','type':'integer','group':'person'},
          {'name':'child','type':'calculate','group':'person','calculation':'if(${age} < 18, 1, 0)'},
          {'name':'school','type':'text','group':'kin','relevant':'${child} = 1'},
          {'name':'nth','type':'calculate','group':'person','calculation':'position(..)'},
          {'name':'people','type':'calculate','calculation':'count(${person})'},
          {'name':'children','type':'calculate','calculation':'sum(${child})'},
          {'name':'names','type':'calculate','calculation':'join(`,`, ${name})'}]}
        """

    @Test func readsAndWritesLists() throws {
        let record = "{'place':'here','person':[{'name':'Ana','age':9},{'name':'Bo','age':40}]}"
        let session = try opened(family, record, isNew: false)
        #expect(try session.value("people") == "2")
        #expect(try session.value("children") == "1")
        #expect(try session.value("names") == "Ana,Bo")
        #expect(try session.isAsked("school", at: [1]))
        #expect(try !session.isAsked("school", at: [2]))
        #expect(session.record.contains("[{'name':'Ana','age':'9','child':'1','nth':'1'},{'name':'Bo','age':'40',".replacingQuotes))
        #expect(session.record.contains("'place':'here'".replacingQuotes))
    }

    @Test func aChangeStaysInItsRepetition() throws {
        var people: [String] = []
        for number in 0..<50 { people.append("{'name':'p\(number)','age':30}") }
        let session = try opened(family, "{'person':[\(people.joined(separator: ","))]}", isNew: false)
        let before = session.evaluations
        try session.set("age", "7", at: [20])
        #expect(try session.value("child", at: [20]) == "1")
        #expect(try session.value("children") == "1")
        #expect(try session.isAsked("school", at: [20]))
        // The calculation, the relevance and the sum: not those of the other 49.
        #expect(session.evaluations - before <= 4)
    }

    @Test func repetitionsComeAndGo() throws {
        let session = try opened(family)
        #expect(try session.value("people") == "0")
        #expect(session.addRepetition("person", []))
        #expect(session.addRepetition("person", []))
        #expect(try session.value("people") == "2")
        #expect(try session.state("name", at: [2]).fault == .required)
        try session.set("name", "Ana", at: [1])
        try session.set("name", "Bo", at: [2])
        try session.set("age", "3", at: [2])
        #expect(try session.value("names") == "Ana,Bo")
        #expect(session.removeRepetition("person", [1]))
        #expect(try session.value("names") == "Bo")
        #expect(try session.value("nth", at: [1]) == "1")
        #expect(try session.value("children") == "1")
        #expect(!session.removeRepetition("person", [2]))
        #expect(session.node("name", [2]) == nil)
    }

    @Test func aCountMakesRepetitionsButDropsNoAnswers() throws {
        let session = try opened("""
            {'groups':[{'name':'visit','repeat':true,'repeatCount':'${how_many}'}],
             'fields':[{'name':'how_many','type':'integer'},{'name':'what','type':'text','group':'visit','default':'seen'},
              {'name':'note','type':'text','group':'visit'}]}
            """)
        try session.set("how_many", "3")
        #expect(try session.value("what", at: [3]) == "seen")
        try session.set("note", "keep", at: [2])
        try session.set("how_many", "1")
        #expect(session.node("note", [3]) == nil)
        #expect(try session.value("note", at: [2]) == "keep")
        try session.set("how_many", "1000000")
        #expect(session.node("note", [FormSession.mostRepeats]) != nil)
        #expect(session.node("note", [FormSession.mostRepeats + 1]) == nil)
    }

    @Test func repeatsInsideRepeats() throws {
        let session = try opened("""
            {'groups':[{'name':'house','repeat':true},{'name':'room','repeat':true,'parent':'house'}],
             'fields':[{'name':'beds','type':'integer','group':'room'},
              {'name':'in_house','type':'calculate','group':'house','calculation':'sum(${beds})'},
              {'name':'in_all','type':'calculate','calculation':'sum(${beds})'}]}
            """, "{'house':[{'room':[{'beds':1},{'beds':2}]},{'room':[{'beds':4}]}]}", isNew: false)
        #expect(try session.value("in_house", at: [1]) == "3")
        #expect(try session.value("in_house", at: [2]) == "4")
        #expect(try session.value("in_all") == "7")
        #expect(session.addRepetition("room", [2]))
        try session.set("beds", "10", at: [2, 2])
        #expect(try session.value("in_house", at: [1]) == "3")
        #expect(try session.value("in_house", at: [2]) == "14")
        #expect(try session.value("in_all") == "17")
    }
}
