@testable import Access
@testable import Casework
import FormEngine
import Testing

/// A new version of the note under which words of an answer reach people who cannot see that answer.
@Suite struct AnswersCopiedTests {
    private static let base = """
        type,name,label::English (en),required,cm::maxlength,cm::permission,calculation,default,cm::autofill
        date,noted_on,Date,,,,,,
        select_one note_topic,topic,About,,,,,,
        text,text,What happened,yes,12000,narrative,,,
        """

    private static func definition(_ rows: String, version: Int = 2, base: String = base) throws -> FormDefinition {
        try FormDefinition.read(survey: base + "\n" + rows + "\n", choices: "list_name,name,label::English (en)\nnote_topic,call,Call\n", settings: "form_id,form_title,version\nnote,Note,\(version)\n")
    }

    private static func found(_ rows: String, base: String = base) throws -> [LoosenedField] {
        let shelf = try DeskOffice().desk.shelf
        return shelf.loosened(by: try definition(rows, base: base), in: shelf.library)
    }

    @Test(arguments: [
        "calculate,copy,,,,,${text},,", "calculate,copy,,,,,\"concat('a', substr(${text}, 0, 9))\",,", "calculate,copy,,,,,/data/text,,", "calculate,copy,,,,,string(..),,",
        "calculate,copy,,,,,//text,,", "calculate,copy,,,,,\"if(${text} = 'x', 1, 2)\",,", "text,copy,Copy,,,,,${text},", "text,copy,Copy,,,,,,note.text", "text,copy,Copy,,,,,,visit.seen_on note.text",
        "calculate,copy,,,,,\"pulldata('child', 'given_name', 'id', '1')\",,", "calculate,copy,,,,,instance('child')/root/item/given_name,,", "calculate,copy,,,,,${last-saved#text},,",
    ])
    func wordsThatFlowIntoAWiderAnswerAreSeen(_ row: String) throws {
        let found = try Self.found(row)
        #expect(found.contains { $0.kind == .flow && $0.field == "copy" && $0.to == "general" && $0.roles.contains("data_officer") })
    }

    @Test(arguments: ["calculate,copy,,,,narrative,${text},,", "calculate,count,,,,,${topic},,", "text,copy,Copy,,,narrative,,,note.text", "calculate,day,,,,,today(),,", "text,next,Next,,,,,,today"])
    func whatStaysAmongThoseWhoSeeItIsNoNews(_ row: String) throws {
        #expect(try Self.found(row).isEmpty)
    }

    @Test func aRetiredQuestionIsReachedByNoPath() throws {
        let without = Self.base.split(separator: "\n").filter { !$0.hasPrefix("text,text") }.joined(separator: "\n")
        let found = try Self.found("calculate,copy,,,,,/data/text,,", base: without)
        #expect(found.contains { $0.kind == .flow && $0.field == "copy" && $0.from == "text" })
    }

    @Test func theSameQuestionUnderAnotherNameOrInARepetitionIsSeen() throws {
        let renamed = try Self.found("", base: Self.base.replacing("text,text,What happened,yes,12000,narrative", with: "text,text2,What  happened?,yes,12000,"))
        #expect(renamed.contains { $0.kind == .twin && $0.field == "text2" && $0.from == "text" && $0.roles.contains("data_officer") })
        let moved = try Self.found("", base: Self.base.replacing("text,text,What happened,yes,12000,narrative,,,", with: "begin_repeat,more,More,,,,,,\ntext,text,What happened,yes,12000,,,,\nend_repeat,,,,,,,,"))
        #expect(moved.contains { $0.kind == .seen && $0.field == "text" && $0.from == "narrative" && $0.to == "general" })
    }

    /// The standard risk assessment draws a general score from narrower answers: agreed when it came, no news afterwards.
    @Test func whatTheFormInUseDoesAlreadyIsNoNews() throws {
        let shelf = try DeskOffice().desk.shelf
        // What two people wrote against each other has the classes of their own answers, not those of this form.
        for form in shelf.standard.all where form.name != "conflict_task" { #expect(shelf.loosened(by: try #require(shelf.standard.asked(form.name)), in: shelf.library) == [], "\(form.name)") }
        let risk = try #require(shelf.standard.asked("risk_assessment"))
        #expect(risk.answerFlows.contains { $0.field == "score" && $0.reads.count > 3 })
    }
}
